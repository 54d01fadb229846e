"""Remembered keys: nobody waits for the register while they are fresh, and too old ones open nothing."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor, wait
from uuid import UUID

import pytest

from onecard.doors.security.errors import RegisterUnavailable
from onecard.doors.security.terminal_keys import OLDEST_SECONDS, PATIENCE_SECONDS, KeyAwaited, TerminalKey, TerminalKeys

GATE, NEWCOMER = UUID(int=1), UUID(int=2)
OPEN, REVOKED = TerminalKey(b"k" * 32, "open"), TerminalKey(b"k" * 32, "revoked")


class Register:
    """A register that can be slow, or down, and a clock beside it."""

    def __init__(self) -> None:
        self.keys, self.down, self.asked, self.now = {GATE: OPEN}, False, [], 100.0
        self.answers = threading.Event()
        self.answers.set()

    def load(self, ids):
        self.asked.append(set(ids))
        assert self.answers.wait(20)
        if self.down:
            raise OSError("the database is gone")
        return {one: self.keys[one] for one in ids if one in self.keys}


@pytest.fixture
def register():
    made = Register()
    yield made
    made.answers.set()


@pytest.fixture
def keys(register) -> TerminalKeys:
    made = TerminalKeys(register.load, remember_seconds=1.0, ticks=lambda: register.now)
    assert made.wait_for(GATE) == OPEN
    return made


def settle(keys: TerminalKeys) -> None:
    """Until no reading is under way."""
    if keys._reading is not None:
        wait([keys._reading], timeout=5)


def test_a_slow_register_keeps_nobody_who_is_known_waiting(register, keys):
    register.answers.clear()
    for step in (0.6, 0.5, 0.8):
        register.now += step
        assert keys.find(GATE) == OPEN  # the register is silent: whoever waited for it would never come back
    register.answers.set()
    settle(keys)
    assert register.asked == [{GATE}, {GATE}], "one reading at a time"


def test_a_revocation_is_seen_within_a_second_while_the_gate_is_busy(register, keys):
    register.keys[GATE] = REVOKED
    register.now += 0.5
    assert keys.find(GATE) == OPEN
    settle(keys)
    assert keys.find(GATE) == REVOKED


def test_after_a_silence_the_register_is_asked_before_the_door_opens(register, keys):
    register.keys[GATE] = REVOKED
    register.now += 1.0
    with pytest.raises(KeyAwaited) as awaited:
        keys.find(GATE)
    wait([awaited.value.reading], timeout=5)
    assert keys.find(GATE) == REVOKED


def test_an_unknown_key_waits_and_those_who_are_known_do_not(register, keys):
    register.answers.clear()
    with pytest.raises(KeyAwaited):
        keys.find(NEWCOMER)
    assert keys.find(GATE) == OPEN
    register.keys[NEWCOMER] = OPEN
    register.answers.set()
    assert keys.wait_for(NEWCOMER) == OPEN


def test_many_newcomers_at_once_are_read_together(register, keys):
    register.answers.clear()
    strangers = [UUID(int=number) for number in range(10, 60)]
    for stranger in strangers:
        with pytest.raises(KeyAwaited):
            keys.find(stranger)
    register.answers.set()
    settle(keys)
    assert {keys.wait_for(stranger) for stranger in strangers} == {None}
    assert len(register.asked) == 3, "the first alone, the rest together"


def test_while_the_register_is_down_keys_serve_for_ten_seconds_and_not_longer(register, keys):
    register.down, silent = True, OLDEST_SECONDS / 10
    for _ in range(9):
        register.now += silent
        assert keys.wait_for(GATE) == OPEN
        settle(keys)
    register.now += silent
    with pytest.raises(RegisterUnavailable):
        keys.wait_for(GATE)
    register.down = False
    register.now += silent
    assert keys.wait_for(GATE) == OPEN


def test_an_unknown_key_is_not_called_unknown_while_the_register_is_down(register, keys):
    register.down = True
    with pytest.raises(RegisterUnavailable):
        keys.wait_for(NEWCOMER)


def test_a_hanging_register_is_waited_for_only_so_long(register, keys):
    register.answers.clear()
    register.now += 2.5
    with pytest.raises(KeyAwaited):
        keys.find(GATE)
    register.now += PATIENCE_SECONDS
    assert keys.find(GATE) == OPEN
    with pytest.raises(RegisterUnavailable):
        keys.find(NEWCOMER)
    register.now += OLDEST_SECONDS
    with pytest.raises(RegisterUnavailable):
        keys.find(GATE)


def test_threads_may_ask_all_at_once(register):
    quick = TerminalKeys(register.load, remember_seconds=0.002, ticks=time.monotonic)
    gates = [UUID(int=number) for number in range(10, 30)]
    register.keys |= dict.fromkeys(gates, OPEN)

    def ask_often(_):
        return {quick.wait_for(gate) for _ in range(50) for gate in gates}

    with ThreadPoolExecutor(8) as pool:
        assert set().union(*pool.map(ask_often, range(8))) == {OPEN}
