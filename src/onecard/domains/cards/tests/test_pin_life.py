"""The passwords and locks of one half against a plain model: tries, days, counters and holders in any order."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.factories import make_cardholder

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.kernel.clock import HeldClock, day_of, start_of
from onecard.kernel.crypto import Keyring
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.transaction import Transaction

OWN, OTHER, WRONG = "394857", "528491", "628194"


class HalfLife(RuleBasedStateMachine):
    """What the person knows: her password, how often it was wrong and since when, and who locked the half."""

    tx: Transaction
    keyring: Keyring
    clock: HeldClock
    start: datetime

    @initialize(by_day=st.booleans(), attempts=st.integers(2, 4))
    def take_the_card(self, by_day: bool, attempts: int) -> None:
        self.clock.at = self.start
        self.one = make_cardholder(self.tx, keyring=self.keyring, at=self.start)
        self.rule = cards.PinRule(attempts, by_day)
        self.pin: str | None = None
        self.initial = False
        self.failures = 0
        self.failed_on = day_of(self.start)
        self.locked_until: datetime | None = None
        self.locked = False
        self.causes: set[str] = set()

    def facts(self) -> dict[str, object]:
        return {"holder_id": self.one.holder_id, "half": "social", "at": self.clock(), "actor": "test"}

    def is_locked(self) -> bool:
        return self.locked and (self.locked_until is None or self.clock() < self.locked_until)

    def outcome(self, verb: object, **facts: object) -> object:
        try:
            return verb(self.tx, **facts, **self.facts())  # type: ignore[operator]
        except Problem as problem:
            return type(problem)

    def tried(self, right: bool) -> object:
        """What one try must answer, and what is remembered of it."""
        if right:
            self.failures, self.locked, self.locked_until = 0, False, None
            return cards.PinAnswer(matches=True, tries_left=self.rule.attempts)
        today = day_of(self.clock())
        if self.locked or (self.rule.by_day and self.failed_on != today):
            self.failures, self.locked, self.locked_until = 0, False, None
        self.failures, self.failed_on = self.failures + 1, today
        if self.failures == self.rule.attempts:
            self.locked = True
            if self.rule.by_day:
                self.locked_until = start_of(today + timedelta(days=1))
            else:
                self.causes.add("wrong_pins")
        return cards.PinAnswer(matches=False, tries_left=self.rule.attempts - self.failures)

    @rule()
    def get_one_at_the_counter(self) -> None:
        said = self.outcome(cards.give_pin, keyring=self.keyring)
        assert isinstance(said, str) and len(said) == 6
        self.pin, self.initial = said, True
        self.failures, self.locked, self.locked_until = 0, False, None
        self.causes.discard("wrong_pins")

    @rule(right=st.booleans())
    def type_it(self, right: bool) -> None:
        typed = (self.pin or OWN) if right else WRONG
        said = self.outcome(cards.check_pin, pin=typed, rule=self.rule, keyring=self.keyring)
        if self.causes and "wrong_pins" not in self.causes:
            assert said is cards.HalfStopped
        elif self.pin is None:
            assert said is cards.PinNotSet
        elif self.is_locked():
            assert said is cards.PinLocked
        elif typed == self.pin and self.initial:
            assert said is cards.PinMustChange
        else:
            assert said == self.tried(typed == self.pin)

    @rule(right=st.booleans())
    def change_it(self, right: bool) -> None:
        old = (self.pin or OWN) if right else WRONG
        new = OTHER if old == OWN else OWN
        said = self.outcome(cards.change_pin, old=old, new=new, rule=self.rule, keyring=self.keyring)
        if self.pin is None:
            assert said is cards.PinNotSet
        elif self.is_locked():
            assert said is cards.PinLocked
        else:
            matches = old == self.pin
            assert said == self.tried(matches)
            if matches:
                self.pin, self.initial = new, False

    @rule(cause=st.sampled_from(["holder", "owner"]))
    def lock(self, cause: str) -> None:
        assert isinstance(self.outcome(cards.lock_half, cause=cause, reason="asked"), cards.HalfStanding)
        self.causes.add(cause)

    @rule(cause=st.sampled_from(["holder", "owner"]))
    def unlock(self, cause: str) -> None:
        said = self.outcome(cards.unlock_half, cause=cause, reason="settled")
        lifted = self.causes & ({"holder"} if cause == "holder" else {"holder", "owner"})
        if not self.causes:
            assert said is cards.HalfMoveRefused
        elif not lifted:
            assert said is cards.HalfLockStands
        else:
            assert isinstance(said, cards.HalfStanding)
            self.causes -= lifted

    @rule(hours=st.integers(1, 40))
    def wait(self, hours: int) -> None:
        self.clock.move(hours=hours)

    @invariant()
    def it_stands_as_she_knows_it(self) -> None:
        if not hasattr(self, "one"):
            return
        found = cards.halves_of(self.tx, holder_id=self.one.holder_id, at=self.clock())
        social, others = found[0], found[1:]
        assert social.state == ("locked" if self.causes else "active")
        assert {lock.cause for lock in social.locks} == self.causes
        state = "none" if self.pin is None else "locked" if self.is_locked() else "initial" if self.initial else "set"
        assert social.pin == state
        assert social.pin_until == (self.locked_until if state == "locked" else None)
        assert [(one.state, one.pin) for one in others] == [("active", "none")] * 2

    @invariant()
    def the_ecard_follows(self) -> None:
        if hasattr(self, "one"):
            ids = {"holder_id": self.one.holder_id, "at": self.clock(), "keyring": self.keyring}
            try:
                ecards.show_code(self.tx, scene=0, **ids)
                shown = True
            except ecards.PhysicalCardStops:
                shown = False
            assert shown == (not self.causes)


@pytest.mark.slow
def test_a_half_lives_as_the_model_says(tx: Transaction, keyring: Keyring, clock: HeldClock) -> None:
    facts = {"tx": tx, "keyring": keyring, "clock": clock, "start": clock()}
    quiet = settings(max_examples=30, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(type("HalfLifeHere", (HalfLife,), facts), settings=quiet)
