"""The outbox: an event is appended in the transaction it tells of, and delivered later, at least once.

A handler gets (tx, event) in the transaction that takes the event out; what it does in the database therefore happens
exactly once, what it does outside may happen again, so it must bear that. A handler that fails is asked again after
1, 2, 4 … minutes, at most an hour apart, and the event stays until it succeeds. An event of a topic that
nobody hears is taken out, and counted in the metrics as unheard.

Slow topics, whose handlers work for minutes, are delivered by themselves, so that no sign-out waits behind a proof.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from onecard.kernel.ids import new_id
from onecard.kernel.postgres.queries import named_queries
from onecard.kernel.postgres.transaction import Database, Transaction

sql = named_queries("onecard.kernel")
_LONGEST_PAUSE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: a topic such as `cards.loss_reported`, and ids and figures; nobody's name or number.

    `delivered_at` is the moment of this delivery, for what a handler writes down.
    """

    event_id: UUID
    topic: str
    body: Mapping[str, Any]
    happened_at: datetime
    delivered_at: datetime


Handler = Callable[[Transaction, Event], None]
Handlers = Mapping[str, Sequence[Handler]]


def append(tx: Transaction, *, topic: str, body: Mapping[str, Any], at: datetime) -> UUID:
    """Add an event; it is seen by handlers once this transaction is committed, and never if it is not."""
    event_id = new_id()
    sql.append_event(tx, event_id=event_id, topic=topic, body=Jsonb(dict(body)), at=at)
    return event_id


def deliver(
    database: Database,
    handlers: Handlers,
    *,
    at: datetime,
    slow: Collection[str] = (),
    only_slow: bool = False,
    at_most: int = 500,
) -> int:
    """Deliver what is due but the `slow` topics, or these only; one event a transaction. Returns how many."""
    delivered = 0
    for _ in range(at_most):
        outcome = _deliver_one(database, handlers, at, _Which(list(slow), only_slow))
        if outcome is None:
            break
        delivered += outcome
    return delivered


def waiting(tx: Transaction) -> int:
    """How many events wait: a figure for metrics and for tests."""
    return int(sql.count_events(tx))


@dataclass(frozen=True)
class _Which:
    slow: list[str]
    only_slow: bool


def _deliver_one(database: Database, handlers: Handlers, at: datetime, which: _Which) -> bool | None:
    with database.writing() as tx:
        row = sql.take_event(tx, at=at, slow=which.slow, only_slow=which.only_slow)
        if row is None:
            return None
        event = Event(row.event_id, row.topic, row.body, row.happened_at, at)
        try:
            with tx.transaction():
                heard_by = handlers.get(event.topic, ())
                for handle in heard_by:
                    handle(tx, event)
                sql.drop_event(tx, event_id=event.event_id)
        except Exception as error:  # whatever a handler raises, the event must stay
            pause = min(timedelta(minutes=2**row.attempts), _LONGEST_PAUSE) if row.attempts < 6 else _LONGEST_PAUSE
            sql.postpone_event(tx, event_id=event.event_id, next_at=at + pause, error=type(error).__name__)
            _meter().labels(event.topic, "failed").inc()
            return False
    _meter().labels(event.topic, "delivered" if heard_by else "unheard").inc()
    return True


@cache
def _meter() -> Any:
    """Made at the first event, because the library decides at its import where it counts (see kernel.metrics)."""
    from prometheus_client import Counter  # noqa: PLC0415

    return Counter("onecard_events", "Events taken from the outbox", ["topic", "outcome"])
