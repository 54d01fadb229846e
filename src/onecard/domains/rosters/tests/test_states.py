"""The table of a roster's life, and what a period means."""

from datetime import date

import pytest

from onecard.domains.rosters.errors import PeriodMalformed, RosterMoveRefused
from onecard.domains.rosters.periods import days_of
from onecard.domains.rosters.states import (
    LEVELS,
    MOVES,
    NOTICED,
    OPEN,
    STATE_WORDS,
    STATES,
    TABLE,
    approving,
    next_round,
    next_state,
)


def test_the_straight_way_has_every_level_once_and_in_order():
    state, way = "taken", []
    for move in ("check", "post", *(approving(level) for level in LEVELS), "hand_over"):
        state = next_state(state, move)
        way.append(state)
    assert way == ["checked", "on_notice", "township_approved", "department_approved", "approved", "handed_over"]


@pytest.mark.parametrize("state", STATES)
def test_nothing_reaches_payment_but_by_the_last_approval(state):
    leads = {move for move in MOVES if TABLE[move].get(state) == "handed_over"}
    assert leads == ({"hand_over"} if state in ("approved", "handed_over") else set())


@pytest.mark.parametrize("state", STATES)
def test_more_rows_void_whatever_was_said_before_and_come_too_late_afterwards(state):
    if state in OPEN:
        assert next_state(state, "add") == "taken"
        assert next_round(state, "add", 4) == (5 if state in NOTICED else 4)
    else:
        with pytest.raises(RosterMoveRefused):
            next_state(state, "add")


def test_what_was_handed_over_or_withdrawn_is_not_moved_again():
    assert {move for move in MOVES if "handed_over" in TABLE[move]} == {"hand_over"}
    assert {move for move in MOVES if "withdrawn" in TABLE[move]} == set()


def test_every_state_is_told_in_words():
    assert set(STATE_WORDS) == set(STATES)


@pytest.mark.parametrize(
    ("paid", "period", "first", "last"),
    [
        ("month", "2026-11", date(2026, 11, 1), date(2026, 11, 30)),
        ("month", "2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("month", "2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("quarter", "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("term", "2026-T1", date(2026, 7, 1), date(2026, 12, 31)),
        ("term", "2026-T2", date(2026, 1, 1), date(2026, 6, 30)),
        ("year", "2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("event", "2026-flood", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_means_days(paid, period, first, last):
    assert days_of(paid, period) == (first, last)


@pytest.mark.parametrize(
    ("paid", "period"),
    [
        ("month", "2026"), ("month", "2026-13"), ("month", "2026-1"), ("month", "２０２６-11"), ("year", "2026-11"),
        ("quarter", "2026-Q5"), ("term", "2026-T3"), ("once", "flood"), ("month", ""), ("once", "2026-" + "x" * 20),
    ],
)  # fmt: skip
def test_a_period_that_is_written_otherwise_is_refused(paid, period):
    with pytest.raises(PeriodMalformed):
        days_of(paid, period)
