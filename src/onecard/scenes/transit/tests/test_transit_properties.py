"""Whatever the rider, the rules and the order of taps: the money adds up."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from onecard.domains.usage.errors import InsufficientBalance
from onecard.scenes.transit.decide import decide
from onecard.scenes.transit.tests.riding import (
    CHONGQING,
    FARE_TABLE,
    HAINAN,
    MORNING,
    PURSE,
    SICHUAN,
    book_with,
    codes,
    tap,
)

STATIONS = list(FARE_TABLE["stations"])
percents = st.integers(0, 100)
books = st.builds(
    book_with,
    bearer=st.sampled_from(["home", "place", "shared"]),
    recognised=st.booleans(),
    flat_fare_fen=st.integers(0, 2000),
    elder_percent=percents,
    student_percent=percents,
    concession_home_percent=percents,
    transfer_discount_fen=st.integers(0, 3000),
    daily_cap_fen=st.one_of(st.none(), st.integers(0, 3000)),
)
riders = st.fixed_dictionaries(
    {
        "age": st.integers(6, 100),
        "home": st.sampled_from([CHONGQING, SICHUAN, HAINAN]),
        "statuses": st.sampled_from([frozenset(), frozenset({"student"})]),
        "balance": st.integers(0, 3000),
    }
)
places = st.one_of(
    st.fixed_dictionaries({"line": st.sampled_from(["1", "2"])}),
    st.fixed_dictionaries({"station": st.sampled_from(STATIONS), "direction": st.sampled_from(["in", "out"])}),
)
taps = st.lists(st.tuples(st.integers(0, 3000), places), max_size=12)


@given(books, riders, taps)
def test_every_tap_adds_up_whatever_came_before(book, rider, told):
    memory, balance, spent = None, rider["balance"], {}
    for minutes, settings in told:
        at = MORNING + timedelta(minutes=minutes)
        facts = {**rider, "balance": balance}
        try:
            decision = decide(tap(book, at=at, settings=settings, memory=memory, **facts))
        except InsufficientBalance as refused:
            assert refused.facts["missing_fen"] > 0
            continue
        by_purse = [line.amount_fen for line in decision.lines if line.debit == PURSE]
        assert sum(line.amount_fen for line in decision.lines) == decision.price_fen
        assert sum(by_purse) == decision.paid_fen
        assert 0 <= decision.paid_fen <= min(balance, decision.price_fen)
        assert all(line.amount_fen > 0 and line.credit >= 20000 for line in decision.lines)
        assert codes(decision)
        balance -= decision.paid_fen
        memory = decision.keep if decision.keep is not None else memory
    for (day, scope), fen in (memory.spent if memory else {}).items():
        cap = book.value("transit.daily_cap_fen", place=CHONGQING, on=day)
        assert (scope, fen <= cap.value) == (str(cap.place), True)
        spent[day] = fen
    assert sum(spent.values()) in ({rider["balance"] - balance} if spent else {0})


stations = st.tuples(st.sampled_from(STATIONS), st.sampled_from(STATIONS))


@given(st.lists(stations, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_halves_of_trips_in_any_order_never_charge_a_trip_twice(trips, chance):
    """Trips a day apart: in order each costs its fare; in any other order never more than the maximum each."""
    book = book_with(transfer_window_minutes=None)
    halves = [
        (day * 1440 + after, {"station": station, "direction": direction})
        for day, (one, other) in enumerate(trips)
        for after, station, direction in ((0, one, "in"), (30, other, "out"))
    ]
    fares = [charged for charged in _charges(book, halves) if charged]
    chance.shuffle(halves)
    shuffled = [charged for charged in _charges(book, halves) if charged]
    assert len(fares) == len(trips)
    assert len(shuffled) <= len(trips)
    assert sum(shuffled) <= len(trips) * FARE_TABLE["maximum_fen"]


def _charges(book, halves):
    """What each tap cost: the maximum several times over is that many charges."""
    memory = None
    for minutes, settings in halves:
        decision = decide(tap(book, at=MORNING + timedelta(minutes=minutes), settings=settings, memory=memory))
        memory = decision.keep if decision.keep is not None else memory
        yield from [line.amount_fen for line in decision.lines]


@given(st.lists(st.integers(0, 50_000), min_size=2, max_size=6))
def test_a_longer_trip_never_costs_less(marks):
    stations = {f"s{n}": mark for n, mark in enumerate(sorted(marks))}
    book = book_with(fare_table={**FARE_TABLE, "stations": stations})
    table = _table_of(book)
    fares = [table.fare_fen("s0", station) for station in stations]
    assert all(one <= other for one, other in pairwise(fares))


def _table_of(book):
    from onecard.scenes.transit.tariff import tariff_at

    return tariff_at(book, CHONGQING, MORNING.date()).table
