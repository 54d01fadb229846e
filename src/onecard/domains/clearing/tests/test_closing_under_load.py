"""Days close while terminals keep posting: every transfer is in one closed day or in the open one, never between."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest

from onecard.domains.clearing import api as clearing
from onecard.domains.ledger import api as ledger
from onecard.domains.ledger.api import Movement
from onecard.kernel.clock import day_of
from onecard.kernel.ids import new_id


def test_closing_under_load_loses_nothing_and_stays_equal_to_the_plain_sum(database, standing_country, clock):
    database.pool.resize(1, 6)
    country, today, finished = standing_country, day_of(clock()), threading.Event()

    def post(_: int) -> int:
        rounds = 0
        while not finished.is_set() or rounds < 10:
            asked = [
                Movement(new_id(), ledger.concessions(51), country.chongqing_bus, 7, "concession", new_id(), clock())
                for _ in range(5)
            ]
            with database.writing() as tx:
                ledger.post(tx, asked, at=clock())
            rounds += 1
        return rounds

    with ThreadPoolExecutor(4) as pool:
        posting = [pool.submit(post, n) for n in range(3)]
        for number in range(5):
            with database.writing() as tx:
                clearing.close_day(tx, day=today + timedelta(days=number), at=clock() + timedelta(days=number))
        finished.set()
        posted = sum(p.result() for p in posting) * 5
    with database.writing() as tx:
        clearing.close_day(tx, day=today + timedelta(days=5), at=clock() + timedelta(days=5))
        days = clearing.days(tx)
        assert sum(day.transfers for day in days) == posted
        assert sum(day.gross_fen for day in days) == posted * 7
        proofs = [clearing.prove_day(tx, day=day.day, at=clock()) for day in days]
        assert [proof.differences for proof in proofs] == [0] * 6
        assert [f for f in ledger.check(tx) + clearing.check(tx) if not f.clean] == []


def test_two_who_close_the_same_day_at_once_get_the_same_day(database, standing_country, clock):
    database.pool.resize(1, 6)
    with database.writing() as tx:
        asked = Movement(new_id(), ledger.concessions(51), 20001, 7, "concession", new_id(), clock())
        ledger.post(tx, [asked], at=clock())

    def close(_: int) -> clearing.ClosedDay:
        with database.writing() as tx:
            return clearing.close_day(tx, day=day_of(clock()), at=clock())

    with ThreadPoolExecutor(4) as pool:
        first, *others = pool.map(close, range(4))
    assert others == [first] * 3


@pytest.mark.parametrize("table", ["day", "position", "net", "payment", "proof"])
def test_no_role_changes_what_was_cleared(owner_tx, table):
    for role in ("onecard_app", "onecard_use", "onecard_board"):
        for verb in ("update clearing.{} set day = day", "delete from clearing.{}", "truncate clearing.{}"):
            with owner_tx.transaction(force_rollback=True):
                owner_tx.execute(f"set local role {role}")
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    owner_tx.execute(verb.format(table))


def test_the_board_reads_the_views_and_no_table(owner_tx):
    with owner_tx.transaction(force_rollback=True):
        owner_tx.execute("set local role onecard_board")
        for view in ("by_province", "province_net", "closed_day"):
            assert owner_tx.execute(f"select * from clearing.{view}").fetchall() == []
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            owner_tx.execute("select * from clearing.position")
