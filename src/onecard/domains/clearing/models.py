"""What clearing speaks of: positions, nets, payments, a closed day, a party's statement, a proof."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Position:
    """All that `payer` owes `payee` from one day's transfers."""

    payer: UUID
    payee: UUID
    amount_fen: int
    transfers: int


@dataclass(frozen=True, slots=True)
class Net:
    """One agency against all others together: above zero it receives."""

    agency_id: UUID
    pays_fen: int
    receives_fen: int

    @property
    def net_fen(self) -> int:
        return self.receives_fen - self.pays_fen


@dataclass(frozen=True, slots=True)
class Payment:
    """One line of the settlement list."""

    payer: UUID
    payee: UUID
    amount_fen: int


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day as it was closed; `transfers` counts those inside one agency too, which do not clear."""

    day: date
    closed_at: datetime
    transfers: int
    gross_fen: int
    net_fen: int
    positions: tuple[Position, ...]
    nets: tuple[Net, ...]
    payments: tuple[Payment, ...]


@dataclass(frozen=True, slots=True)
class DayLine:
    """A closed day in a list; `proved_at` is when it last agreed with the plain sum, if ever."""

    day: date
    closed_at: datetime
    transfers: int
    gross_fen: int
    net_fen: int
    payments: int
    proved_at: datetime | None


@dataclass(frozen=True, slots=True)
class StatementLine:
    """What passed between the party and one counterparty, by pair of accounts and purpose; below zero it owes."""

    counterparty: UUID
    debit: int
    credit: int
    purpose: str
    change_fen: int
    transfers: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A party's day: the lines add up to its net position, and the payments settle it."""

    day: date
    agency_id: UUID
    lines: tuple[StatementLine, ...]
    net: Net
    payments: tuple[Payment, ...]


@dataclass(frozen=True, slots=True)
class BetweenProvinces:
    """What flowed from one province's agencies to another's on a day (or within one)."""

    payer_province: int
    payee_province: int
    amount_fen: int
    transfers: int


@dataclass(frozen=True, slots=True)
class Proof:
    """A closed day against the plain sum over every one of its transfers."""

    day: date
    transfers: int
    gross_fen: int
    differences: int

    @property
    def agrees(self) -> bool:
        return self.differences == 0
