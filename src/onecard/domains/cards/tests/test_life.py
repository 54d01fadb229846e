"""The life of a person's card against a plain model, move by move and hour by hour, in the real database."""

from datetime import datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.factories import LANGZHONG, make_resident

from onecard.domains.cards import api as cards
from onecard.domains.cards.errors import CardMoveRefused, FormalLossStands, NoValidCard, ValidCardExists
from onecard.kernel.clock import HeldClock
from onecard.kernel.crypto import Keyring
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.transaction import Transaction

DAYS = timedelta(days=10)


class Life(RuleBasedStateMachine):
    """What the person knows of her card: is it there, is it lost and how, since when and until when."""

    tx: Transaction
    keyring: Keyring
    clock: HeldClock
    start: datetime

    @initialize()
    def be_born(self) -> None:
        self.clock.at = self.start
        self.holder = make_resident(self.tx, keyring=self.keyring, at=self.start)
        self.loss: str | None = None
        self.until: datetime | None = None
        self.since = self.start
        self.has_card = False
        self.counted_before = self.counted()

    def refused(self, expected: type[Problem] | None, verb: object, **facts: object) -> bool:
        """Do it; True where it was refused, which must be exactly as expected."""
        try:
            verb(self.tx, **facts)  # type: ignore[operator]
        except Problem as problem:
            assert type(problem) is expected
            return True
        assert expected is None
        return False

    def is_lost(self) -> str | None:
        return None if self.until and self.clock() >= self.until else self.loss

    @rule()
    def get_a_card(self) -> None:
        new = [cards.NewCard(self.holder, LANGZHONG)]
        expected = ValidCardExists if self.has_card else None
        if not self.refused(expected, cards.issue_cards, cards=new, at=self.clock(), actor="test"):
            self.has_card, self.loss, self.until, self.since = True, None, None, self.clock()

    @rule(kind=st.sampled_from(["temporary", "formal"]))
    def lose(self, kind: str) -> None:
        until = self.clock() + DAYS if kind == "temporary" else None
        expected = None if self.has_card else NoValidCard
        lost = self.is_lost()
        facts = {"holder_id": self.holder, "kind": kind, "at": self.clock(), "actor": "test", "until": until}
        refused = self.refused(expected, cards.report_loss, **facts)
        if not refused and (lost is None or (lost, kind) == ("temporary", "formal")):
            self.since = self.since if lost else self.clock()
            self.loss, self.until = kind, until

    @rule(unhang=st.booleans())
    def find_again(self, unhang: bool) -> None:
        expected = {None: CardMoveRefused, "temporary": None, "formal": None if unhang else FormalLossStands}
        wanted = expected[self.is_lost()] if self.has_card else NoValidCard
        facts = {"holder_id": self.holder, "at": self.clock(), "actor": "test", "unhang_after_formal": unhang}
        if not self.refused(wanted, cards.cancel_loss, **facts):
            self.loss, self.until, self.since = None, None, self.clock()

    @rule()
    def give_it_up(self) -> None:
        facts = {"holder_id": self.holder, "at": self.clock(), "actor": "test", "reason": "duplicate"}
        if not self.refused(None if self.has_card else NoValidCard, cards.cancel_card, **facts):
            self.since = self.since if self.is_lost() else self.clock()
            self.has_card, self.loss, self.until = False, None, None

    @rule(hours=st.integers(1, 300))
    def wait(self, hours: int) -> None:
        self.clock.move(hours=hours)

    @invariant()
    def the_card_is_as_she_knows_it(self) -> None:
        if not hasattr(self, "holder"):
            return
        card = cards.card_of(self.tx, holder_id=self.holder)
        words = {None: "active", "temporary": "temporarily_lost", "formal": "lost"}
        if self.has_card:
            assert card is not None and card.effective(self.clock()) == words[self.is_lost()]
        else:
            assert card is None or card.state == "cancelled"
        assert card is None or card.state_since == self.since
        assert self.counted() - self.counted_before == (1 if self.has_card else 0)

    def counted(self) -> int:
        row = self.tx.execute("select coalesce(sum(holders), 0) from cards.by_province where province = 51").fetchone()
        return int(row[0]) if row else 0


def test_a_card_lives_as_the_model_says(tx: Transaction, keyring: Keyring, clock: HeldClock) -> None:
    facts = {"tx": tx, "keyring": keyring, "clock": clock, "start": clock()}
    quiet = settings(max_examples=40, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(type("LifeHere", (Life,), facts), settings=quiet)
