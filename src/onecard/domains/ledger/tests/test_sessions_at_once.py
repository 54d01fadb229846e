"""Many sessions at once never lose or create money, wait in a ring, or slip into a closed day."""

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from psycopg.rows import namedtuple_row

from onecard.domains.ledger import api as ledger
from onecard.domains.ledger.api import Movement
from onecard.kernel.clock import day_of
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Database, Transaction


@pytest.fixture
def sessions(database: Database, standing_country: Any) -> Callable[[int], Database]:
    """The clean database with room for several sessions."""
    database.pool.resize(1, 8)
    return database


def purses(country: Any, holders: list[Any], fen: int, clock: Any) -> list[Movement]:
    return [
        Movement(holder, ledger.bank_float(51), country.sichuan_purse, fen, "top_up", new_id(), clock())
        for holder in holders
    ]


def test_sessions_that_post_to_the_same_people_keep_every_fen(sessions, standing_country, clock):
    country, holders = standing_country, [new_id() for _ in range(12)]
    with sessions.writing() as tx:
        ledger.post_many(tx, purses(country, holders, 300, clock))

    def rides(seed: int) -> int:
        invented, spent = random.Random(seed), 0
        for _ in range(25):
            batch = [
                Movement(holder, country.sichuan_purse, country.chongqing_bus, 7, "fare", new_id(), clock())
                for holder in invented.choices(holders, k=6)
            ]
            with sessions.writing() as tx:
                refused = ledger.post(tx, batch, at=clock())
            spent += 7 * (len(batch) - len(refused))
        return spent

    with ThreadPoolExecutor(6) as pool:
        spent = sum(pool.map(rides, range(6)))
    with sessions.reading() as tx:
        left = sum(b.balance_fen for holder in holders for b in ledger.balances(tx, holder_id=holder))
        assert left + spent == 12 * 300
        assert spent == 7 * 12 * (300 // 7), "every purse was spent down to less than a fare"
        assert ledger.institution_balance(tx, account=country.chongqing_bus) == spent
        assert [f for f in ledger.check(tx) if not f.clean] == []


def test_two_batches_naming_the_same_people_in_opposite_order_do_not_wait_for_each_other(
    sessions, standing_country, clock
):
    country, holders = standing_country, [new_id() for _ in range(200)]
    with sessions.writing() as tx:
        ledger.post_many(tx, purses(country, holders, 10_000, clock))

    def ride(order: list[Any]) -> None:
        for _ in range(10):
            batch = [
                Movement(holder, country.sichuan_purse, country.chongqing_bus, 1, "fare", new_id(), clock())
                for holder in order
            ]
            with sessions.writing() as tx:
                assert ledger.post(tx, batch, at=clock()) == set()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(ride, [holders, holders[::-1], holders, holders[::-1]]))


def test_bulk_and_single_posting_at_once_keep_every_fen(sessions, standing_country, clock):
    country, holders = standing_country, [new_id() for _ in range(100)]
    with sessions.writing() as tx:
        ledger.post_many(tx, purses(country, holders, 10_000, clock))

    def bulk(_: int) -> None:
        for _ in range(5):
            with sessions.writing() as tx:
                ledger.post_many(tx, purses(country, holders[::-1], 10, clock))

    def single(_: int) -> None:
        for _ in range(5):
            with sessions.writing() as tx:
                batch = [
                    Movement(holder, country.sichuan_purse, country.chongqing_bus, 1, "fare", new_id(), clock())
                    for holder in holders
                ]
                ledger.post(tx, batch, at=clock())

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(work, 0) for work in (bulk, single, bulk, single)]:
            done.result()
    with sessions.reading() as tx:
        left = sum(b.balance_fen for holder in holders for b in ledger.balances(tx, holder_id=holder))
        assert left == 100 * (10_000 + 2 * 5 * 10 - 2 * 5)
        assert [f for f in ledger.check(tx) if not f.clean] == []


def test_the_same_request_from_two_sessions_moves_money_once(sessions, standing_country, clock):
    holder = new_id()

    def top_up(_: int) -> ledger.Transfer:
        with sessions.writing() as tx:
            return ledger.top_up(
                tx, holder_id=holder, purse=standing_country.sichuan_purse, amount_fen=500, happened_at=clock(),
                at=clock(), request_key="pressed twice",
            )  # fmt: skip

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(top_up, range(6)))
    assert sorted(answer.repeated for answer in answers) == [False] + [True] * 5
    assert len({answer.transfer_id for answer in answers}) == 1
    with sessions.reading() as tx:
        assert [b.balance_fen for b in ledger.balances(tx, holder_id=holder)] == [500]


def test_rolling_up_while_batches_are_posted_loses_nothing(sessions, standing_country, clock):
    country, holders = standing_country, [new_id() for _ in range(30)]
    with sessions.writing() as tx:
        ledger.post_many(tx, purses(country, holders, 1_000, clock))
    finished = threading.Event()

    def roll_up(_: int) -> int:
        rounds = 0
        while not finished.is_set() or rounds < 3:
            with sessions.writing() as tx:
                ledger.roll_up(tx)
            rounds += 1
        return rounds

    def ride(part: list[Any]) -> None:
        for _ in range(20):
            with sessions.writing() as tx:
                ledger.post(tx, purses(country, part, 5, clock), at=clock())

    with ThreadPoolExecutor(4) as pool:
        rolling = [pool.submit(roll_up, n) for n in range(2)]
        for riding in [pool.submit(ride, holders[n::2]) for n in range(2)]:
            riding.result()
        finished.set()
        assert all(rolled.result() >= 3 for rolled in rolling)
    with sessions.reading() as tx:
        assert ledger.institution_balance(tx, account=ledger.bank_float(51)) == -30 * (1_000 + 20 * 5)
        assert [f for f in ledger.check(tx) if not f.clean] == []


def test_closing_a_day_waits_for_postings_and_postings_after_it_fall_in_the_next(sessions, standing_country, clock):
    today = day_of(clock())
    closing = threading.Event()

    def close(_: int) -> None:
        with sessions.writing() as tx:
            closing.set()
            assert ledger.open_day_from(tx, day=today + timedelta(days=1)) == today + timedelta(days=1)

    with ThreadPoolExecutor(1) as pool:
        with sessions.writing() as tx:
            ledger.post(tx, purses(standing_country, [new_id()], 10, clock), at=clock())
            closed = pool.submit(close, 0)
            closing.wait(5)
            with pytest.raises(TimeoutError):
                closed.result(timeout=0.3)
            ledger.post(tx, purses(standing_country, [new_id()], 10, clock), at=clock())
        closed.result(timeout=10)
    with sessions.writing() as tx:
        ledger.post(tx, purses(standing_country, [new_id()], 10, clock), at=clock())
        days = tx.execute("select recorded_on, count(*) from ledger.transfer group by 1 order by 1").fetchall()
    assert [tuple(row) for row in days] == [(today, 2), (today + timedelta(days=1), 1)]


def test_without_the_locks_a_balance_still_cannot_go_below_zero(owner_tx: Transaction, standing_country, clock):
    """Past the locks the second session waits for the row, sees that it moved, posts nothing and may try again."""
    holder = new_id()
    ledger.post_many(owner_tx, purses(standing_country, [holder], 100, clock))
    spend = [
        Movement(holder, standing_country.sichuan_purse, standing_country.chongqing_bus, 60, "fare", new_id(), clock())
        for _ in range(2)
    ]

    def post_without_locks(m: Movement) -> None:
        columns = ([m.holder_id], [m.transfer_id], [m.debit], [m.credit], [m.amount_fen], [m.purpose], [m.reference])
        owner_tx.execute(
            "select ledger.post_carefully(%s, %s, %s::integer[], %s::integer[], %s::bigint[], %s, %s, %s, %s, %s)",
            (*columns, [clock()], clock(), day_of(clock())),
        )

    with psycopg.connect(owner_tx.info.dsn, password=owner_tx.info.password, row_factory=namedtuple_row) as other:
        other.execute("select set_config('onecard.actor', 'system', false)")
        other.commit()
        assert ledger.post(other, spend[:1], at=clock()) == set()
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(post_without_locks, spend[1])
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.3)
            other.commit()
            with pytest.raises(psycopg.errors.SerializationFailure):
                waiting.result(timeout=10)
    assert [b.balance_fen for b in ledger.balances(owner_tx, holder_id=holder)] == [40]
    assert [f for f in ledger.check(owner_tx) if not f.clean] == []
