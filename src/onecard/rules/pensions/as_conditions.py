"""Retirement age and least time paid as conditions of a benefit programme: judged, told, and what would change them."""

from typing import Any

from onecard.rules.book import Dated
from onecard.rules.columns import greatest, least
from onecard.rules.pensions import ages, amounts
from onecard.rules.pensions.asked import AGES, BORN, CATEGORY, PAID, RETIRED, Here, month_of
from onecard.rules.pensions.months import first_of
from onecard.rules.programmes.bound import Bound
from onecard.rules.programmes.change import Change
from onecard.rules.programmes.facts import Facts, Known, shown, stamp
from onecard.rules.programmes.working import all_known
from onecard.rules.reasons import Reason


def _category(facts: Facts) -> Any:
    """The position in `ages.CATEGORIES`; who is no employee counts as the first, and is refused elsewhere."""
    position = facts.get(CATEGORY).value - 1
    last = len(ages.CATEGORIES) - 1
    return least(greatest(position, position * 0), position * 0 + last)


def may_retire(here: Bound, facts: Facts) -> Known:
    """The month of retirement is in the free choice or after it."""
    asked = [facts.get(name) for name in AGES]
    return Known(month_of(facts.get(RETIRED).value) >= _first_month(here, facts), all_known(asked))


def may_retire_change(here: Bound, facts: Facts) -> Change:
    """The first month that would do."""
    return Change("retires", RETIRED, stamp(first_of(_first_month(here, facts))))


def may_retire_reason(here: Bound, facts: Facts) -> Reason:
    """From which month on, and when it was."""
    law = Here(here)
    said: dict[str, str | int] = {"wanted_zh": "按出生年月和职工类别", "wanted_en": "by birth and category"}
    if all_known([facts.get(BORN), facts.get(CATEGORY)]):
        said = dict.fromkeys(("wanted_zh", "wanted_en"), f"{first_of(_first_month(here, facts)):%Y-%m}")
    rests_on = law.find("delay_step") or law.value("old_age")
    return _cited("may_retire", rests_on, said, shown(here.facts[RETIRED], facts.get(RETIRED)))


def _first_month(here: Bound, facts: Facts) -> Any:
    """The number of the first month of the free choice."""
    return ages.earliest(month_of(facts.get(BORN).value), _category(facts), Here(here).ages())


def _least_months(here: Bound, facts: Facts) -> Any:
    """The months asked for: of the year of retiring, or of the statutory year where that is earlier."""
    law, retired = Here(here), month_of(facts.get(RETIRED).value)
    due = ages.statutory(month_of(facts.get(BORN).value), _category(facts), law.ages())
    _, steps = law.least_months()
    return amounts.least_months(least(retired, due), steps)


def paid_enough(here: Bound, facts: Facts) -> Known:
    """As many months paid as the year asks."""
    asked = [facts.get(name) for name in (*AGES, PAID)]
    return Known(facts.get(PAID).value >= _least_months(here, facts), all_known(asked))


def paid_enough_change(here: Bound, facts: Facts) -> Change:
    """As many as are asked for."""
    return Change("at_least", PAID, _least_months(here, facts))


def paid_enough_reason(here: Bound, facts: Facts) -> Reason:
    """How many are asked for, and how many were paid."""
    rule, _ = Here(here).least_months()
    said: dict[str, str | int] = {"wanted_zh": "退休当年规定的月数", "wanted_en": "what the year of retiring asks"}
    if all_known([facts.get(name) for name in AGES]):
        months = _least_months(here, facts)
        said = {"wanted_zh": f"{months} 个月", "wanted_en": f"{months} months"}
    return _cited("paid_enough", rule, said, shown(here.facts[PAID], facts.get(PAID)))


def _cited(code: str, value: Dated, said: dict[str, str | int], now: tuple[str, str]) -> Reason:
    """A condition in words: what is asked, and what is known of the person."""
    facts = {**said, "now_zh": now[0], "now_en": now[1], "since": value.since.isoformat()}
    return Reason(f"condition.{code}", facts, value.source, value.illustrative)
