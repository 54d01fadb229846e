"""The worker's chores: each by itself, and that a failing one does not stop the next."""

import threading
import time
from datetime import date, timedelta

from onecard.domains.agencies import api as agencies
from onecard.domains.ledger import api as ledger
from onecard.doors import worker
from onecard.doors.bootstrap import House, open_house
from onecard.kernel import outbox
from onecard.kernel.clock import HeldClock
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction


def open_day(house: House) -> date:
    with house.app.reading() as tx:
        return ledger.open_day(tx)


def begin_business(house: House) -> None:
    """One operator with an account."""
    operator = agencies.Agency(new_id(), "operator", 510000, "演示公交", "Demo buses")
    with house.app.writing() as tx:
        agencies.register_agencies(tx, [operator], at=house.clock())
        ledger.open_revenue_account(
            tx, agency_id=operator.agency_id, name_zh="营收", name_en="revenue", at=house.clock()
        )


def test_before_there_is_business_no_day_is_closed(house: House) -> None:
    before = open_day(house)
    worker.close_yesterday(house)
    assert open_day(house) == before


def test_a_day_that_has_ended_is_closed_once(house: House, clock: HeldClock) -> None:
    begin_business(house)
    worker.close_yesterday(house)
    assert open_day(house) == date(2026, 11, 23)
    clock.move(days=3)
    worker.close_yesterday(house)
    worker.close_yesterday(house)
    assert open_day(house) == date(2026, 11, 26)


def test_the_months_to_come_are_made(house: House, clock: HeldClock, owner_tx: Transaction) -> None:
    clock.move(days=800)
    assert worker.keep_months(house) > 0
    assert worker.keep_months(house) == 0
    row = owner_tx.execute("select to_regclass('usage.use_2029_03') is not null as made").fetchone()
    assert row == (True,)


def test_events_are_delivered_and_figures_rolled_up(house: House) -> None:
    with house.app.writing() as tx:
        outbox.append(tx, topic="a.topic", body={}, at=house.clock())
    assert worker.deliver(house) == 1
    assert worker.roll_up(house) == 0


def test_the_ledger_is_proven_once_a_night(house: House, clock: HeldClock) -> None:
    said: list[tuple[str, int]] = []

    class Listening:
        def info(self, event: str, *, findings: int) -> None:
            said.append((event, findings))

    object.__setattr__(house, "log", Listening())
    worker.check_nightly(house)
    worker.check_nightly(house)
    clock.move(days=1)
    worker.check_nightly(house)
    assert said == [("ledger_checked", 0), ("ledger_checked", 0)]


def test_a_chore_that_fails_does_not_stop_the_next(house: House) -> None:
    stop, done = threading.Event(), []

    def fail(_: House) -> None:
        raise RuntimeError

    def finish(_: House) -> None:
        done.append(True)
        stop.set()

    worker.work(house, stop, {"quick": [worker.Turn(fail, 60), worker.Turn(finish, 60)]})
    assert done == [True]


def test_the_outbox_is_drained_while_a_long_chore_runs(house: House) -> None:
    begun, stop, let_go = threading.Event(), threading.Event(), threading.Event()

    def walk_everything(_: House) -> None:
        begun.set()
        let_go.wait(60)

    lines = worker.chores() | {"long": [worker.Turn(walk_everything, 60)]}
    with open_house(house.settings, house.clock, pool=worker.POOL) as own:
        at_work = threading.Thread(target=worker.work, args=(own, stop, lines))
        at_work.start()
        try:
            assert begun.wait(10)
            with house.app.writing() as tx:
                outbox.append(tx, topic="a.topic", body={}, at=house.clock())
            until = time.monotonic() + 10
            while waiting(house) and time.monotonic() < until:
                time.sleep(0.05)
            assert waiting(house) == 0
        finally:
            stop.set()
            let_go.set()
            at_work.join()


def test_nothing_that_walks_whole_tables_stands_before_the_outbox() -> None:
    quick, long = ({turn.chore for turn in worker.chores()[line]} for line in ("quick", "long"))
    assert worker.deliver in quick
    assert long >= {worker.check_nightly, worker.deliver_slow, worker.forget, worker.tend_scenes}


def test_a_proof_is_left_to_the_long_line(house: House) -> None:
    with house.app.writing() as tx:
        for topic in ("clearing.day_closed", "a.topic"):
            outbox.append(tx, topic=topic, body={"day": "2026-11-01"}, at=house.clock())
    assert (worker.deliver(house), waiting(house)) == (1, 1)


def waiting(house: House) -> int:
    with house.app.reading() as tx:
        return outbox.waiting(tx)


def test_two_workers_take_turns(house: House) -> None:
    with worker.my_turn(house) as mine:
        assert mine
        with worker.my_turn(house) as also_mine:
            assert not also_mine
        with worker.my_turn(house, "long") as other_line:
            assert other_line
    with worker.my_turn(house) as again:
        assert again


def test_what_is_older_than_any_upload_is_forgotten(house: House, owner_tx: Transaction) -> None:
    old, young = (house.clock() - timedelta(days=days) for days in (100, 10))
    for at in (old, young):
        owner_tx.execute(
            "insert into usage.burnt (holder_id, nonce, use_id, expires_at)"
            " values (gen_random_uuid(), 1, gen_random_uuid(), %s)",
            (at,),
        )
    assert worker.forget(house) == 1
    assert [row.expires_at for row in owner_tx.execute("select expires_at from usage.burnt")] == [young]
