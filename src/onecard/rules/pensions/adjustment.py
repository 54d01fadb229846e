"""The yearly adjustment of a pension that is drawn: the same for all, tied to years and level, tilted to the old."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from onecard.kernel.clock import age_on
from onecard.rules.book import Book
from onecard.rules.pensions import amounts
from onecard.rules.pensions.errors import PensionFactWrong
from onecard.rules.pensions.facts import BALANCE_FEN_MOST, check_born, check_paid
from onecard.rules.pensions.law import Law, Values, cite
from onecard.rules.pensions.months import YEAR
from onecard.rules.pensions.written import as_percent
from onecard.rules.reasons import Reason


@dataclass(frozen=True, slots=True)
class Raised:
    """The pension before and after, in whole fen a month, and a reason for each part that is not nothing."""

    before_fen: int
    after_fen: int
    reasons: tuple[Reason, ...]


def adjust(book: Book, *, place: int, on: date, pension_fen: int, paid_months: int, born: date, since: date) -> Raised:
    """Adjusted by that year's rule, for whoever drew a pension `since` before the year began; others keep theirs.

    PensionRuleUnknown, PensionPlaceUnknown, PensionFactWrong.
    """
    law = Law(book, place, on)
    check_born(born, on)
    check_paid(born, on, paid_months, 0)
    if not 0 <= pension_fen <= BALANCE_FEN_MOST:
        raise PensionFactWrong("pension_fen", "养老金应为 0 至一亿元", "a pension from 0 to 100 million yuan is meant")
    fixed = law.value("raise_fixed_fen")
    if since.year >= on.year:
        return Raised(pension_fen, pension_fen, (cite("raise_too_late", fixed, year=on.year),))
    reasons = tuple(raised(law, pension_fen, paid_months, age_on(born, date(on.year - 1, 12, 31))))
    return Raised(pension_fen, pension_fen + sum(amount for amount, _ in reasons), tuple(why for _, why in reasons))


def raised(law: Values, pension_fen: int, paid_months: int, age: int) -> Iterator[tuple[int, Reason]]:
    """Each part of the year's adjustment that is not nothing, with its reason; `age` at the end of the year before."""
    rule = law.adjustment()
    parts = amounts.raised(pension_fen, paid_months, age, rule)
    facts: tuple[dict[str, str | int], ...] = (
        {},
        {"full_years": paid_months // YEAR, "year_fen": rule.per_year_fen},
        {"rate": as_percent(rule.rate)},
        {"age": age},
    )
    for name, part, more in zip(("fixed_fen", "per_year_fen", "rate", "by_age"), parts, facts, strict=True):
        if part:
            yield part, cite(f"raise_{name}", law.value(f"raise_{name}"), amount_fen=part, **more)
