"""What a family gets when an insured employee or pensioner dies: the funeral grant and the survivors' grant, once."""

from dataclasses import dataclass
from datetime import date

from onecard.rules.book import Book
from onecard.rules.pensions import amounts
from onecard.rules.pensions.errors import PensionFactWrong
from onecard.rules.pensions.law import Law, cite
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
    income, times, steps = law.value("income_fen"), law.value("funeral_times"), law.value("survivor_steps")
    months = amounts.survivor_months(paid_months, drawn_months, law.survivors())
    funeral, survivor = income.value * times.value, income.value * months
    facts = {"paid": paid_months, "drawn": drawn_months, "count": months}
    return Grants(
        funeral,
        survivor,
        months,
        (
            cite("income", income, income_fen=income.value),
            cite("funeral", times, amount_fen=funeral, times=times.value),
            cite("survivor_drawn" if drawn_months else "survivor", steps, amount_fen=survivor, **facts),
        ),
    )
