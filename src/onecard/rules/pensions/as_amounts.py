"""The pension formulas as amounts of benefit programmes: the same functions, for one person or a column.

An employee's pension that begins this year is worked out anew; who drew one before is paid what was drawn at the end
of last year, with this year's adjustment on top. `…_why` tells the parts for one person.
"""

from typing import Any

from onecard.rules.columns import greatest, least
from onecard.rules.pensions import amounts, grants
from onecard.rules.pensions.adjustment import raised
from onecard.rules.pensions.asked import (
    AWARD,
    BALANCE,
    BORN,
    DEAD_DRAWN,
    DEAD_PAID,
    DEEMED,
    DRAWN,
    INDEX,
    PAID,
    RAISE,
    RESIDENT_BALANCE,
    RESIDENT_PAID,
    RETIRED,
    Here,
    month_of,
)
from onecard.rules.pensions.employee import award
from onecard.rules.pensions.law import told
from onecard.rules.pensions.months import YEAR
from onecard.rules.pensions.resident import parts
from onecard.rules.programmes.bound import Bound
from onecard.rules.programmes.facts import Facts, Known, years_since
from onecard.rules.programmes.working import all_known
from onecard.rules.reasons import Reason


def _begins(here: Bound, retired: Any) -> Any:
    """Whether the pension begins in the year that is decided for."""
    return retired // 10000 == here.on.year


def employee(here: Bound, facts: Facts) -> Known:
    """A pension that begins, or last year's with the adjustment; known where the facts of the one that applies are."""
    law, retired, paid, drawn = Here(here), *(facts.get(name) for name in (RETIRED, PAID, DRAWN))
    born, begins = facts.get(BORN), _begins(here, retired.value)
    anew = sum(
        amounts.monthly(
            law.formula(),
            age_months=greatest(month_of(retired.value) - month_of(born.value), 0),
            index=facts.get(INDEX).value,
            months=paid.value,
            deemed_months=least(facts.get(DEEMED).value, paid.value),
            balance_fen=facts.get(BALANCE).value,
        )
    )
    more = sum(amounts.raised(drawn.value, paid.value, _age_last_year(here, born.value), law.adjustment()))
    drawing = drawn.value + more * (drawn.value > 0)
    new, old = (all_known([facts.get(name) for name in names]) for names in (AWARD, RAISE))
    return Known(anew * begins + drawing * (begins ^ True), retired.known & ((begins & new) | ((begins ^ True) & old)))


def _age_last_year(here: Bound, born: Any) -> Any:
    return years_since(born, (here.on.year - 1) * 10000 + 1231)


def employee_asks(facts: Facts) -> tuple[str, ...]:
    """The facts that matter for one person: of a pension that begins, or of one that is drawn."""
    retired = facts.get(RETIRED)
    if not retired.known:
        return (RETIRED,)
    return AWARD if retired.value // 10000 == facts.on.year else RAISE


def employee_why(here: Bound, facts: Facts) -> tuple[Reason, ...]:
    """The parts of a pension that begins, or what was drawn and each part of the adjustment."""
    law, said = Here(here), {name: facts.get(name).value for name in (*AWARD, DRAWN)}
    if not _begins(here, said[RETIRED]):
        drawn, age = said[DRAWN], _age_last_year(here, said[BORN])
        return told("raise_from", amount_fen=drawn), *(why for _, why in raised(law, drawn, said[PAID], age))
    found = award(
        law,
        age_months=max(month_of(said[RETIRED]) - month_of(said[BORN]), 0),
        index=said[INDEX],
        months=said[PAID],
        deemed_months=min(said[DEEMED], said[PAID]),
        balance_fen=said[BALANCE],
    )
    return tuple(part.reason for part in found)


def resident(here: Bound, facts: Facts) -> Known:
    """Basic part, account over its months, and the extra for long paying."""
    law, paid, balance = Here(here), facts.get(RESIDENT_PAID), facts.get(RESIDENT_BALANCE)
    basic, over, each, enough = (
        law.value(f"resident_{name}").value for name in ("basic_fen", "payment_months", "year_fen", "least_months")
    )
    value = basic + amounts.account(balance.value, over * YEAR) + amounts.long_paid(paid.value, enough, each)
    return Known(value, all_known([paid, balance]))


def resident_why(here: Bound, facts: Facts) -> tuple[Reason, ...]:
    """Each part with its document."""
    found = parts(Here(here), facts.get(RESIDENT_PAID).value, facts.get(RESIDENT_BALANCE).value)
    return tuple(part.reason for part in found)


def funeral(here: Bound, _: Facts) -> Known:
    """The same for every death."""
    fen, _why = grants.funeral_grant(Here(here))
    return Known(fen)


def funeral_why(here: Bound, _: Facts) -> tuple[Reason, ...]:
    """The income, and how often."""
    law = Here(here)
    return grants.income_reason(law), grants.funeral_grant(law)[1]


def survivors(here: Bound, facts: Facts) -> Known:
    """The income for as many months as the rule counts."""
    law, paid, drawn = Here(here), facts.get(DEAD_PAID), facts.get(DEAD_DRAWN)
    months = amounts.survivor_months(paid.value, drawn.value, law.survivors())
    return Known(law.value("income_fen").value * months, all_known([paid, drawn]))


def survivors_why(here: Bound, facts: Facts) -> tuple[Reason, ...]:
    """The income, and how many months."""
    law, said = Here(here), (facts.get(DEAD_PAID).value, facts.get(DEAD_DRAWN).value)
    return grants.income_reason(law), grants.survivors_grant(law, *said)[1]
