"""The outbox: told only when committed, delivered at least once, dropped only where nobody hears."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from prometheus_client import REGISTRY

from onecard.kernel import outbox
from onecard.kernel.clock import HeldClock
from onecard.kernel.outbox import Event
from onecard.kernel.postgres.transaction import Database, Scope


def append(database: Database, clock: HeldClock, topic: str = "cards.lost") -> None:
    with database.writing() as tx:
        outbox.append(tx, topic=topic, body={"division": 510100}, at=clock())


def count(database: Database) -> int:
    with database.reading() as tx:
        return outbox.waiting(tx)


def test_an_event_reaches_its_handlers_once(database: Database, clock: HeldClock) -> None:
    heard: list[Event] = []
    append(database, clock)
    handlers: dict[str, list[outbox.Handler]] = {"cards.lost": [lambda _, event: heard.append(event)] * 2}
    assert outbox.deliver(database, handlers, at=clock()) == 1
    assert outbox.deliver(database, handlers, at=clock()) == 0
    assert [(event.topic, event.body, event.happened_at) for event in heard] == [
        ("cards.lost", {"division": 510100}, clock())
    ] * 2


def test_what_is_rolled_back_is_never_told(database: Database, clock: HeldClock) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as tx:
        outbox.append(tx, topic="cards.lost", body={}, at=clock())
        raise ZeroDivisionError
    assert count(database) == 0


def test_a_failing_handler_undoes_its_work_and_is_asked_again_later(database: Database, clock: HeldClock) -> None:
    append(database, clock)

    def fail(tx: Any, _: Event) -> None:
        tx.execute("insert into kernel.outbox select gen_random_uuid(), 'half', '{}', now(), 0, now()")
        raise RuntimeError

    assert outbox.deliver(database, {"cards.lost": [fail]}, at=clock()) == 0
    assert count(database) == 1
    heard: list[Event] = []
    handlers: dict[str, list[outbox.Handler]] = {"cards.lost": [lambda _, event: heard.append(event)]}
    assert outbox.deliver(database, handlers, at=clock()) == 0, "not before its pause is over"
    assert outbox.deliver(database, handlers, at=clock() + timedelta(minutes=1)) == 1
    assert len(heard) == 1


def counted(topic: str, outcome: str) -> float:
    return REGISTRY.get_sample_value("onecard_events_total", {"topic": topic, "outcome": outcome}) or 0.0


def test_an_event_nobody_hears_does_not_pile_up_and_is_counted_as_unheard(database: Database, clock: HeldClock) -> None:
    before = counted("nobody.cares", "unheard")
    append(database, clock, topic="nobody.cares")
    assert outbox.deliver(database, {}, at=clock()) == 1
    assert count(database) == 0
    assert counted("nobody.cares", "unheard") == before + 1


def test_only_the_system_reads_what_waits(database: Database, clock: HeldClock) -> None:
    resident = Scope("resident", holder=UUID(int=1))
    with database.writing(resident) as tx:
        outbox.append(tx, topic="cards.lost", body={}, at=clock())
        assert outbox.waiting(tx) == 0
    assert count(database) == 1
