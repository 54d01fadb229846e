"""What a family gets when an insured employee or pensioner dies: the funeral grant and the survivors' grant, once."""

from dataclasses import dataclass
from datetime import date

from onecard.rules.book import Book
from onecard.rules.pensions import amounts
from onecard.rules.pensions.errors import PensionFactWrong
from onecard.rules.pensions.law import Law, Values, cite
from onecard.rules.pensions.months import YEAR
from onecard.rules.reasons import Reason

_LONGEST = 100 * YEAR


@dataclass(frozen=True, slots=True)
class Grants:
    """Both grants in whole fen, each with its reason, and the months of income the second one is made of."""

    funeral_fen: int
    survivor_fen: int
    survivor_months: int
    reasons: tuple[Reason, ...]


def grants_for(book: Book, *, place: int, on: date, paid_months: int, drawn_months: int = 0) -> Grants:
    """For a death on that day; `drawn_months` of pension had been drawn (0: was still at work).

    PensionRuleUnknown, PensionPlaceUnknown, PensionFactWrong.
    """
    for field, months in (("paid_months", paid_months), ("drawn_months", drawn_months)):
        if not 0 <= months <= _LONGEST:
            raise PensionFactWrong(field, "月数应为 0 至 1200", "0 to 1,200 months are meant")
    law = Law(book, place, on)
    funeral, funeral_why = funeral_grant(law)
    survivor, survivor_why = survivors_grant(law, paid_months, drawn_months)
    months = amounts.survivor_months(paid_months, drawn_months, law.survivors())
    return Grants(funeral, survivor, months, (income_reason(law), funeral_why, survivor_why))


def income_reason(law: Values) -> Reason:
    """What both grants are multiples of."""
    income = law.value("income_fen")
    return cite("income", income, income_fen=income.value)


def funeral_grant(law: Values) -> tuple[int, Reason]:
    """So many times that income, in whole fen, and why."""
    times = law.value("funeral_times")
    fen = law.value("income_fen").value * times.value
    return fen, cite("funeral", times, amount_fen=fen, times=times.value)


def survivors_grant(law: Values, paid_months: int, drawn_months: int) -> tuple[int, Reason]:
    """That income for as many months as the rule counts, and why."""
    months = amounts.survivor_months(paid_months, drawn_months, law.survivors())
    fen = law.value("income_fen").value * months
    code = "survivor_drawn" if drawn_months else "survivor"
    facts = {"paid": paid_months, "drawn": drawn_months, "count": months}
    return fen, cite(code, law.value("survivor_steps"), amount_fen=fen, **facts)
