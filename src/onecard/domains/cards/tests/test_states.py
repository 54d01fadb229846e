"""The table of moves: every way there is, and none besides."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onecard.domains.cards.errors import MOVE_WORDS, STATE_WORDS, CardMoveRefused, FormalLossStands
from onecard.domains.cards.states import (
    FINAL,
    MOVES,
    STATES,
    STOPPED,
    VALID,
    Move,
    State,
    counts_from,
    effective_state,
    next_state,
)

AT = datetime(2026, 11, 23, tzinfo=UTC)


def follow(state: State, moves: list[Move], *, unhang: bool = False) -> State:
    for move in moves:
        state = next_state(state, move, unhang_after_formal=unhang)
    return state


def test_a_card_comes_to_its_holder() -> None:
    assert follow("applied", ["produce", "deliver", "activate"]) == "active"


def test_a_lost_card_is_found_or_replaced() -> None:
    assert follow("active", ["report_temporary_loss", "cancel_loss"]) == "active"
    assert follow("active", ["report_temporary_loss", "report_formal_loss", "replace"]) == "replaced"


def test_whether_a_formal_loss_can_be_taken_back_is_the_places_rule() -> None:
    with pytest.raises(FormalLossStands):
        follow("lost", ["cancel_loss"])
    assert follow("lost", ["cancel_loss"], unhang=True) == "active"


@given(state=st.sampled_from(sorted(FINAL)), move=st.sampled_from(MOVES), unhang=st.booleans())
def test_a_card_that_ended_never_moves_again(state: State, move: Move, unhang: bool) -> None:
    with pytest.raises(CardMoveRefused):
        next_state(state, move, unhang_after_formal=unhang)


@given(moves=st.lists(st.sampled_from(MOVES), max_size=12), unhang=st.booleans())
def test_no_card_becomes_usable_without_being_activated(moves: list[Move], unhang: bool) -> None:
    state: State = "applied"
    activated = False
    for move in moves:
        try:
            state = next_state(state, move, unhang_after_formal=unhang)
        except (CardMoveRefused, FormalLossStands):
            continue
        activated = activated or move == "activate"
        assert state in STATES
        assert state != "active" or activated


@given(moves=st.lists(st.sampled_from(MOVES), max_size=12), unhang=st.booleans())
def test_a_stopped_card_is_stopped_from_the_first_report_until_it_is_found(moves: list[Move], unhang: bool) -> None:
    state: State = "active"
    since = stopped = AT
    for minute, move in enumerate(moves, start=1):
        now, before = AT + timedelta(minutes=minute), state
        try:
            state = next_state(state, move, unhang_after_formal=unhang)
        except (CardMoveRefused, FormalLossStands):
            continue
        since = counts_from(before, since, state, now)
        stopped = stopped if before in STOPPED else now
        assert since == (stopped if state in STOPPED else now)


@given(state=st.sampled_from(sorted(set(STATES) - FINAL)))
def test_every_card_can_be_cancelled_until_it_ended(state: State) -> None:
    assert next_state(state, "cancel") == "cancelled"


@given(state=st.sampled_from(STATES), minutes=st.integers(-10, 10))
def test_only_a_temporary_loss_lapses_and_at_its_very_end(state: State, minutes: int) -> None:
    until = AT + timedelta(minutes=minutes) if state == "temporarily_lost" else None
    lapsed = state == "temporarily_lost" and minutes <= 0
    assert effective_state(state, until, AT) == ("active" if lapsed else state)


def test_every_state_and_move_has_words_in_both_languages() -> None:
    assert set(STATE_WORDS) == set(STATES) and set(MOVE_WORDS) == set(MOVES)
    said = CardMoveRefused(state="replaced", move="activate")
    assert said.words()["title"] == "The card is replaced and cannot be activated"
    assert CardMoveRefused(**said.facts).words() == said.words()
    assert VALID.isdisjoint(FINAL)
