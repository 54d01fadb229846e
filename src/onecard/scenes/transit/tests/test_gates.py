"""Gates: trips of two halves, in whatever order they become known."""

import pytest

from onecard.domains.usage.errors import InsufficientBalance
from onecard.scenes.transit.decide import decide
from onecard.scenes.transit.errors import DirectionMissing, NoFareHere, StationUnknown
from onecard.scenes.transit.tests.riding import METRO, MORNING, PURSE, book_with, codes, gate, moved, tap

BOOK = book_with(transfer_window_minutes=None)


def ride(*taps, book=BOOK, **facts):
    """The decisions of taps (station, direction, minutes), each with the memory the one before left."""
    memory, decisions = None, []
    for station, direction, minutes in taps:
        decision = decide(gate(book, station, direction, minutes=minutes, memory=memory, **facts))
        memory = decision.keep if decision.keep is not None else memory
        decisions.append(decision)
    return decisions


@pytest.mark.parametrize(("out", "fare"), [("harbour", 200), ("market", 200), ("bridge", 300), ("airport", 700)])
def test_a_trip_is_priced_by_distance_at_the_way_out(out, fare):
    way_in, way_out = ride(("harbour", "in", 0), (out, "out", 30))
    assert (way_in.price_fen, way_in.lines) == (0, ())
    assert moved(way_out) == [(PURSE, METRO, fare)]
    assert way_out.facts == {"direction": "out", "station": out, "from": "harbour"}
    assert way_out.keep.entries == ()


def test_the_way_back_costs_the_same():
    there, back = (
        ride(("harbour", "in", 0), ("bridge", "out", 9))[1],
        ride(("bridge", "in", 0), ("harbour", "out", 9))[1],
    )
    assert there.price_fen == back.price_fen


def test_an_elder_goes_through_free_and_her_home_pays():
    assert moved(ride(("harbour", "in", 0), ("bridge", "out", 30), age=70, balance=0)[1]) == [(10511, METRO, 300)]


def test_an_unfinished_trip_is_charged_the_maximum_at_the_next_tap():
    _, next_in = ride(("harbour", "in", 0), ("market", "in", 241))
    assert (moved(next_in), codes(next_in)) == ([(PURSE, METRO, 700)], ["unfinished", "way_in"])


def test_within_the_time_a_second_way_in_charges_nothing_yet():
    assert ride(("harbour", "in", 0), ("market", "in", 240))[1].price_fen == 0


def test_an_unfinished_trip_is_charged_once():
    taps = ride(("harbour", "in", 0), ("market", "in", 300), ("bridge", "out", 310), ("market", "in", 800))
    assert [t.price_fen for t in taps] == [0, 700, 200, 0]


def test_a_way_out_without_a_way_in_costs_the_maximum():
    (way_out,) = ride(("bridge", "out", 0))
    assert (moved(way_out), codes(way_out)) == ([(PURSE, METRO, 700)], ["no_way_in"])


def test_the_late_way_in_of_a_charged_way_out_costs_nothing_more():
    _, late = ride(("bridge", "out", 30), ("harbour", "in", 0))
    assert (late.price_fen, codes(late), late.keep.entries, late.keep.lone_exits) == (0, ["charged_before"], (), ())


def test_the_late_way_out_of_a_charged_way_in_costs_nothing_more():
    *_, late = ride(("harbour", "in", 0), ("market", "in", 500), ("bridge", "out", 30))
    assert (late.price_fen, codes(late)) == (0, ["charged_before"])


def test_a_way_out_after_the_time_allowed_pays_for_both_halves():
    late_out = ride(("harbour", "in", 0), ("market", "out", 241))[1]
    assert (moved(late_out), codes(late_out)) == (
        [(PURSE, METRO, 700), (PURSE, METRO, 700)],
        ["unfinished", "no_way_in"],
    )


def test_the_way_in_needs_the_cheapest_fare_in_the_purse():
    with pytest.raises(InsufficientBalance) as refused:
        ride(("harbour", "in", 0), balance=150)
    assert refused.value.facts["missing_fen"] == 50
    assert ride(("harbour", "in", 0), balance=200)[0].price_fen == 0


def test_a_way_out_with_too_little_money_is_refused_and_the_trip_stays_open():
    way_in = ride(("harbour", "in", 0), balance=200)[0]
    with pytest.raises(InsufficientBalance):
        decide(gate(BOOK, "airport", "out", minutes=20, balance=200, memory=way_in.keep))
    topped_up = decide(gate(BOOK, "airport", "out", minutes=25, balance=700, memory=way_in.keep))
    assert topped_up.paid_fen == 700


def test_a_metro_trip_soon_after_a_bus_is_a_transfer():
    book = book_with()
    bus = decide(tap(book, settings={"line": "101"}))
    way_in = decide(gate(book, "harbour", "in", minutes=50, memory=bus.keep))
    way_out = decide(gate(book, "bridge", "out", minutes=90, memory=way_in.keep))
    assert (way_out.price_fen, codes(way_out)) == (200, ["trip_fare", "transfer"])
    assert way_out.keep.last.at > MORNING


def test_the_direction_may_come_with_the_use():
    context = gate(BOOK, "harbour", "")
    with pytest.raises(DirectionMissing):
        decide(context)


def test_a_station_outside_the_table_is_refused():
    with pytest.raises(StationUnknown):
        ride(("moon", "in", 0))


def test_a_place_without_a_table_has_no_gates():
    with pytest.raises(NoFareHere):
        ride(("harbour", "in", 0), book=book_with(fare_table=None))


def test_many_open_trips_do_not_pile_up():
    taps = ride(*[("harbour", "in", minute) for minute in range(12)])
    assert len(taps[-1].keep.entries) == 8
    assert sum(t.price_fen for t in taps) == 4 * 700
