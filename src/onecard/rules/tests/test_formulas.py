"""Each formula agrees with the plain evaluator, one person at a time and as a column, and never loses a fen."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onecard.rules import fares, passes
from onecard.rules.columns import share
from onecard.rules.split import split
from onecard.rules.tests import plain

FEN = st.integers(0, 10**12)
PERCENT = st.integers(0, 100)
WEIGHTS = st.lists(st.integers(0, 1000), min_size=1, max_size=8).filter(any)


def column(values):
    return np.array(values, dtype=np.int64)


@given(st.lists(FEN, min_size=1), PERCENT)
def test_share_of_a_column_is_the_plain_share_of_each(amounts, percent):
    expected = [plain.share(amount, percent) for amount in amounts]
    assert [share(amount, percent) for amount in amounts] == expected
    assert share(column(amounts), percent).tolist() == expected


def test_half_a_fen_is_rounded_up():
    assert [share(fen, 50) for fen in (0, 1, 2, 3, 5)] == [0, 1, 1, 2, 3]


@given(st.lists(FEN, min_size=1), PERCENT)
def test_what_is_paid_and_what_is_waived_add_up_to_the_price(prices, percent):
    paid, waived = fares.concession(column(prices), percent)
    assert (paid + waived).tolist() == prices
    assert (paid >= 0).all() and (waived >= 0).all()


@given(st.lists(FEN, min_size=1), PERCENT)
def test_home_and_place_bear_exactly_what_is_waived(waived, percent):
    home, place = fares.borne(column(waived), percent)
    assert (home + place).tolist() == waived
    assert home.tolist() == [plain.share(fen, percent) for fen in waived]


@given(st.lists(st.tuples(FEN, st.integers(-10, 200)), min_size=1), st.integers(0, 180), st.integers(0, 1000))
def test_transfer_discount_holds_within_the_window_and_never_exceeds_the_fare(rides, window, discount):
    expected = [plain.transfer_discount(fare, minutes, window, discount) for fare, minutes in rides]
    prices, minutes = column([r[0] for r in rides]), column([r[1] for r in rides])
    assert fares.transfer_discount(prices, minutes, window, column([discount] * len(rides))).tolist() == expected
    assert [fares.transfer_discount(f, m, window, discount) for f, m in rides] == expected


@given(st.lists(st.tuples(FEN, FEN), min_size=1), FEN)
def test_no_day_costs_more_than_the_cap(rides, cap):
    expected = [plain.capped(fare, spent, cap) for fare, spent in rides]
    prices, spent = column([r[0] for r in rides]), column([r[1] for r in rides])
    assert fares.capped(prices, spent, column([cap] * len(rides))).tolist() == expected
    assert [fares.capped(f, s, cap) for f, s in rides] == expected


@given(st.integers(0, 10**12), WEIGHTS)
def test_a_split_adds_up_and_is_the_plain_largest_remainder(amount, weights):
    parts = split(amount, weights)
    assert sum(parts) == amount
    assert parts == plain.split(amount, weights)


@given(st.lists(st.integers(0, 10**12), min_size=1), WEIGHTS)
def test_a_column_splits_like_each_of_its_amounts(amounts, weights):
    columns = split(column(amounts), weights)
    assert [list(row) for row in zip(*(c.tolist() for c in columns), strict=True)] == [
        plain.split(amount, weights) for amount in amounts
    ]


@pytest.mark.parametrize("weights", [[], [0, 0], [3, -1]])
def test_weights_that_cannot_divide_are_refused(weights):
    with pytest.raises(ValueError, match="weights must be"):
        split(100, weights)


DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))


@given(st.lists(st.tuples(DAYS, st.none() | st.integers(0, 400)), min_size=1), st.integers(0, 120))
def test_a_pass_begins_when_activated_or_when_the_time_to_choose_is_over(sales, within):
    chosen = [(bought, None if wait is None else bought + timedelta(days=wait)) for bought, wait in sales]
    expected = [plain.first_day(bought, activated, within) for bought, activated in chosen]
    periods = [passes.pass_period(bought=b, activated=a, within_days=within, valid_years=1) for b, a in chosen]
    assert [first for first, _ in periods] == expected
    late = 4_000_000
    bought_days = column([b.toordinal() for b, _ in chosen])
    activated_days = column([a.toordinal() if a else late for _, a in chosen])
    firsts = passes.first_day(bought_days, activated_days, within).tolist()
    assert firsts == [first.toordinal() for first in expected]


def test_a_pass_not_activated_takes_effect_on_day_91_and_later_activation_moves_nothing():
    period = (date(2020, 10, 30), date(2021, 10, 29))
    for activated in (None, date(2020, 11, 15)):
        held = passes.pass_period(bought=date(2020, 8, 1), activated=activated, within_days=90, valid_years=1)
        assert held == period


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2024, 3, 1), date(2025, 2, 28)),
        (date(2023, 3, 1), date(2024, 2, 29)),
        (date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_year_ends_the_day_before_its_anniversary(first, last):
    assert passes.last_day(first, 1) == last


def test_from_a_leap_day_to_a_leap_day_four_years_are_whole():
    assert passes.last_day(date(2024, 2, 29), 4) == date(2028, 2, 28)
