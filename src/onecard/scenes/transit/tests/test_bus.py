"""A ride at a flat fare: who pays what, and why."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from onecard.domains.usage.errors import InsufficientBalance
from onecard.scenes.transit.decide import decide
from onecard.scenes.transit.errors import NoFareHere
from onecard.scenes.transit.models import Rider
from onecard.scenes.transit.tests.riding import (
    BUS,
    CHONGQING,
    HAINAN,
    MORNING,
    PURSE,
    SICHUAN,
    book_with,
    codes,
    moved,
    tap,
)

BOOK = book_with()
STUDENT = frozenset({"student"})


def test_an_adult_pays_the_flat_fare_out_of_the_transport_purse():
    ride = decide(tap(BOOK))
    assert (ride.price_fen, ride.paid_fen, moved(ride)) == (200, 200, [(PURSE, BUS, 200)])
    assert [(r.code, r.facts, r.source) for r in ride.reasons] == [
        ("transit.flat_fare", {"fare_fen": 200}, "document on flat_fare_fen")
    ]


def test_an_allied_elder_rides_free_and_her_home_pays_the_operator():
    ride = decide(tap(BOOK, age=70))
    assert (ride.price_fen, ride.paid_fen, moved(ride)) == (200, 0, [(10511, BUS, 200)])
    assert codes(ride) == ["flat_fare", "elder_free", "recognised", "borne_by_home"]


@pytest.mark.parametrize(
    ("bearer", "lines"),
    [
        ("place", [(10501, BUS, 200)]),
        ("shared", [(10511, BUS, 100), (10501, BUS, 100)]),
        (None, [(10501, BUS, 200)]),
    ],
)
def test_who_bears_an_elders_ride_is_what_the_alliance_says_else_the_nation(bearer, lines):
    assert moved(decide(tap(book_with(bearer=bearer), age=70))) == lines


def test_a_local_elder_rides_free_at_the_places_own_cost():
    ride = decide(tap(BOOK, age=70, home=CHONGQING))
    assert (moved(ride), codes(ride)) == ([(10501, BUS, 200)], ["flat_fare", "elder_free"])


def test_an_elder_from_outside_the_alliance_pays_in_full_and_is_told_why():
    ride = decide(tap(BOOK, age=70, home=HAINAN))
    assert (ride.paid_fen, codes(ride)) == (200, ["flat_fare", "not_recognised"])


def test_an_elder_from_anywhere_rides_free_where_the_place_opens_it_to_all():
    ride = decide(tap(book_with(elder_open_to_all=True), age=70, home=HAINAN))
    assert (moved(ride), codes(ride)[2:]) == ([(10501, BUS, 200)], ["open_to_all", "borne_by_place"])


def test_an_ally_is_not_recognised_where_the_alliance_does_not_say_so():
    assert decide(tap(book_with(recognised=False), age=70)).paid_fen == 200


def test_the_concession_begins_on_the_birthday():
    day = MORNING.date()
    context = tap(BOOK)
    turns = replace(context, person=replace(context.person, born=day.replace(year=day.year - 65)))
    tomorrow = replace(context, person=replace(context.person, born=(day + timedelta(1)).replace(year=day.year - 65)))
    assert (decide(turns).paid_fen, decide(tomorrow).paid_fen) == (0, 200)


def test_an_elder_pays_a_share_where_the_place_gives_a_share():
    ride = decide(tap(book_with(elder_percent=30), age=70, home=CHONGQING))
    assert (ride.paid_fen, moved(ride)) == (60, [(PURSE, BUS, 60), (10501, BUS, 140)])


def test_a_student_pays_half_and_an_elderly_student_what_is_least():
    book = book_with(elder_percent=80)
    assert decide(tap(book, statuses=STUDENT)).paid_fen == 100
    assert decide(tap(book, statuses=STUDENT, age=70)).paid_fen == 100
    assert decide(tap(BOOK, statuses=STUDENT, age=70)).paid_fen == 0


def test_a_transfer_to_another_line_within_the_window_is_cheaper():
    first = decide(tap(BOOK, settings={"line": "101"}))
    soon = tap(BOOK, at=MORNING + timedelta(minutes=60), settings={"line": "202"}, memory=first.keep)
    second = decide(soon)
    assert (second.price_fen, second.paid_fen, codes(second)) == (100, 100, ["flat_fare", "transfer"])


@pytest.mark.parametrize(
    ("minutes", "line"),
    [(61, "202"), (30, "101"), (-5, "202")],
    ids=["after the window", "on the same line", "a late upload from before"],
)
def test_no_discount(minutes, line):
    first = decide(tap(BOOK, settings={"line": "101"}))
    later = tap(BOOK, at=MORNING + timedelta(minutes=minutes), settings={"line": line}, memory=first.keep)
    assert decide(later).paid_fen == 200


def test_a_late_upload_does_not_move_the_transfer_window_back():
    first = decide(tap(BOOK, settings={"line": "101"}))
    late = decide(tap(BOOK, at=MORNING - timedelta(hours=3), settings={"line": "303"}, memory=first.keep))
    memory = late.keep or first.keep
    assert memory.last.at == MORNING


def test_a_discount_larger_than_the_fare_makes_the_ride_free_and_moves_no_money():
    book = book_with(transfer_discount_fen=500)
    first = decide(tap(book, settings={"line": "101"}))
    ride = decide(tap(book, at=MORNING + timedelta(minutes=5), settings={"line": "202"}, memory=first.keep))
    assert (ride.price_fen, ride.lines) == (0, ())


def test_the_days_cap_cuts_the_fare_and_the_operator_bears_it():
    book, memory, paid = book_with(daily_cap_fen=500, transfer_discount_fen=None), None, []
    for hour in range(4):
        ride = decide(tap(book, at=MORNING + timedelta(hours=hour), memory=memory))
        memory, paid = ride.keep, [*paid, ride.paid_fen]
        assert ride.price_fen == ride.paid_fen
    assert paid == [200, 200, 100, 0]
    assert codes(ride) == ["flat_fare", "day_cap"]
    assert decide(tap(book, at=MORNING + timedelta(days=1), memory=memory)).paid_fen == 200


def test_a_late_upload_counts_towards_the_cap_of_the_day_it_happened_on():
    book = book_with(daily_cap_fen=300)
    yesterday = MORNING - timedelta(days=1)
    memory = Rider(spent={(yesterday.date(), "nation"): 300})
    assert decide(tap(book, memory=memory)).paid_fen == 200
    assert decide(tap(book, at=yesterday, memory=memory)).paid_fen == 0


def test_too_little_money_is_refused_with_the_amount_missing():
    with pytest.raises(InsufficientBalance) as refused:
        decide(tap(BOOK, balance=150))
    assert refused.value.facts == {"missing": "¥0.50", "missing_fen": 50, "balance_fen": 150}
    assert decide(tap(BOOK, balance=200)).paid_fen == 200


def test_a_free_rider_needs_no_money():
    assert decide(tap(BOOK, age=70, balance=0)).paid_fen == 0


def test_without_a_published_fare_there_is_no_ride():
    with pytest.raises(NoFareHere):
        decide(tap(book_with(flat_fare_fen=None)))


def test_a_ride_is_only_remembered_where_a_rule_needs_it():
    book = book_with(transfer_window_minutes=None)
    assert decide(tap(book)).keep is None
    assert decide(tap(book, home=SICHUAN, age=70)).keep is None
