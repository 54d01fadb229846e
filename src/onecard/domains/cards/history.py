"""What happened to a person's cards, a page at a time, and whose rules held for her when: for the record she reads."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from onecard.domains.cards.models import CardEvent, CardIssuer
from onecard.domains.cards.store import sql
from onecard.kernel.postgres.transaction import Transaction

NO_ID = UUID(int=0)


def events_before(
    tx: Transaction, *, holder_id: UUID, before: datetime, before_event: UUID = NO_ID, at_most: int = 30
) -> Sequence[CardEvent]:
    """A page of events, newest first; the next begins before the last one's moment and id."""
    rows = sql.events_before(tx, holder_id=holder_id, before=before, before_event=before_event, at_most=at_most)
    return [CardEvent(*row) for row in rows]


def issuers_of(tx: Transaction, *, holder_id: UUID) -> Sequence[CardIssuer]:
    """The issuing division of each of a person's cards and since when it was the valid one, the earliest first."""
    return [CardIssuer(*row) for row in sql.issuers_of(tx, holder_id=holder_id)]


def days_at_counter(
    tx: Transaction, holders: Sequence[UUID], *, events: Sequence[str], since: datetime, until: datetime
) -> Sequence[tuple[UUID, date, UUID]]:
    """On which Shanghai days staff did one of these to each person's card: whose, which day, the last such event."""
    rows = sql.days_at_counter(tx, holders=list(holders), events=list(events), since=since, until=until)
    return [(row.holder_id, row.day, row.event_id) for row in rows]
