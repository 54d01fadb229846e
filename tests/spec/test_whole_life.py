"""The card's life with everything that hangs on it: halves, e-card, phone, a daughter who acts, and a year pass.

The model of `test_card_life`, and besides: holder and keepers lock and unlock halves, the holder suspends the e-card,
enrols a phone that shows codes without a network, a daughter shows codes and reports losses until her delegation is
taken back or runs out, and a year pass opens a site with whichever card is the valid one. What was taken without a
network is judged at the upload by what held at its moment.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test
from tests.country import agency
from tests.factories import make_cardholder
from tests.spec.street import WIRE, Street
from tests.spec.test_card_life import LOSS_DAYS, NEVER, NO_CARD, Life

from onecard.domains.agencies import api as agencies
from onecard.domains.cards import api as cards
from onecard.domains.delegations import api as delegations
from onecard.domains.ecards import api as ecards
from onecard.domains.ledger import api as ledger
from onecard.domains.usage import api as usage
from onecard.kernel.clock import day_of
from onecard.kernel.errors import Problem
from onecard.kernel.ids import new_id
from onecard.rules.book import Book
from onecard.scenes.tourism import store as passes
from onecard.scenes.tourism.models import YearPass
from onecard.verifier.tests.carried import Phone

Half = Literal["social", "transport"]
TERMS = ecards.CarrierTerms(phones_max=2, phone_days=7, phone_codes_per_day=20, print_days=365)
GIVEN_FOR, PASS_DAYS, VISITS = timedelta(days=300), 365, 2
PRICE_FEN, ESCROW = 29900, ledger.purse(51, ledger.PASS_ESCROW)
LIFTS = {"holder": {"holder"}, "owner": {"holder", "owner"}}


@dataclass(frozen=True)
class Late:
    """A use that waits for its upload: with which card or (None) which code, and whether it was right at its moment."""

    use: usage.Use
    worked: bool
    card: cards.Card | None
    carrier: int | None = None


class WholeLife(Life):
    """Everything `Life` knows, and what hangs on the card."""

    book: Book
    site: UUID

    @initialize(with_card=st.sampled_from([True, True, True, False]))
    def be_born(self, with_card: bool) -> None:
        self.locks: dict[UUID, dict[Half, set[str]]] = {}
        self.wait_for_the_bank: set[UUID] = set()
        self.used_last: cards.Card | None = None
        self.suspended = False
        self.carried: tuple[Phone, bytes, int, datetime] | None = None
        self.revoked: dict[int, datetime] = {}
        self.shown = 0
        self.visits: dict[date, int] = {}
        super().be_born(with_card)
        self.waiting: list[Late] = []
        at, tx, keyring = self.now, self.street.tx, self.street.keyring
        self.daughter = make_cardholder(tx, keyring=keyring, at=at, born=date(1975, 3, 1), name="李女儿")
        self.given_until = at + GIVEN_FOR
        terms = delegations.Terms(("show_code", "report_loss"), ("transit",), 20, day_of(self.given_until))
        self.given = delegations.register_delegation(
            tx, delegations.Wish(self.holder, self.daughter.holder_id, "daughter", terms), kind="delegation",
            proof=delegations.Proof("in_person", "staff x", "A107"), book=self.book, scenes=["transit"], at=at,
            keyring=keyring,
        )  # fmt: skip
        self.counted_before = self.counted() - bool(with_card)
        self.year_pass = YearPass(new_id(), "hainan_guangdong", ESCROW, day_of(at), PRICE_FEN, activated=day_of(at))
        ends = day_of(at) + timedelta(days=PASS_DAYS)
        passes.save_pass(tx, self.holder, self.year_pass, ends_on=ends, at=at)
        self.street.top_up(self.holding(NO_CARD), PRICE_FEN, kind=ledger.PASS_ESCROW)
        self.fen += PRICE_FEN

    # What the model knows

    def locked(self, card: cards.Card | None, half: Half) -> bool:
        return bool(card and self.locks.get(card.card_id, {}).get(half))

    def tap_works(self, half: Half = "transport") -> bool:
        return self.works() and not self.locked(self.card, half)

    def code_works(self) -> bool:
        return self.tap_works() and not self.suspended

    def shows(self) -> bool:
        """Whether the platform shows a code at all: the e-card follows the card and its social half."""
        stands = self.card is not None and not self.lost() and not self.locked(self.card, "social")
        return stands and not self.suspended

    def judged(self) -> cards.Card | None:
        """The card a code is judged by: the valid one, else the last that was in use."""
        return self.card or self.used_last

    # Cards come and go: locks follow

    @rule(handed_over=st.booleans())
    def activate(self, handed_over: bool) -> None:
        before = self.card
        super().activate(handed_over)
        if self.card is None or self.card is before:
            return
        if before is None or before.card_id in self.wait_for_the_bank or before.bank != self.card.bank:
            self.wait_for_the_bank.add(self.card.card_id)
        if before is not None:
            kept = self.locks.get(before.card_id, {})
            self.locks[self.card.card_id] = {half: set(causes) for half, causes in kept.items()}

    @precondition(lambda self: self.card and not self.coming)
    @rule(reason=st.sampled_from(["lost", "damaged"]))
    def get_a_new_card_while_she_waits(self, reason: Any) -> None:
        """Asked for, made and handed over at one counter: chance alone walks that way too seldom."""
        self.ask_for_a_new_card(reason)
        self.make_it_here()
        self.activate(handed_over=True)

    def end(self, reason: Any) -> None:
        before = self.card
        super().end(reason)
        if before is not None and self.card is None:
            self.used_last = before

    @rule()
    def die(self) -> None:
        alive = self.died is None
        super().die()
        if alive and self.died is not None:
            delegations.end_at_death(self.street.tx, holder_id=self.holder, at=self.now)
            self.given_until = min(self.given_until, self.now)

    # Halves

    @rule(half=st.sampled_from(["social", "transport"]), cause=st.sampled_from(["holder", "owner"]))
    def lock(self, half: Half, cause: Any) -> None:
        expected = None if self.card else cards.NoValidCard
        if self.does(expected, cards.lock_half, half=half, cause=cause, reason="asked") and self.card:
            self.locks.setdefault(self.card.card_id, {}).setdefault(half, set()).add(cause)

    @rule(half=st.sampled_from(["social", "transport"]), cause=st.sampled_from(["holder", "owner"]))
    def unlock(self, half: Half, cause: Any) -> None:
        held = self.locks.get(self.card.card_id, {}).get(half, set()) if self.card else set()
        stands = cards.HalfMoveRefused if not held else None if held & LIFTS[cause] else cards.HalfLockStands
        expected = stands if self.card else cards.NoValidCard
        if self.does(expected, cards.unlock_half, half=half, cause=cause, reason="settled") and self.card:
            self.locks[self.card.card_id][half] -= LIFTS[cause]

    # The e-card and a phone without a network

    def ecard_does(self, expected: type[Problem] | None, verb: Any, **facts: Any) -> Any:
        try:
            with self.street.tx.transaction():
                answer = verb(self.street.tx, holder_id=self.holder, at=self.now, **facts)
        except Problem as problem:
            assert type(problem) is expected, problem
            return None
        assert expected is None
        return answer

    @rule()
    def suspend_the_ecard(self) -> None:
        self.ecard = self.ecard_does(None, ecards.suspend_ecard)
        if not self.suspended and self.carried:
            self.revoked[self.carried[2]] = self.now
            self.carried = None
        self.suspended = True

    @rule()
    def resume_the_ecard(self) -> None:
        self.ecard = self.ecard_does(None, ecards.resume_ecard)
        self.suspended = False

    @rule()
    def enrol_the_phone(self) -> None:
        expected = ecards.EcardStopped if self.suspended else None if self.shows() else ecards.PhysicalCardStops
        phone = self.carried[0] if self.carried else Phone()
        facts = {"public_key": phone.public, "terms": TERMS, "keyring": self.street.keyring}
        made = self.ecard_does(expected, ecards.enrol_phone, **facts)
        if made is not None:
            if self.carried and self.now < self.carried[3]:
                self.revoked[self.carried[2]] = self.now
            carrier = made.carrier
            self.carried = (phone, made.certificate, carrier.serial, carrier.expires_at)

    @precondition(lambda self: self.carried and self.now < self.carried[3] and self.card)
    @rule(offline=st.booleans())
    def show_a_code_without_network(self, offline: bool) -> None:
        assert self.carried is not None
        phone, certificate, serial, _ = self.carried
        self.shown = self.shown % 19 + 1
        day = timedelta(days=1) if self.shown == 1 else timedelta(minutes=1)
        text = phone.show(certificate, at=self.now, number=self.shown)
        self.present_or_keep(text, self.code_works(), offline=offline, carrier=serial)
        self.street.clock.move(seconds=day.total_seconds())

    # A daughter who acts

    @property
    def delegated(self) -> bool:
        return self.now < self.given_until

    def act(self, scope: Any) -> delegations.Delegation | None:
        """The delegation, held to act by; None where it must be refused, and was."""
        ids = {"holder_id": self.holder, "delegation_id": self.given.delegation_id}
        try:
            held = delegations.take_to_act(
                self.street.tx, **ids, delegate_id=self.daughter.holder_id, scope=scope, at=self.now
            )
        except (delegations.DelegationNotInForce, delegations.PersonDied):
            assert not self.delegated or self.died
            return None
        assert self.delegated and not self.died
        return held

    @rule(offline=st.booleans())
    def the_daughter_shows_a_code(self, offline: bool) -> None:
        held = self.act("show_code")
        if held is None:
            return
        expected = ecards.EcardStopped if self.suspended else None if self.shows() else ecards.PhysicalCardStops
        facts = {"scene": "transit", "wire": WIRE["transit"], "keyring": self.street.keyring, "seconds": 60}

        def show(tx: Any, *, holder_id: UUID, at: datetime, **more: Any) -> Any:
            return delegations.show_code_for(tx, held, at=at, **more)

        code = self.ecard_does(expected, show, **facts)
        if code is not None:
            self.present_or_keep(code.text, self.code_works(), offline=offline)
        self.street.clock.move(minutes=80)  # not more than her codes a day

    @rule()
    def the_daughter_reports_a_loss(self) -> None:
        if self.act("report_loss") is None:
            return
        before = self.lost()
        until = self.now + LOSS_DAYS
        answer = self.does(
            None if self.card else cards.NoValidCard, cards.report_loss, kind="temporary", until=until
        )  # fmt: skip
        if answer is not None and not before:
            self.loss, self.until = "temporary", until

    @rule()
    def take_the_delegation_back(self) -> None:
        ids = {"holder_id": self.holder, "delegation_id": self.given.delegation_id}
        delegations.end_delegation(self.street.tx, **ids, by=self.holder, book=self.book, at=self.now)
        self.given_until = min(self.given_until, self.now)

    # Using it

    def present_or_keep(self, text: str, works: bool, *, offline: bool, carrier: int | None = None) -> None:
        """A code at the gate: answered now, or taken and kept for the upload."""
        use = self.street.use(text, point=self.street.chengdu_bus, offline=offline)
        if offline:
            self.waiting.append(Late(use, self.works(), None, carrier))
        else:
            self.take(use, works)

    @rule(offline=st.booleans())
    def show_the_code(self, offline: bool) -> None:
        if self.card is not None or not offline:
            self.present_or_keep(self.street.code(self.holding(NO_CARD)), self.code_works(), offline=offline)
        self.street.clock.move(minutes=1)

    @precondition(lambda self: self.card)
    @rule(offline=st.booleans())
    def tap_the_card(self, offline: bool) -> None:
        assert self.card is not None
        use = self.tap(self.card, offline=offline)
        if offline:
            self.waiting.append(Late(use, self.works(), self.card))
        else:
            self.take(use, self.tap_works())
        self.street.clock.move(minutes=1)

    @precondition(lambda self: self.waiting)
    @rule(which=st.integers(0, 99))
    def upload_what_was_tapped_offline(self, which: int) -> None:
        """Loss and death count at the moment of the use; what is locked or suspended now is not drawn on now."""
        late = self.waiting.pop(which % len(self.waiting))
        moment = late.use.happened_at
        if moment <= self.now - timedelta(days=89):
            return
        dead_then = self.died is not None and self.died <= day_of(moment)
        drawn = not self.locked(late.card or self.judged(), "transport")
        if late.card is None:
            revoked = self.revoked.get(late.carrier or 0, NEVER) <= moment
            drawn = drawn and not self.suspended and not revoked
        self.take(late.use, late.worked and not dead_then and drawn)

    @precondition(lambda self: self.card)
    @rule()
    def enter_with_the_year_pass(self) -> None:
        assert self.card is not None
        today, sequence = day_of(self.now), self.street.next_sequence(self.site)
        in_time = today < self.year_pass.bought.replace(year=self.year_pass.bought.year + 1)
        expected = self.tap_works("social") and in_time and self.visits.get(today, 0) < VISITS
        text = self.street.tap(self.holding(self.card), self.site, sequence)
        use = self.street.use(text, point=self.site, sequence=sequence, details={"product": "pass"})
        outcome = self.take(use, expected)
        if isinstance(outcome, usage.Accepted):
            assert outcome.paid_fen == 0, "it was paid for when it was bought"
            self.visits[today] = self.visits.get(today, 0) + 1
            self.fen -= outcome.price_fen  # what the site earns comes out of what the pass cost
        self.street.clock.move(minutes=1)

    # What always holds

    @invariant()
    def what_hangs_on_the_card_follows_it(self) -> None:
        if not hasattr(self, "year_pass"):
            return
        tx, at = self.street.tx, self.now
        halves = {one.half: one for one in cards.halves_of(tx, holder_id=self.holder, at=at)} if self.card else {}
        for half, one in halves.items():
            held = self.locks.get(self.card.card_id, {}).get(half, set()) if self.card else set()
            waits = half == "bank" and self.card is not None and self.card.card_id in self.wait_for_the_bank
            state = "locked" if held else "inactive" if waits else "active"
            assert (one.state, {lock.cause for lock in one.locks}) == (state, held)
        card, ecard = cards.card_of(tx, holder_id=self.holder), ecards.ecard_of(tx, holder_id=self.holder)
        assert (ecards.effective_state(ecard, card, at) == "active") == self.shows()
        [kept] = passes.passes_of(tx, self.holder)
        assert (kept.pass_id, kept.activated, kept.refunded) == (
            self.year_pass.pass_id, self.year_pass.activated, None,
        )  # fmt: skip
        [given] = delegations.delegations_of(tx, holder_id=self.holder)
        assert (given.effective(at) == "active") == self.delegated


def open_site(street: Street) -> UUID:
    """A site in Hainan whose gate takes year passes."""
    site = agencies.NewPoint(
        new_id(), agency("operator 51"), "gate", "tourism", 460105, "火山公园", "Volcano park", 20000, bytes(32),
        {"site": "hk_volcano"},
    )  # fmt: skip
    agencies.register_points(street.tx, [site], at=street.clock())
    return site.point_id


@pytest.mark.slow
def test_everything_that_hangs_on_a_card_lives_as_the_model_says(street: Street, book: Book) -> None:
    facts = {"street": street, "start": street.clock(), "book": book, "site": open_site(street)}
    quiet = settings(max_examples=60, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(type("WholeLifeHere", (WholeLife,), facts), settings=quiet)
