"""A delegation against a plain model: any sequence of asking, answering, ending, dying and waiting, in the database."""

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.factories import Cardholder, make_cardholder

from onecard.domains.cards import api as cards
from onecard.domains.delegations import api as delegations
from onecard.domains.residents import api as residents
from onecard.kernel.clock import HeldClock, age_on, day_of, start_of
from onecard.kernel.crypto import Keyring
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.transaction import Transaction

SCENES = ("transit",)
PASSWORD = delegations.Proof("password", "resident")
PAPER = delegations.Proof("birth_certificate", "staff 1", "2026-1")
NAMES = ("赵小红", "钱大明")


class Together(RuleBasedStateMachine):
    """A girl of fifteen and a half and her father: what the two believe of what is between them."""

    tx: Transaction
    keyring: Keyring
    clock: HeldClock
    book: Any
    start: datetime

    @initialize()
    def be_born(self) -> None:
        self.clock.at = self.start
        self.girl, self.father = (self.made(name, born) for name, born in zip(NAMES, BORN, strict=True))
        self.open: str | None = None
        self.kind, self.asked_by, self.ends_at = "", "", self.start
        self.one: Any = None
        self.dead: set[str] = set()
        self.lost, self.shown = False, {}

    def made(self, name: str, born: date) -> Cardholder:
        return make_cardholder(self.tx, keyring=self.keyring, at=self.start, name=name, born=born)

    @property
    def stands(self) -> str | None:
        """Asked or active, unless its end has come."""
        return None if self.open and self.clock() >= self.ends_at else self.open

    @property
    def age(self) -> int:
        return age_on(BORN[0], day_of(self.clock()))

    def refused(self, expected: type[Problem] | None, verb: Any, **facts: Any) -> Any:
        """Do it in a savepoint; None where it was refused, which must be exactly as expected."""
        try:
            with self.tx.transaction():
                answer = verb(self.tx, at=self.clock(), **facts)
        except Problem as problem:
            assert type(problem) is expected, (problem, expected)
            return None
        assert expected is None, expected
        return answer

    def wish(self, name: str) -> Any:
        until = day_of(self.clock()) + timedelta(days=300)
        terms = delegations.Terms(("show_code",), SCENES, 2, until)
        return delegations.Wish(self.girl.holder_id, self.father.holder_id, "father", terms, name)

    def begun(self, one: Any, state: str, kind: str, asked_by: str, ends_at: datetime) -> None:
        if one is not None:
            self.one, self.open, self.kind, self.asked_by, self.ends_at = one, state, kind, asked_by, ends_at

    @rule()
    def father_asks(self) -> None:
        expected = ("father" in self.dead and delegations.PersonDied) or (self.stands and delegations.DelegationExists)
        facts = {"wish": self.wish(NAMES[0]), "scenes": SCENES, "book": self.book, "keyring": self.keyring}
        one = self.refused(expected or None, delegations.ask_delegation, **facts)
        self.begun(one, "asked", "delegation", "delegate", start_of(day_of(self.clock()) + timedelta(days=14)))

    @rule()
    def girl_offers(self) -> None:
        too_young = self.age < 16 and delegations.HolderTooYoung
        exists = self.stands and delegations.DelegationExists
        expected = ("girl" in self.dead and delegations.PersonDied) or too_young or exists
        facts = {"wish": self.wish(NAMES[1]), "scenes": SCENES, "book": self.book, "keyring": self.keyring}
        one = self.refused(expected or None, delegations.offer_delegation, proof=PASSWORD, **facts)
        self.begun(one, "asked", "delegation", "holder", start_of(day_of(self.clock()) + timedelta(days=14)))

    @rule()
    def father_registers_at_a_counter(self) -> None:
        grown = self.age >= 16 and delegations.HolderNotChild
        exists = self.stands and delegations.DelegationExists
        expected = (self.dead and delegations.PersonDied) or grown or exists
        facts = {"wish": self.wish(""), "scenes": SCENES, "book": self.book, "keyring": self.keyring}
        one = self.refused(expected or None, delegations.register_delegation, kind="guardianship", proof=PAPER, **facts)
        self.begun(one, "active", "guardianship", "counter", start_of(OF_AGE))

    @rule(by=st.sampled_from(["girl", "father"]))
    def answer_yes(self, by: str) -> None:
        if self.one is None:
            return
        asked = "father" if self.asked_by == "holder" else "girl"
        wrong = by != asked and delegations.NotYoursToAnswer
        young = by == "girl" and self.age < 16 and delegations.HolderTooYoung
        gone = by in self.dead and delegations.PersonDied
        expected = (self.stands != "asked" and delegations.DelegationNotInForce) or wrong or gone or young
        facts = {"book": self.book, "keyring": self.keyring, "proof": PASSWORD if by == "girl" else None}
        one = self.refused(expected or None, delegations.accept_delegation, **self.ids(by), **facts)
        if one is not None:
            self.open, self.ends_at = "active", start_of(one.until + timedelta(days=1))

    @rule(by=st.sampled_from(["girl", "father"]))
    def end(self, by: str) -> None:
        if self.one is None:
            return
        stays = self.stands == "active" and self.kind == "guardianship" and by == "girl" and self.age < 16
        expected = delegations.GuardianStays if stays else None
        if self.refused(expected, delegations.end_delegation, **self.ids(by), book=self.book) is not None:
            self.open = None

    def ids(self, by: str) -> dict[str, Any]:
        who = self.girl if by == "girl" else self.father
        return {"holder_id": self.one.holder_id, "delegation_id": self.one.delegation_id, "by": who.holder_id}

    @rule()
    def father_shows_her_code(self) -> None:
        if self.one is None:
            return
        day = day_of(self.clock())
        used_up = self.shown.get((self.one.delegation_id, day), 0) >= 2 and delegations.CodesUsedUp
        no_force = self.stands != "active" and delegations.DelegationNotInForce
        father_out = ("father" in self.dead and delegations.PersonDied) or (self.lost and delegations.DelegateStopped)
        girl_out = "girl" in self.dead and delegations.PersonDied
        if self.refused(father_out or no_force or girl_out or used_up or None, self.show) is not None:
            key = (self.one.delegation_id, day)
            self.shown[key] = self.shown.get(key, 0) + 1

    def show(self, tx: Transaction, *, at: datetime) -> Any:
        ids = {"delegate_id": self.father.holder_id, "delegation_id": self.one.delegation_id}
        holder = delegations.represented_by(tx, **ids, at=at)
        held = delegations.take_to_act(tx, holder_id=holder, **ids, scope="show_code", at=at)
        facts = {"scene": "transit", "wire": 1, "seconds": 60, "keyring": self.keyring}
        return delegations.show_code_for(tx, held, **facts, at=at)

    @rule()
    def father_loses_or_finds_his_card(self) -> None:
        facts = {"holder_id": self.father.holder_id, "at": self.clock(), "actor": "test"}
        if self.lost:
            cards.cancel_loss(self.tx, **facts, unhang_after_formal=True)
        else:
            cards.report_loss(self.tx, **facts, kind="formal")
        self.lost = not self.lost

    @rule(days=st.sampled_from([1, 10, 100, 200, 400]))
    def wait(self, days: int) -> None:
        self.clock.move(days=days)

    @rule(who=st.sampled_from(["girl", "father"]), now=st.integers(0, 9))
    def die(self, who: str, now: int) -> None:
        if now or who in self.dead:
            return
        holder = (self.girl if who == "girl" else self.father).holder_id
        residents.record_death(self.tx, holder_id=holder, died_on=day_of(self.clock()))
        delegations.end_at_death(self.tx, holder_id=holder, at=self.clock())
        self.dead.add(who)
        self.open = None

    @rule()
    def worker_writes_down_what_has_ended(self) -> None:
        grown = self.open == "active" and self.kind == "guardianship" and self.stands is None
        delegations.end_due(self.tx, book=self.book, at=self.clock())
        if self.open and self.stands is None:
            self.open = None
        if grown and not self.dead:
            newest = delegations.delegations_of(self.tx, holder_id=self.girl.holder_id)[0]
            ends_at = start_of(day_of(self.clock()) + timedelta(days=14))
            self.begun(newest, "asked", "delegation", "system", ends_at)

    @invariant()
    def both_see_what_there_is(self) -> None:
        if not hasattr(self, "girl"):
            return
        given = delegations.delegations_of(self.tx, holder_id=self.girl.holder_id)
        held = delegations.helping_of(self.tx, delegate_id=self.father.holder_id)
        assert given == held
        standing = [one.effective(self.clock()) for one in given if one.effective(self.clock()) in ("asked", "active")]
        assert standing == ([self.stands] if self.stands else [])
        assert all(one.kind != "guardianship" or one.ends_at <= start_of(OF_AGE) for one in given)
        codes = delegations.acts_for(self.tx, holder_id=self.girl.holder_id, at_most=500)
        assert len(codes) == sum(self.shown.values())


BORN = (date(2011, 5, 20), date(1980, 1, 1))
OF_AGE = date(2029, 5, 20)


def test_a_delegation_lives_as_the_model_says(tx: Transaction, keyring: Keyring, clock: HeldClock, book: Any) -> None:
    facts = {"tx": tx, "keyring": keyring, "clock": clock, "start": clock(), "book": book}
    quiet = settings(max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(type("TogetherHere", (Together,), facts), settings=quiet)
