"""Each half of a card is activated, locked and unlocked by itself, and each cause is lifted by who may."""

from typing import Any
from uuid import uuid4

import pytest
from tests.factories import Cardholder, make_cardholder

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.kernel.clock import HeldClock
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction


@pytest.fixture
def one(tx: Transaction, keyring: Keyring, clock: HeldClock) -> Cardholder:
    return make_cardholder(tx, keyring=keyring, at=clock())


class Desk:
    """The verbs, with what is the same in every test."""

    def __init__(self, tx: Transaction, clock: HeldClock, one: Cardholder) -> None:
        self.tx, self.facts = tx, {"holder_id": one.holder_id, "at": clock(), "actor": "test"}
        self.one, self.clock = one, clock

    def lock(self, half: cards.Half, cause: cards.LockCause) -> cards.HalfStanding:
        return cards.lock_half(self.tx, half=half, cause=cause, reason="asked", **self.facts)

    def unlock(self, half: cards.Half, cause: cards.LockCause) -> cards.HalfStanding:
        return cards.unlock_half(self.tx, half=half, cause=cause, reason="settled", **self.facts)

    def activate(self, half: cards.Half) -> cards.HalfStanding:
        return cards.activate_half(self.tx, half=half, **self.facts)

    def states(self) -> tuple[str, ...]:
        found = cards.halves_of(self.tx, holder_id=self.one.holder_id, at=self.clock())
        return tuple(half.state for half in found)

    def set(self, half: str, state: str) -> None:
        self.tx.execute(f"update cards.card set {half}_state = %s where holder_id = %s", (state, self.one.holder_id))  # type: ignore[arg-type]

    def events(self) -> list[tuple[str, dict[str, Any]]]:
        found = cards.events_of(self.tx, holder_id=self.one.holder_id)
        return [(event.event, event.facts) for event in found if event.event != "issued"]

    def topics(self) -> list[str]:
        return [topic for (topic,) in self.tx.execute("select topic from kernel.outbox order by happened_at, event_id")]


@pytest.fixture
def desk(tx: Transaction, clock: HeldClock, one: Cardholder) -> Desk:
    return Desk(tx, clock, one)


def test_one_half_is_locked_and_the_others_go_on(desk: Desk) -> None:
    assert desk.lock("bank", "holder").state == "locked"
    assert desk.states() == ("active", "locked", "active")
    assert desk.unlock("bank", "holder").state == "active"
    assert desk.states() == ("active", "active", "active")
    assert [event for event, _ in desk.events()] == ["half_unlocked", "half_locked"]
    assert desk.events()[1][1] == {"half": "bank", "cause": "holder", "reason": "asked"}
    assert desk.topics() == ["cards.half_locked", "cards.half_unlocked"]


def test_locking_twice_changes_nothing(desk: Desk) -> None:
    first = desk.lock("social", "holder")
    assert desk.lock("social", "holder") == first
    assert len(desk.events()) == 1


def test_a_half_works_again_when_the_last_cause_is_lifted(desk: Desk) -> None:
    desk.lock("social", "holder")
    both = desk.lock("social", "owner")
    assert {lock.cause for lock in both.locks} == {"holder", "owner"}
    assert desk.unlock("social", "holder").state == "locked"
    assert desk.unlock("social", "owner").state == "active"


def test_a_holder_does_not_lift_what_the_keeper_locked_and_the_keeper_lifts_both(desk: Desk) -> None:
    desk.lock("transport", "owner")
    with pytest.raises(cards.HalfLockStands) as caught:
        desk.unlock("transport", "holder")
    assert caught.value.facts["cause"] == "owner"
    desk.lock("transport", "holder")
    assert desk.unlock("transport", "owner").state == "active"


def test_what_is_not_locked_is_not_unlocked_and_what_is_not_active_not_locked(desk: Desk) -> None:
    with pytest.raises(cards.HalfMoveRefused):
        desk.unlock("social", "owner")
    desk.set("bank", "inactive")
    with pytest.raises(cards.HalfMoveRefused):
        desk.lock("bank", "owner")
    assert desk.activate("bank").state == "active"
    assert desk.activate("bank").state == "active"
    assert [event for event, _ in desk.events()] == ["half_activated"]
    desk.lock("bank", "owner")
    with pytest.raises(cards.HalfMoveRefused):
        desk.activate("bank")


def test_a_lock_from_before_causes_were_kept_is_the_keepers(desk: Desk) -> None:
    desk.set("bank", "locked")
    with pytest.raises(cards.HalfLockStands):
        desk.unlock("bank", "holder")
    assert desk.unlock("bank", "owner").state == "active"


def test_each_half_has_one_keeper() -> None:
    kept = {half: kind for half in cards.HALVES for kind in cards.HALF_OWNERS.values() if _keeps(half, kind)}
    assert kept == {"social": "card_agency", "bank": "bank", "transport": "operator"}


def _keeps(half: cards.Half, kind: Any) -> bool:
    try:
        cards.check_owner(half, kind)
    except cards.HalfOfAnother:
        return False
    return True


def test_who_holds_no_card_has_no_halves(tx: Transaction, clock: HeldClock) -> None:
    with pytest.raises(cards.NoValidCard):
        cards.halves_of(tx, holder_id=uuid4(), at=clock())


def test_a_card_at_a_terminal_is_that_very_card(desk: Desk) -> None:
    card, holder_id = desk.one.card, desk.one.holder_id
    seen = {"identifier": card.identifier, "at": desk.clock()}
    assert cards.present_card(desk.tx, **seen) == card
    cards.cancel_card(desk.tx, holder_id=holder_id, at=desk.clock(), actor="test", reason="duplicate")
    cards.issue_cards(desk.tx, [cards.NewCard(holder_id, card.issuer)], at=desk.clock(), actor="test")
    with pytest.raises(cards.CardNotInUse):
        cards.present_card(desk.tx, **seen)


def test_the_ecard_shows_no_code_while_the_social_half_is_locked(desk: Desk, keyring: Keyring) -> None:
    def show() -> str:
        return ecards.show_code(desk.tx, holder_id=desk.one.holder_id, scene=0, at=desk.clock(), keyring=keyring).text

    desk.lock("transport", "holder")
    assert show().startswith("OC1")
    desk.lock("social", "holder")
    with pytest.raises(ecards.PhysicalCardStops):
        show()
    desk.unlock("social", "holder")
    assert show().startswith("OC1")
