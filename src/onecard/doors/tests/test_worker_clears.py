"""The worker clears the days that have ended and proves each against its transfers."""

from datetime import timedelta

from tests.country import found_country

from onecard.domains.clearing import api as clearing
from onecard.domains.ledger import api as ledger
from onecard.doors.worker import close_yesterday, deliver_slow
from onecard.kernel import outbox
from onecard.kernel.clock import day_of
from onecard.kernel.ids import new_id
from onecard.kernel.logs import set_up_logs


def test_yesterday_is_cleared_and_proved_once_and_today_stays_open(house, owner_tx, clock):
    country, today = found_country(owner_tx, clock()), day_of(clock())
    for _ in range(2):
        with house.app.writing() as tx:
            paid = ledger.Movement(
                new_id(), ledger.concessions(51), country.chongqing_bus, 200, "concession", new_id(), clock()
            )
            ledger.post(tx, [paid], at=clock())
        clock.move(days=1)
    for _ in range(2):
        close_yesterday(house)
        deliver_slow(house)
    with house.app.reading() as tx:
        assert outbox.waiting(tx) == 0
        days = clearing.days(tx)
        assert [(day.day, day.gross_fen) for day in days] == [(today + timedelta(days=1), 200), (today, 200)]
        assert [day.proved_at for day in days] == [clock(), clock()]
        assert ledger.open_day(tx) == day_of(clock())


def test_the_log_names_the_day_that_was_proved(house, owner_tx, clock, capsys):
    found_country(owner_tx, clock())
    set_up_logs("info")
    day = day_of(clock())
    with house.app.writing() as tx:
        clearing.close_day(tx, day=day, at=clock())
    assert deliver_slow(house) == 1
    (line,) = [line for line in capsys.readouterr().err.splitlines() if "day_cleared" in line]
    assert f'"day": "{day}"' in line


def test_a_day_that_was_proved_by_hand_is_not_proved_again(house, owner_tx, clock):
    found_country(owner_tx, clock())
    day = day_of(clock())
    clock.move(days=1)
    with house.app.writing() as tx:
        clearing.close_day(tx, day=day, at=clock())
        clearing.prove_day(tx, day=day, at=clock())
    clock.move(seconds=1)
    assert deliver_slow(house) == 1
    with house.app.reading() as tx:
        assert tx.execute("select count(*) from clearing.proof").fetchone() == (1,)
