"""The passwords on a card: given, changed, checked, counted and locked, and nothing of them told or kept in clear."""

import threading
from datetime import timedelta

import pytest
from tests.factories import HALVES, LANGZHONG, Cardholder, make_cardholder, make_resident

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.kernel.clock import SHANGHAI, HeldClock
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Database, Transaction

OWN, WRONG = "394857", "394858"
SIX, THREE_A_DAY = cards.PinRule(6, by_day=False), cards.PinRule(3, by_day=True)


@pytest.fixture
def one(tx: Transaction, keyring: Keyring, clock: HeldClock) -> Cardholder:
    return make_cardholder(tx, keyring=keyring, at=clock())


class Pad:
    """A person at a key pad or a counter, about one half."""

    def __init__(
        self,
        tx: Transaction,
        keyring: Keyring,
        clock: HeldClock,
        one: Cardholder,
        half: cards.Half,
        rule: cards.PinRule,
    ) -> None:
        self.tx, self.keyring, self.clock, self.one, self.half, self.rule = tx, keyring, clock, one, half, rule

    def facts(self) -> dict[str, object]:
        ids = {"holder_id": self.one.holder_id, "half": self.half}
        return {**ids, "keyring": self.keyring, "at": self.clock(), "actor": "test"}

    def give(self) -> str:
        return cards.give_pin(self.tx, **self.facts())  # type: ignore[arg-type]

    def change(self, old: str, new: str) -> cards.PinAnswer:
        return cards.change_pin(self.tx, old=old, new=new, rule=self.rule, **self.facts())  # type: ignore[arg-type]

    def check(self, pin: str) -> tuple[bool, int]:
        said = cards.check_pin(self.tx, pin=pin, rule=self.rule, **self.facts())  # type: ignore[arg-type]
        return said.matches, said.tries_left

    def set(self) -> None:
        assert self.change(self.give(), OWN).matches

    def standing(self) -> cards.HalfStanding:
        found = cards.halves_of(self.tx, holder_id=self.one.holder_id, at=self.clock())
        return next(half for half in found if half.half == self.half)

    def events(self) -> list[str]:
        told = [event.event for event in cards.events_of(self.tx, holder_id=self.one.holder_id)]
        return [event for event in reversed(told) if event != "issued"]


@pytest.fixture
def social(tx: Transaction, keyring: Keyring, clock: HeldClock, one: Cardholder) -> Pad:
    return Pad(tx, keyring, clock, one, "social", SIX)


@pytest.fixture
def bank(tx: Transaction, keyring: Keyring, clock: HeldClock, one: Cardholder) -> Pad:
    return Pad(tx, keyring, clock, one, "bank", THREE_A_DAY)


def test_an_initial_password_opens_nothing_until_it_is_changed(social: Pad) -> None:
    with pytest.raises(cards.PinNotSet):
        social.check(OWN)
    initial = social.give()
    assert social.standing().pin == "initial"
    assert social.check(WRONG) == (False, 5)
    with pytest.raises(cards.PinMustChange):
        social.check(initial)
    assert social.change(initial, OWN) == cards.PinAnswer(matches=True, tries_left=6)
    assert social.check(OWN) == (True, 6)
    assert social.standing().pin == "set"
    assert social.events() == ["pin_given", "pin_wrong", "pin_changed"]


def test_a_right_one_forgets_the_wrong_ones_before(social: Pad) -> None:
    social.set()
    assert [social.check(WRONG) for _ in range(5)] == [(False, left) for left in (5, 4, 3, 2, 1)]
    assert social.check(OWN) == (True, 6)
    assert social.check(WRONG) == (False, 5)


def test_the_last_wrong_try_locks_password_half_and_ecard_until_the_counter_gives_a_new_one(social: Pad) -> None:
    social.set()
    for _ in range(6):
        said = social.check(WRONG)
    assert said == (False, 0)
    with pytest.raises(cards.PinLocked):
        social.check(OWN)
    social.clock.move(days=400)
    with pytest.raises(cards.PinLocked):
        social.check(OWN)
    assert (social.standing().state, social.standing().pin) == ("locked", "locked")
    with pytest.raises(ecards.PhysicalCardStops):
        ecards.show_code(social.tx, holder_id=social.one.holder_id, scene=0, at=social.clock(), keyring=social.keyring)
    with pytest.raises(cards.HalfLockStands):
        cards.unlock_half(
            social.tx, holder_id=social.one.holder_id, half="social", cause="owner", reason="asked",
            at=social.clock(), actor="test",
        )  # fmt: skip
    initial = social.give()
    assert (social.standing().state, social.standing().pin) == ("active", "initial")
    assert social.change(initial, OWN).matches
    assert social.events()[-5:] == ["pin_locked", "half_locked", "pin_reset", "half_unlocked", "pin_changed"]


def test_where_tries_count_by_day_the_lock_ends_with_the_day_and_the_half_goes_on(bank: Pad) -> None:
    bank.set()
    assert [bank.check(WRONG) for _ in range(2)] == [(False, 2), (False, 1)]
    bank.clock.move(days=1)
    assert [bank.check(WRONG) for _ in range(3)] == [(False, 2), (False, 1), (False, 0)]
    assert (bank.standing().state, bank.standing().pin) == ("active", "locked")
    with pytest.raises(cards.PinLocked) as caught:
        bank.check(OWN)
    midnight = (bank.clock() + timedelta(days=1)).astimezone(SHANGHAI).replace(hour=0, minute=0)
    assert caught.value.words()["title"].endswith(f"locked until {midnight:%Y-%m-%d %H:%M}")
    bank.clock.at = midnight
    assert bank.check(WRONG) == (False, 2)
    assert bank.check(OWN) == (True, 3)


def test_a_password_is_changed_only_by_the_old_one_and_wrong_old_ones_count(social: Pad) -> None:
    social.set()
    assert social.change(WRONG, "528491") == cards.PinAnswer(matches=False, tries_left=5)
    assert social.check(WRONG) == (False, 4)
    with pytest.raises(cards.PinNotNew):
        social.change(OWN, OWN)


@pytest.mark.parametrize("weak", ["123456", "111111", "121212", "12345", "abcdef"])
def test_a_simple_one_is_refused_before_the_old_one_is_tried(social: Pad, weak: str) -> None:
    social.set()
    with pytest.raises(cards.PinTooSimple):
        social.change(WRONG, weak)
    assert social.check(OWN) == (True, 6)


def test_no_part_of_the_number_is_a_password(social: Pad) -> None:
    initial = social.give()
    with pytest.raises(cards.PinTooSimple):
        social.change(initial, social.one.number[8:14])


def test_a_locked_half_checks_no_password_and_counts_no_try(social: Pad) -> None:
    social.set()
    ids = {"holder_id": social.one.holder_id, "half": "social", "at": social.clock(), "actor": "test"}
    cards.lock_half(social.tx, cause="holder", reason="asked", **ids)
    with pytest.raises(cards.HalfStopped):
        social.check(WRONG)
    cards.unlock_half(social.tx, cause="holder", reason="asked", **ids)
    assert social.check(WRONG) == (False, 5)


def test_a_lost_card_checks_nothing(social: Pad) -> None:
    social.set()
    cards.report_loss(social.tx, holder_id=social.one.holder_id, kind="formal", at=social.clock(), actor="test")
    for verb in (lambda: social.check(OWN), lambda: social.change(OWN, "528491"), social.give):
        with pytest.raises(cards.CardNotInUse):
            verb()


def test_a_new_card_starts_without_a_password(social: Pad) -> None:
    social.set()
    holder_id = social.one.holder_id
    cards.cancel_card(social.tx, holder_id=holder_id, at=social.clock(), actor="test", reason="duplicate")
    cards.issue_cards(social.tx, [cards.NewCard(holder_id, social.one.card.issuer)], at=social.clock(), actor="test")
    assert social.standing().pin == "none"
    with pytest.raises(cards.PinNotSet):
        social.check(OWN)


def test_halves_have_passwords_of_their_own_and_a_moved_hash_opens_nothing(social: Pad, bank: Pad) -> None:
    social.set()
    bank.set()
    other = social.give()
    social.change(other, "528491")
    assert (social.check("528491"), bank.check(OWN)) == ((True, 6), (True, 3))
    social.tx.execute(
        "update cards.pin set hash = (select hash from cards.pin p"
        " where p.holder_id = pin.holder_id and p.half = 'bank')"
        " where half = 'social'"
    )
    assert social.check(OWN) == (False, 5)


def test_no_password_stands_anywhere_in_clear(social: Pad) -> None:
    initial = social.give()
    social.change(initial, OWN)
    for table in ("cards.pin", "cards.event", "kernel.outbox"):
        kept = " ".join(row[0] for row in social.tx.execute(f"select t::text from {table} t"))  # type: ignore[arg-type]
        assert OWN not in kept and initial not in kept, table


def test_two_terminals_that_guess_in_the_same_instant_count_both(
    database: Database, keyring: Keyring, clock: HeldClock
) -> None:
    with database.writing() as tx:
        one = make_cardholder(tx, keyring=keyring, at=clock())
        Pad(tx, keyring, clock, one, "social", SIX).set()
    ready, answers = threading.Barrier(6), []

    def guess() -> None:
        ready.wait()
        with database.writing() as tx:
            answers.append(Pad(tx, keyring, clock, one, "social", SIX).check(WRONG))

    threads = [threading.Thread(target=guess) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [(False, left) for left in range(6)]
    with database.reading() as tx:
        assert Pad(tx, keyring, clock, one, "social", SIX).standing().state == "locked"


def test_a_password_is_given_for_a_card_in_use_and_for_no_other(
    tx: Transaction, keyring: Keyring, clock: HeldClock
) -> None:
    facts = {"holder_id": make_resident(tx, keyring=keyring, at=clock()), "actor": "test"}

    def given() -> str:
        try:
            return str(len(cards.give_pin(tx, half="social", keyring=keyring, at=clock(), **facts)))
        except (cards.CardNotInUse, cards.NoValidCard) as refused:
            assert all(refused.words().values())
            return str(refused.facts.get("state", "none"))

    steps = [given()]
    cards.apply_cards(tx, [cards.CardWanted(facts["holder_id"], LANGZHONG)], at=clock(), actor="test")  # type: ignore[arg-type]
    made = cards.produce_here(tx, at=clock(), **facts)
    cards.deliver_cards(tx, [made.identifier], at=clock(), actor="test")
    steps.append(given())
    cards.activate_card(tx, halves=HALVES, at=clock(), **facts)
    steps.append(given())
    cards.report_loss(tx, kind="temporary", until=clock() + timedelta(days=10), at=clock(), **facts)
    steps.append(given())
    clock.move(days=10)
    steps.append(given())
    cards.report_loss(tx, kind="formal", at=clock(), **facts)
    steps.append(given())
    assert steps == ["none", "delivered", "6", "temporarily_lost", "6", "lost"]
