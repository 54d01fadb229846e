"""A queue at a counter: a number taken by scanning its code, how many stand before it, called in order by staff.

Numbers count up by one from one each day. Staff see numbers and times, and no person. All of it runs in the system's
scope, because a place in a queue is counted over everybody in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from onecard.domains.ecards.errors import EcardStopped, EcardUnknown
from onecard.domains.ecards.events import write_event
from onecard.domains.ecards.service import ecard_of, require_physical_card
from onecard.domains.ecards.store import sql
from onecard.kernel.clock import day_of
from onecard.kernel.postgres.transaction import Transaction

TicketState = Literal["waiting", "called"]


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket that is open; `before` is how many wait in front of it (for staff always 0)."""

    number: int
    state: TicketState
    taken_at: datetime
    called_at: datetime | None
    before: int = 0


def take_ticket(tx: Transaction, *, holder_id: UUID, point_id: UUID, point_words: str, at: datetime) -> Ticket:
    """The next number of today, by an e-card that works; who has an open ticket there keeps it."""
    held = ecard_of(tx, holder_id=holder_id)
    if held is None:
        raise EcardUnknown
    if held.state != "active":
        raise EcardStopped
    require_physical_card(tx, holder_id, at)
    list(sql.hold_queue(tx, point_id=point_id))
    kept = find_ticket(tx, holder_id=holder_id, point_id=point_id, at=at)
    if kept is not None:
        return kept
    sql.add_ticket(tx, point_id=point_id, day=day_of(at), holder_id=holder_id, at=at)
    write_event(tx, holder_id=holder_id, event="ticket_taken", at=at, facts={"point": point_words})
    taken = find_ticket(tx, holder_id=holder_id, point_id=point_id, at=at)
    assert taken is not None, "it was taken a moment ago"
    return taken


def find_ticket(tx: Transaction, *, holder_id: UUID, point_id: UUID, at: datetime) -> Ticket | None:
    """Somebody's open ticket at a point today, with how many wait before her."""
    row = sql.find_ticket(tx, holder_id=holder_id, point_id=point_id, day=day_of(at))
    return Ticket(*row) if row else None


def leave_queue(tx: Transaction, *, holder_id: UUID, point_id: UUID, at: datetime) -> bool:
    """Give a place up; False where there was none that waits."""
    return bool(sql.leave_queue(tx, holder_id=holder_id, point_id=point_id, day=day_of(at)))


def call_next(tx: Transaction, *, point_id: UUID, at: datetime) -> int | None:
    """Whoever was called has been served; the number that is called now, or None when nobody waits."""
    list(sql.hold_queue(tx, point_id=point_id))
    sql.serve_called(tx, point_id=point_id, day=day_of(at))
    number: int | None = sql.call_first(tx, point_id=point_id, day=day_of(at), at=at)
    return number


def tickets_at(tx: Transaction, *, point_id: UUID, day: date, at_most: int = 100) -> Sequence[Ticket]:
    """The open tickets of a point, in their order."""
    return [Ticket(*row) for row in sql.list_tickets(tx, point_id=point_id, day=day, at_most=at_most)]
