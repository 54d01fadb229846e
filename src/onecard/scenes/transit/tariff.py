"""What the rulebook says about riding at one place on one day, read once and remembered.

Looking each value up for every tap would be the dearest part of the decision. A book never changes after it is
loaded, so a tariff read from it may be kept.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from onecard.rules.book import Book, Dated
from onecard.rules.entitlement import cite
from onecard.rules.reasons import Reason


@dataclass(frozen=True, slots=True)
class FareTable:
    """Fares by how far apart two stations lie: `marks` are metres along the line or zone numbers."""

    marks: Mapping[str, int]
    bounds: tuple[int, ...]
    fares_fen: tuple[int, ...]
    maximum_fen: int
    within: timedelta
    rule: Dated

    def fare_fen(self, one: str, other: str) -> int:
        """The fare between two stations of the table; beyond the last band, the maximum."""
        band = bisect_left(self.bounds, abs(self.marks[one] - self.marks[other]))
        return min(self.fares_fen[band], self.maximum_fen) if band < len(self.bounds) else self.maximum_fen


@dataclass(frozen=True, slots=True)
class Tariff:
    """The place's own values; None where the rulebook is silent. A discount of nothing needs no window."""

    flat: Dated | None
    flat_reason: Reason | None
    table: FareTable | None
    window: Dated | None
    discount: Dated | None
    cap: Dated | None


@lru_cache(maxsize=8192)
def tariff_at(book: Book, place: int, day: date) -> Tariff:
    """The tariff of a place on a day."""

    def find(name: str) -> Dated | None:
        return book.find(f"transit.{name}", place=place, on=day)

    flat, table, discount = find("flat_fare_fen"), find("fare_table"), find("transfer_discount_fen")
    return Tariff(
        flat=flat,
        flat_reason=cite("transit.flat_fare", flat, fare_fen=flat.value) if flat else None,
        table=_table(table) if table else None,
        window=find("transfer_window_minutes") if discount and discount.value else None,
        discount=discount,
        cap=find("daily_cap_fen"),
    )


def _table(value: Dated) -> FareTable:
    told: Mapping[str, Any] = value.value
    return FareTable(
        marks=dict(told["stations"]),
        bounds=tuple(up_to for up_to, _ in told["bands"]),
        fares_fen=tuple(fen for _, fen in told["bands"]),
        maximum_fen=told["maximum_fen"],
        within=timedelta(minutes=told["within_minutes"]),
        rule=value,
    )
