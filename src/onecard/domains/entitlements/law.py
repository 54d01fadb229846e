"""What each place's rulebook says of confirmation, as columns for the statements that walk over everybody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from onecard.domains.entitlements.kinds import codes
from onecard.rules.book import Book, Dated

PREFIX = "entitlements"
_NAMES = (
    "confirmed_months", "notice_days", "reminder_days", "reminders_least", "suspend_days", "visit_age", "visit_days",
    "points_needed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Law:
    """The values of some places on one day, by name; every list is in the order of `places`."""

    places: tuple[int, ...]
    values: Mapping[str, list[int]]
    weights: Mapping[str, list[Any]]
    longest_notice: int
    longest_evidence: int

    def columns(self, *names: str) -> dict[str, Any]:
        """Places and these values, as a statement takes them."""
        return {"places": list(self.places), **{name: self.values[name] for name in names}}


def law_of(book: Book, places: Iterable[int], *, on: date) -> Law:
    """What these places say on that day; NoSuchRule where one says nothing."""
    known = tuple(sorted(set(places)))
    values = {name: [value(book, name, place=place, on=on) for place in known] for name in _NAMES}
    pairs = [(place, kind) for place in known for kind in codes()]
    days = [value(book, f"{kind}_days", place=place, on=on) for place, kind in pairs]
    weights: dict[str, list[Any]] = {
        "weight_places": [place for place, _ in pairs],
        "weight_kinds": [kind for _, kind in pairs],
        "points": [value(book, f"{kind}_points", place=place, on=on) for place, kind in pairs],
        "days": days,
    }
    return Law(known, values, weights, max(values["notice_days"], default=0), max(days, default=0))


def dated(book: Book, name: str, *, place: int, on: date) -> Dated:
    """One value with its source."""
    return book.value(f"{PREFIX}.{name}", place=place, on=on)


def value(book: Book, name: str, *, place: int, on: date) -> int:
    """One value."""
    return int(dated(book, name, place=place, on=on).value)
