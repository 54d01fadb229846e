"""The whole life of a person's card against a plain model, through the real use path and database.

Whatever holder, agent, counter, maker and clock do in whatever order: one valid card a person, no use after a loss,
money and e-card follow every replacement, and the boards count right.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.factories import HALVES, LANGZHONG, Cardholder, make_resident
from tests.spec.street import Street

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.domains.usage import api as usage
from onecard.doors.schema import months_around
from onecard.kernel.clock import day_of
from onecard.kernel.errors import Problem

LOSS_DAYS, BRIDGE_DAYS, BRIDGE_AT_MOST = timedelta(days=10), timedelta(days=60), timedelta(days=150)
NEVER = datetime(2999, 1, 1, tzinfo=UTC)
NO_CARD = cards.Card(
    UUID(int=0),
    UUID(int=0),
    "0" * 9,
    UUID(int=0),
    LANGZHONG,
    None,
    "cancelled",
    "active",
    "active",
    "active",
    NEVER,
    None,
)
AGENT = cards.Applicant("agent", "daughter", "身份证")
STATES = {"temporary": "temporarily_lost", "formal": "lost", "": "active"}


class Life(RuleBasedStateMachine):
    """What the person knows: her card, how it stands, the one on its way, the temporary one, her money."""

    street: Street
    start: datetime

    @initialize(with_card=st.sampled_from([True, True, True, False]))
    def be_born(self, with_card: bool) -> None:
        self.street.tx.execute("savepoint one_life")
        self.street.clock.at = self.start
        keyring, at = self.street.keyring, self.start
        self.holder: UUID = make_resident(self.street.tx, keyring=keyring, at=at, born=date(1990, 5, 1))
        ecards.issue_ecards(self.street.tx, [ecards.NewEcard(self.holder, LANGZHONG, 2)], at=at)
        self.ecard: Any = ecards.ecard_of(self.street.tx, holder_id=self.holder)
        self.card: cards.Card | None = None
        self.loss, self.until = "", NEVER
        self.coming, self.because = "", ""
        self.bridge: tuple[datetime, datetime] | None = None
        self.old: list[cards.Card] = []
        self.late: list[tuple[usage.Use, bool]] = []
        self.died: date | None = None
        self.fen = 0
        self.counted_before = self.counted()
        self.top_up()
        if with_card:
            new = [cards.NewCard(self.holder, LANGZHONG)]
            [self.card] = cards.issue_cards(self.street.tx, new, at=at, actor="test")

    def teardown(self) -> None:
        self.street.tx.execute("rollback to savepoint one_life")

    # What the model knows

    @property
    def now(self) -> datetime:
        return self.street.clock()

    def lost(self) -> str:
        return "" if self.loss == "temporary" and self.now >= self.until else self.loss

    def works(self) -> bool:
        return self.card is not None and not self.lost() and self.died is None

    def bridged(self) -> bool:
        return self.bridge is not None and self.now < self.bridge[1]

    def does(self, expected: type[Problem] | None, verb: Any, **facts: Any) -> Any:
        """Do it as a door does, all or nothing; it must be refused exactly as expected."""
        try:
            with self.street.tx.transaction():
                answer = verb(self.street.tx, holder_id=self.holder, at=self.now, actor="test", **facts)
        except Problem as problem:
            assert type(problem) is expected, problem
            return None
        assert expected is None
        return answer

    # The counter and the maker

    @rule(applicant=st.sampled_from([cards.Applicant(), AGENT]))
    def apply(self, applicant: cards.Applicant) -> None:
        wanted = [cards.CardWanted(self.holder, LANGZHONG, applicant=applicant, guardian_below=16)]
        [answer] = cards.apply_cards(self.street.tx, wanted, at=self.now, actor="test")
        order = [
            (self.died, cards.HolderDeceased),
            (self.card, cards.ValidCardExists),
            (self.coming, cards.ApplicationOpen),
        ]
        expected = next((problem for holds, problem in order if holds), cards.Card)
        assert type(answer) is expected
        if isinstance(answer, cards.Card):
            self.coming, self.because = "applied", ""

    @rule(reason=st.sampled_from(["lost", "damaged", "upgrade", "bank_change", "data_change"]))
    def ask_for_a_new_card(self, reason: Any) -> None:
        expected = cards.NoValidCard if self.card is None else cards.ApplicationOpen if self.coming else None
        if self.does(expected, cards.replace_card, reason=reason) is not None:
            self.coming, self.because = "applied", reason
            if reason == "lost":
                self.loss, self.until = "formal", NEVER

    @rule()
    def withdraw(self) -> None:
        expected = {"": cards.NoCardOnItsWay, "applied": None}.get(self.coming, cards.ProductionBegun)
        if self.does(expected, cards.withdraw_application) is not None:
            self.coming = ""

    @rule()
    def order_a_box(self) -> None:
        try:
            order = cards.order_production(self.street.tx, division=510000, at_most=5, at=self.now, actor="test")
        except cards.NothingToProduce:
            assert self.coming != "applied"
            return
        assert (self.coming, order.cards) == ("applied", 1)
        cards.finish_production(self.street.tx, order_id=order.order_id, spoiled=[], at=self.now, actor="test")
        self.coming = "produced"

    @rule()
    def make_it_here(self) -> None:
        expected = {"": cards.NoCardOnItsWay, "applied": None}.get(self.coming, cards.CardMoveRefused)
        if self.coming in ("produced", "delivered"):
            expected = cards.CardMoveRefused if not self.in_order() else cards.ProductionBegun
        if self.does(expected, cards.produce_here) is not None:
            self.coming = "produced"

    def in_order(self) -> bool:
        held = cards.cards_of(self.street.tx, holder_id=self.holder)
        return any(one.order_id for one in held if one.state in ("produced", "delivered"))

    @precondition(lambda self: self.coming)
    @rule()
    def deliver(self) -> None:
        held = cards.cards_of(self.street.tx, holder_id=self.holder)
        coming = [one.identifier for one in held if one.state == self.coming]
        [answer] = cards.deliver_cards(self.street.tx, coming, at=self.now, actor="test")
        assert isinstance(answer, cards.Card) == (self.coming == "produced")
        self.coming = "delivered" if self.coming == "produced" else self.coming

    @rule(handed_over=st.booleans())
    def activate(self, handed_over: bool) -> None:
        ready = self.coming == "delivered" or (self.coming == "produced" and handed_over)
        expected = None if ready else cards.CardMoveRefused if self.coming else cards.NoCardOnItsWay
        active = self.does(expected, cards.activate_card, halves=HALVES, handed_over=handed_over)
        if active is not None:
            self.old += [self.card] if self.card else []
            self.card, self.loss, self.until, self.coming, self.bridge = active, "", NEVER, "", None

    @rule()
    def get_a_temporary_card(self) -> None:
        expected: type[Problem] | None = None
        if self.card is None and not self.coming:
            expected = cards.NoValidCard
        elif self.bridged() or (self.card is not None and not self.lost()):
            expected = cards.TemporaryCardRefused
        until = self.now + BRIDGE_DAYS
        if self.does(expected, cards.issue_temporary_card, until=until) is not None:
            self.bridge = (self.now, until)

    @rule()
    def extend_the_temporary_card(self) -> None:
        expected: type[Problem] | None = None if self.bridged() else cards.NoTemporaryCard
        if self.bridge is not None and self.bridged() and self.bridge[1] >= self.bridge[0] + BRIDGE_AT_MOST:
            expected = cards.TemporaryCardLimit
        answer = self.does(expected, cards.extend_temporary_card, by=BRIDGE_DAYS, at_most=BRIDGE_AT_MOST)
        if answer is not None:
            assert self.bridge is not None
            self.bridge = (self.bridge[0], min(self.bridge[1] + BRIDGE_DAYS, self.bridge[0] + BRIDGE_AT_MOST))
            assert answer.valid_until == self.bridge[1]

    @rule(reason=st.sampled_from(["emigration", "duplicate"]))
    def give_it_up(self, reason: Any) -> None:
        self.end(reason)

    @rule()
    def die(self) -> None:
        if self.died is None and (self.card or self.coming):
            self.end("death")
            self.died = day_of(self.now)
            residents.record_death(self.street.tx, holder_id=self.holder, died_on=self.died)

    def end(self, reason: Any) -> None:
        expected = None if self.card or self.coming else cards.NoValidCard
        if self.does(expected, cards.cancel_card, reason=reason) is not None:
            self.old += [self.card] if self.card else []
            self.card, self.loss, self.until, self.coming, self.bridge = None, "", NEVER, "", None

    # The holder and the clock

    @rule(kind=st.sampled_from(["temporary", "formal"]))
    def lose(self, kind: Any) -> None:
        until = self.now + LOSS_DAYS if kind == "temporary" else None
        before = self.lost()
        answer = self.does(None if self.card else cards.NoValidCard, cards.report_loss, kind=kind, until=until)
        if answer is not None and (not before or (before, kind) == ("temporary", "formal")):
            self.loss, self.until = kind, until or NEVER

    @rule(unhang=st.booleans())
    def find_again(self, unhang: bool) -> None:
        formal = None if unhang else cards.FormalLossStands
        if self.lost() == "formal" and self.coming and self.because == "lost":
            formal = cards.ReplacementOpen
        expected = {"": cards.CardMoveRefused, "temporary": None, "formal": formal}[self.lost()]
        wanted = expected if self.card else cards.NoValidCard
        if self.does(wanted, cards.cancel_loss, unhang_after_formal=unhang) is not None:
            self.loss, self.until = "", NEVER

    @rule(hours=st.integers(1, 300))
    def wait(self, hours: int) -> None:
        month = self.street.clock().month
        self.street.clock.move(hours=hours)
        if self.street.clock().month != month:  # as the worker does
            self.street.tx.execute(
                "select kernel.ensure_all_months(%s, %s)", months_around(day_of(self.street.clock()))
            )

    # Using it

    def holding(self, card: cards.Card) -> Cardholder:
        return Cardholder(self.holder, "", card, self.ecard)

    def tap(self, card: cards.Card, **facts: Any) -> usage.Use:
        sequence = self.street.next_sequence(self.street.chengdu_bus)
        text = self.street.tap(self.holding(card), self.street.chengdu_bus, sequence)
        return self.street.use(text, point=self.street.chengdu_bus, sequence=sequence, **facts)

    def take(self, use: usage.Use, expected: bool) -> usage.Outcome:
        [outcome] = self.street.accept(use)
        assert isinstance(outcome, usage.Accepted) == expected, outcome
        self.fen -= outcome.paid_fen if isinstance(outcome, usage.Accepted) else 0
        return outcome

    def top_up(self) -> None:
        self.street.top_up(self.holding(NO_CARD), 100_000)
        self.fen += 100_000

    @rule(offline=st.booleans())
    def show_the_code(self, offline: bool) -> None:
        use = self.street.use(self.street.code(self.holding(NO_CARD)), point=self.street.chengdu_bus, offline=offline)
        if not offline:
            self.take(use, self.works())
        elif self.card is not None:
            self.late.append((use, self.works()))
        self.street.clock.move(minutes=1)

    @precondition(lambda self: self.card)
    @rule(offline=st.booleans())
    def tap_the_card(self, offline: bool) -> None:
        assert self.card is not None
        use = self.tap(self.card, offline=offline)
        if offline:
            self.late.append((use, self.works()))
        else:
            self.take(use, self.works())
        self.street.clock.move(minutes=1)

    @precondition(lambda self: self.old)
    @rule(which=st.integers(0, 9))
    def tap_an_old_card(self, which: int) -> None:
        self.take(self.tap(self.old[which % len(self.old)]), expected=False)

    @precondition(lambda self: self.late)
    @rule(which=st.integers(0, 99))
    def upload_what_was_tapped_offline(self, which: int) -> None:
        use, worked = self.late.pop(which % len(self.late))
        if use.happened_at > self.now - timedelta(days=89):
            dead_then = self.died is not None and self.died <= day_of(use.happened_at)
            self.take(use, worked and not dead_then)

    # What always holds

    @invariant()
    def the_cards_are_as_she_knows_them(self) -> None:
        if not hasattr(self, "holder"):
            return
        held = cards.cards_of(self.street.tx, holder_id=self.holder)
        valid = [one for one in held if one.kind == "standard" and one.state in ("active", "temporarily_lost", "lost")]
        coming = [one for one in held if one.kind == "standard" and one.state in ("applied", "produced", "delivered")]
        assert [(one.card_id, one.effective(self.now)) for one in valid] == (
            [(self.card.card_id, STATES[self.lost()])] if self.card else []
        )
        assert [one.state for one in coming] == ([self.coming] if self.coming else [])
        bridges = [one for one in held if one.kind == "temporary" and one.effective(self.now) == "active"]
        assert [one.valid_until for one in bridges] == ([self.bridge[1]] if self.bridge and self.bridged() else [])
        ended = {one.card_id for one in held if one.state in ("replaced", "cancelled")}
        assert {one.card_id for one in self.old} <= ended
        assert len({one.card_number for one in held}) == len({one.identifier for one in held}) == len(held)

    @invariant()
    def what_is_hers_stays_hers(self) -> None:
        if hasattr(self, "holder"):
            assert self.street.balance(self.holding(NO_CARD)) == self.fen
            assert ecards.ecard_of(self.street.tx, holder_id=self.holder) == self.ecard
            assert self.counted() - self.counted_before == (1 if self.card else 0)

    def counted(self) -> int:
        asked = "select coalesce(sum(holders), 0) from cards.by_province where province = 51"
        row = self.street.tx.execute(asked).fetchone()
        return int(row[0]) if row else 0


@pytest.mark.slow
def test_a_card_lives_as_the_model_says(street: Street) -> None:
    here = type("LifeHere", (Life,), {"street": street, "start": street.clock()})
    quiet = settings(max_examples=60, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(here, settings=quiet)
