"""How a half stood at an instant, against a plain replay of what happened to it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from onecard.domains.usage.halves_then import HalfMove, states_then

START = datetime(2026, 11, 1, tzinfo=UTC)
STEPS = st.sampled_from(["lock", "lock_again", "lift_one", "unlock", "new_card"])


def replay(steps: list[str]) -> tuple[list[HalfMove], list[str]]:
    """One step an hour: the moves that are written of it, and the state of the bank half after each."""
    moves, states, locks = [], [], 0
    for hour, step in enumerate(steps):
        at = START + timedelta(hours=hour)
        if step in ("lock", "lock_again"):
            locks += 1
            moves.append(HalfMove("half_locked", "bank", None, at))
        elif step == "new_card":
            moves.append(HalfMove("activated", None, None, at))
            # What the holder locked is carried over, written after the activation.
            moves += [HalfMove("half_locked", "bank", None, at)] * locks
        elif locks:
            locks = 0 if step == "unlock" else locks - 1
            moves.append(HalfMove("half_unlocked", "bank", locks == 0, at))
        states.append("locked" if locks else "active")
    return moves, states


@given(st.lists(STEPS, max_size=12), st.integers(-1, 12))
def test_it_stands_as_the_replay_says(steps: list[str], hour: int) -> None:
    moves, states = replay(steps)
    now = {"social": "active", "bank": states[-1] if states else "active", "transport": "locked"}
    told = states_then(moves, now, START + timedelta(hours=hour, minutes=30))
    at_that_hour = states[min(hour, len(states) - 1)] if states and hour >= 0 else "active"
    assert told["bank"] == at_that_hour


def test_a_half_that_is_activated_under_a_carried_lock_is_locked() -> None:
    moves = [
        HalfMove("activated", None, None, START),
        HalfMove("half_locked", "bank", None, START),
        HalfMove("half_activated", "bank", False, START + timedelta(days=1)),
        HalfMove("half_unlocked", "bank", True, START + timedelta(days=3)),
    ]
    now = {"social": "active", "bank": "active", "transport": "active"}
    assert states_then(moves, now, START + timedelta(days=2))["bank"] == "locked"
    assert states_then(moves, now, START + timedelta(days=3))["bank"] == "active"


def test_what_was_activated_since_did_not_work_then_and_what_never_moved_stands_as_now() -> None:
    moves = [
        HalfMove("activated", None, None, START),
        HalfMove("half_activated", "bank", None, START + timedelta(days=2)),
    ]
    now = {"social": "active", "bank": "active", "transport": "inactive"}
    assert states_then(moves, now, START + timedelta(days=1)) == now | {"bank": "inactive"}
    assert states_then(moves, now, START + timedelta(days=3)) == now
