"""The named queries of disbursement, and columns of lines and events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from onecard.domains.disbursement.states import State
from onecard.kernel.postgres import columns
from onecard.kernel.postgres.queries import named_queries
from onecard.kernel.postgres.transaction import Transaction

sql = named_queries("onecard.domains.disbursement")
checks = named_queries("onecard.domains.disbursement", "checks.sql")


@dataclass(slots=True)
class Held:
    """A line that was taken to be changed, and what is made of it."""

    holder_id: UUID
    line_id: UUID
    amount_fen: int
    state: State
    state_since: datetime
    doubted_at: datetime | None
    disputed_at: datetime | None
    reason: str | None
    bank_reason: str | None
    reissued_as: UUID | None
    fund: int
    province: int


@dataclass(frozen=True, slots=True)
class Happened:
    """An event to be written."""

    holder_id: UUID
    line_id: UUID
    event: str
    happened_at: datetime
    reason: str | None = None


def add_events(tx: Transaction, events: Sequence[Happened], *, actor: str, at: datetime) -> None:
    """Write events by the column."""
    if events:
        sql.add_events(
            tx,
            holders=columns.ids([one.holder_id for one in events]),
            lines=columns.ids([one.line_id for one in events]),
            events=columns.new_ids(len(events)),
            happened=columns.words([one.event for one in events]),
            times=columns.instants([one.happened_at for one in events]),
            reasons=columns.words([one.reason for one in events]),
            actor=actor,
            at=at,
        )


def pairs(lines: Sequence[Any]) -> dict[str, columns.Column]:
    """The keys of lines by the column."""
    return {
        "holders": columns.ids([one.holder_id for one in lines]),
        "lines": columns.ids([one.line_id for one in lines]),
    }


def change_lines(tx: Transaction, lines: Sequence[Held]) -> None:
    """Write down what was made of held lines."""
    if lines:
        sql.change_lines(
            tx,
            **pairs(lines),
            states=columns.words([one.state for one in lines]),
            since=columns.instants([one.state_since for one in lines]),
            doubted=columns.instants([one.doubted_at for one in lines]),
            disputed=columns.instants([one.disputed_at for one in lines]),
            reasons=columns.words([one.reason for one in lines]),
            bank_reasons=columns.words([one.bank_reason for one in lines]),
        )
