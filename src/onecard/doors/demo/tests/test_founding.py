"""A nation of one in a million, founded along the real verbs in a clean house."""

import threading
from datetime import timedelta

import pytest

from onecard.domains.agencies import api as agencies
from onecard.domains.clearing import api as clearing
from onecard.domains.ecards import api as ecards
from onecard.domains.ledger import api as ledger
from onecard.domains.residents import api as residents
from onecard.doors.demo.cast import one_time_code, read_cast
from onecard.doors.demo.founding import SEED, demo_folder, demo_sign_ins, found_nation
from onecard.doors.demo.institutions import read_terminals
from onecard.doors.demo.size import DiskTooSmall, ScaleWrong, Size, must_fit, size_of
from onecard.doors.nation import read_scale
from onecard.doors.worker import _do, close_yesterday
from onecard.kernel.clock import day_of

SCALE = 1_000_000


@pytest.fixture
def founded(house):
    """Founded as `onecard run` does it: a worker, here a most zealous one, would close the days beside it."""
    stop, told = threading.Event(), []

    def close_days() -> None:
        while not stop.wait(0.02):
            _do(house, close_yesterday)

    worker = threading.Thread(target=close_days)
    worker.start()
    try:
        yield found_nation(house, scale=SCALE, seed=SEED, report=lambda *step: told.append(step)), told
    finally:
        stop.set()
        worker.join()


@pytest.mark.slow
def test_the_nation_is_whole_and_its_money_adds_up(house, founded, owner_tx):
    nation, told = founded
    with house.app.reading() as tx:
        assert [f for f in (*ledger.check(tx), *clearing.check(tx)) if not f.clean] == []
        days = clearing.days(tx)
    cast = len(read_cast().residents)
    counts = owner_tx.execute(
        "select (select count(*) from residents.resident) as people, (select count(*) from ecards.ecard) as ecards,"
        " (select count(*) from cards.card where state = 'active') as active,"
        " (select count(*) from usage.answer) as answers, (select count(*) from usage.use) as uses,"
        " (select count(distinct scene) from usage.use) as scenes,"
        " (select sum(uses) from usage.daily)::int as told_to_boards"
    ).fetchone()
    assert (counts.people, counts.ecards) == (1379 + cast, 962 + cast)
    assert counts.active == counts.people - 1  # one of the cast reported the card lost
    assert counts.answers == nation.accepted + nation.refused == nation.size.uses
    assert counts.uses == counts.told_to_boards == nation.accepted
    assert counts.scenes == 2
    assert read_scale(house.settings) == SCALE
    assert days[0].day == day_of(house.clock()) - timedelta(days=1)
    assert sum(day.transfers > 0 for day in days[:30]) == 30  # each day's money in its own day
    assert told[-1][1] == told[-1][2] == nation.size.people + nation.size.uses


@pytest.mark.slow
def test_the_same_seed_fills_the_same_purses_and_makes_the_same_trips_though_keys_differ(founded, owner_tx):
    drawn = owner_tx.execute(
        "select (select sum(amount_fen) from ledger.transfer where purpose = 'top_up')::bigint as top_ups,"
        " (select sum(extract(epoch from happened_at)::bigint % 86400) from usage.answer)::bigint as seconds"
    ).fetchone()
    assert tuple(drawn) == (102_068_702, 40_791_975)


@pytest.mark.slow
def test_everybody_of_the_cast_can_sign_in(house, founded):
    at = house.clock()
    for part in read_cast().residents:
        with house.app.writing() as tx:
            found = ecards.check_password(
                tx, holder_id=house.keyring.holder_id(part.number), password=part.password, keyring=house.keyring, at=at
            )
            assert isinstance(found, ecards.Ecard)
            whole = residents.reveal(tx, holder_id=found.holder_id, keyring=house.keyring)
            assert (whole.name, whole.number) == (part.name, part.number)
    for staff in read_cast().staff:
        with house.app.writing() as tx:
            signed_in = agencies.check_staff_sign_in(
                tx, sign_in_name=staff.sign_in_name, password=staff.password, keyring=house.keyring, at=at,
                totp=one_time_code(staff.sign_in_name, at),
            )  # fmt: skip
        assert isinstance(signed_in, agencies.Staff)
    lines = "\n".join(demo_sign_ins(house))
    assert all(part.card_number in lines and part.password in lines for part in read_cast().residents)


@pytest.mark.slow
def test_every_demo_terminals_key_is_the_registered_one_and_private(house, founded):
    terminals = read_terminals(demo_folder(house))
    with house.app.reading() as tx:
        points = agencies.find_points(tx, [one.point_id for one in terminals.values()])
    assert len(points) == len(terminals)
    assert all(points[one.point_id].terminal_key == one.public_key for one in terminals.values())
    assert (demo_folder(house) / "terminals.json").stat().st_mode & 0o077 == 0


def test_no_sign_ins_are_told_where_there_is_no_demo(house):
    assert demo_sign_ins(house) == []


def test_the_cost_is_told_beforehand_and_a_nation_that_does_not_fit_is_refused(house, tmp_path):
    size = size_of(10_000, day_of(house.clock()))
    assert (size.people, size.ecards, size.uses) == (137_900, 96_254, 124_109)
    assert "137,900" in size.words()
    with pytest.raises(ScaleWrong):
        size_of(99, day_of(house.clock()))
    with pytest.raises(DiskTooSmall):
        must_fit(Size(1, 10**15, 10**15, 10**15), tmp_path)
