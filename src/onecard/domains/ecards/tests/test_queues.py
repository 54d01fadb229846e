"""A queue: numbers by one, one open ticket a person, called in order, and two at once never get the same number."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from tests.factories import make_cardholder

from onecard.domains.ecards import api as ecards
from onecard.kernel.clock import HeldClock, day_of
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Database, Transaction

POINT, OTHER = UUID(int=1), UUID(int=2)


def take(tx: Transaction, holder: UUID, clock: HeldClock, point: UUID = POINT) -> ecards.Ticket:
    return ecards.take_ticket(tx, holder_id=holder, point_id=point, point_words="窗口 · Counter", at=clock())


@pytest.fixture
def three(tx: Transaction, keyring: Keyring, clock: HeldClock) -> list[UUID]:
    return [make_cardholder(tx, keyring=keyring, at=clock()).holder_id for _ in range(3)]


def test_numbers_count_up_and_tell_how_many_stand_before(tx: Transaction, three: list[UUID], clock: HeldClock) -> None:
    taken = [take(tx, holder, clock) for holder in (*three, three[0])]
    assert [(one.number, one.before) for one in taken] == [(1, 0), (2, 1), (3, 2), (1, 0)]
    assert take(tx, three[0], clock, OTHER).number == 1, "each point counts by itself"


def test_staff_call_in_order_and_who_left_is_not_called(tx: Transaction, three: list[UUID], clock: HeldClock) -> None:
    for holder in three:
        take(tx, holder, clock)
    assert ecards.call_next(tx, point_id=POINT, at=clock()) == 1
    assert ecards.leave_queue(tx, holder_id=three[1], point_id=POINT, at=clock())
    assert not ecards.leave_queue(tx, holder_id=three[1], point_id=POINT, at=clock())
    last = ecards.find_ticket(tx, holder_id=three[2], point_id=POINT, at=clock())
    assert last is not None and (last.before, last.state) == (0, "waiting")
    assert ecards.call_next(tx, point_id=POINT, at=clock()) == 3
    assert [(one.number, one.state) for one in ecards.tickets_at(tx, point_id=POINT, day=day_of(clock()))] == [
        (3, "called")
    ]
    assert ecards.call_next(tx, point_id=POINT, at=clock()) is None
    assert take(tx, three[0], clock).number == 4, "who was served may come again"


def test_the_next_day_begins_at_one(tx: Transaction, three: list[UUID], clock: HeldClock) -> None:
    take(tx, three[0], clock)
    clock.move(days=1)
    assert take(tx, three[1], clock).number == 1


def test_a_stopped_e_card_takes_no_number(tx: Transaction, three: list[UUID], clock: HeldClock) -> None:
    ecards.suspend_ecard(tx, holder_id=three[0], at=clock())
    with pytest.raises(ecards.EcardStopped):
        take(tx, three[0], clock)


def test_at_once_nobody_gets_the_same_number(database: Database, keyring: Keyring, clock: HeldClock) -> None:
    with database.writing() as tx:
        holders = [make_cardholder(tx, keyring=keyring, at=clock()).holder_id for _ in range(6)]

    def take_one(holder: UUID) -> int:
        with database.writing() as tx:
            return take(tx, holder, clock).number

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(take_one, holders)) == [1, 2, 3, 4, 5, 6]
