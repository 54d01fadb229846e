"""Which place pays the pension of somebody who paid in several: the rule of 国办发〔2009〕66号, article 6.

In order: the home, where the last account lies there; the place of the last account, with the time asked for there; the
latest earlier place with that time; else all of it is gathered at home. A temporary account never makes a place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from onecard.rules.book import Book, Dated
from onecard.rules.pensions.errors import PensionFactWrong, PensionPlaceUnknown, PeriodsOverlap
from onecard.rules.pensions.law import Law, cite, years_and_months
from onecard.rules.pensions.months import YEAR, first_of, month_number
from onecard.rules.places import Places
from onecard.rules.reasons import Reason

_PROVINCE = 10_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time of paying in one place: any day of its first and of its last month; `temporary` where the account was."""

    place: int
    first: date
    last: date
    temporary: bool = False


@dataclass(frozen=True, slots=True)
class PayingPlace:
    """The province that pays, the months paid in each (temporary accounts apart), all months, and why."""

    province: int
    months: dict[int, int]
    all_months: int
    reason: Reason


def paying_place(book: Book, stretches: Iterable[Stretch], *, home: int, on: date) -> PayingPlace:
    """Where the pension is applied for and paid; the months of every place count there.

    PeriodsOverlap, PensionPlaceUnknown, PensionRuleUnknown, PensionFactWrong.
    """
    law, paid = Law(book, home, on), sorted(stretches, key=lambda one: (one.first, one.last))
    _check(book.places, paid, on)
    months: dict[int, int] = {}
    for one in paid:
        if not one.temporary:
            months[_province(one.place)] = months.get(_province(one.place), 0) + _length(one)
    rule, last = law.value("paying_place_months"), _last_places(paid)
    code, found = _decide(months, last, _province(home), rule.value)
    named = book.places.divisions[found]
    facts = {"place_zh": named.name_zh, "place_en": named.name_en, **years_and_months(months.get(found, 0))}
    return PayingPlace(found, months, sum(map(_length, paid)), _why(code, rule, facts))


def _decide(months: dict[int, int], last: Sequence[int], home: int, least: int) -> tuple[str, int]:
    """The first of the four cases that holds; `last` has the places, the latest first."""
    if not last or last[0] == home:
        return ("place_home" if last else "place_gathered"), home
    if months[last[0]] >= least:
        return "place_last", last[0]
    earlier = next((place for place in last[1:] if months[place] >= least), None)
    return ("place_gathered", home) if earlier is None else ("place_earlier", earlier)


def _why(code: str, rule: Dated, facts: dict[str, str | int]) -> Reason:
    return cite(code, rule, least_years=rule.value // YEAR, **facts)


def _last_places(paid: Sequence[Stretch]) -> list[int]:
    return list(dict.fromkeys(_province(one.place) for one in reversed(paid) if not one.temporary))


def _check(places: Places, paid: Sequence[Stretch], on: date) -> None:
    end = 0
    for one in paid:
        first, last = month_number(one.first), month_number(one.last)
        division = places.divisions.get(one.place)
        if division is None or not division.included:
            raise PensionPlaceUnknown()
        if first > last or last > month_number(on):
            raise PensionFactWrong(
                "stretches", "每段缴费应先起后止，且不晚于今天", "a stretch begins before it ends, and not after today"
            )
        if first <= end:
            raise PeriodsOverlap(month=f"{first_of(first):%Y-%m}")
        end = last


def _province(place: int) -> int:
    return place // _PROVINCE * _PROVINCE


def _length(one: Stretch) -> int:
    return month_number(one.last) - month_number(one.first) + 1
