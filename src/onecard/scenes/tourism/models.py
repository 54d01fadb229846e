"""What tourism knows: year passes, their terms, and what a visitor has used today."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from uuid import UUID

Phase = Literal["waiting", "active", "expired", "refunded", "settled"]


@dataclass(frozen=True, slots=True)
class YearPass:
    """One pass of one holder. Its phase on a day follows from the dates (see passes.phase_on); nothing ticks.

    `escrow` is the purse account that holds its price; `spent_fen` is what sites have earned from it.
    """

    pass_id: UUID
    alliance: str
    escrow: int
    bought: date
    price_fen: int
    spent_fen: int = 0
    activated: date | None = None
    refunded: date | None = None
    settled: date | None = None


@dataclass(frozen=True, slots=True)
class Visitor:
    """A holder's memory: the passes, newest first, and the visits by (pass, site, day)."""

    passes: tuple[YearPass, ...] = ()
    visits: Mapping[tuple[UUID, str, date], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Visit:
    """One entry by pass, to be remembered: the how-manieth today, and what the pass has paid out since it was sold."""

    pass_id: UUID
    site: str
    day: date
    number: int
    spent_fen: int


@dataclass(frozen=True, slots=True)
class HeldPass:
    """A pass as its holder sees it on a day."""

    held: YearPass
    phase: Phase
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Settlement:
    """What closing expired passes did. `short` are passes whose escrow did not hold what it should: look into them."""

    settled: int
    amount_fen: int
    short: tuple[UUID, ...]
