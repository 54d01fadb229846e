"""Which halves of a new card work from its activation on: the rulebook says so, the keeper does the rest."""

from dataclasses import replace
from typing import Any

import pytest
from tests.factories import HALVES, LANGZHONG, make_resident

from onecard.domains.cards import api as cards
from onecard.kernel.clock import HeldClock
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction

WAITING = ("inactive", "inactive", "inactive")


class Person:
    """Somebody who applies for a card, and what a counter does for her."""

    def __init__(self, tx: Transaction, keyring: Keyring, clock: HeldClock) -> None:
        self.tx, self.clock = tx, clock
        self.holder_id = make_resident(tx, keyring=keyring, at=clock())
        wanted = [cards.CardWanted(self.holder_id, LANGZHONG, bank="a bank")]
        cards.apply_cards(tx, wanted, at=clock(), actor="test")

    @property
    def facts(self) -> dict[str, Any]:
        return {"holder_id": self.holder_id, "at": self.clock(), "actor": "test"}

    def receives(self, halves: cards.HalvesRule = HALVES) -> cards.Card:
        cards.produce_here(self.tx, **self.facts)
        return cards.activate_card(self.tx, halves=halves, handed_over=True, **self.facts)

    def replaces(self, halves: cards.HalvesRule = HALVES, **facts: Any) -> cards.Card:
        cards.replace_card(self.tx, reason="damaged", **facts, **self.facts)
        return self.receives(halves)

    def states(self) -> tuple[str, ...]:
        found = cards.halves_of(self.tx, holder_id=self.holder_id, at=self.clock())
        return tuple(half.state for half in found)


@pytest.fixture
def she(tx: Transaction, keyring: Keyring, clock: HeldClock) -> Person:
    return Person(tx, keyring, clock)


def test_no_half_of_a_card_on_its_way_works(she: Person) -> None:
    assert she.states() == WAITING


def test_the_bank_half_of_a_first_card_waits_for_the_bank(she: Person) -> None:
    active = she.receives()
    assert she.states() == ("active", "inactive", "active")
    assert cards.card_of(she.tx, holder_id=she.holder_id) == active
    cards.activate_half(she.tx, half="bank", **she.facts)
    assert she.states() == ("active", "active", "active")


def test_another_place_lets_another_half_wait(she: Person) -> None:
    she.receives(cards.HalvesRule(frozenset({"social", "bank"}), follow=True))
    assert she.states() == ("active", "active", "inactive")


def test_an_activated_bank_half_goes_on_with_the_same_bank_and_waits_with_another(she: Person) -> None:
    she.receives()
    she.replaces()
    assert she.states()[1] == "inactive"
    cards.activate_half(she.tx, half="bank", **she.facts)
    she.replaces()
    assert she.states()[1] == "active"
    she.replaces(bank="another bank")
    assert she.states()[1] == "inactive"


def test_where_halves_do_not_follow_the_bank_half_waits_on_every_card(she: Person) -> None:
    she.receives()
    cards.activate_half(she.tx, half="bank", **she.facts)
    she.replaces(replace(HALVES, follow=False))
    assert she.states() == ("active", "inactive", "active")


def test_an_activation_between_request_and_pick_up_counts(she: Person) -> None:
    she.receives()
    cards.replace_card(she.tx, reason="upgrade", **she.facts)
    cards.activate_half(she.tx, half="bank", **she.facts)
    she.receives()
    assert she.states()[1] == "active"


def test_a_lock_waits_with_the_half_that_waits(she: Person) -> None:
    she.receives()
    cards.activate_half(she.tx, half="bank", **she.facts)
    cards.lock_half(she.tx, half="bank", cause="holder", reason="asked", **she.facts)
    she.replaces(bank="another bank")
    assert she.states()[1] == "inactive"
    assert cards.activate_half(she.tx, half="bank", **she.facts).state == "locked"
    assert cards.unlock_half(she.tx, half="bank", cause="holder", reason="asked", **she.facts).state == "active"


def test_a_card_taken_over_from_elsewhere_brings_its_bank_half(
    tx: Transaction, keyring: Keyring, clock: HeldClock
) -> None:
    holders = [make_resident(tx, keyring=keyring, at=clock()) for _ in range(2)]
    brought = cards.NewCard(holders[1], LANGZHONG, bank_state="inactive")
    made = cards.issue_cards(tx, [cards.NewCard(holders[0], LANGZHONG), brought], at=clock(), actor="test")
    assert [cards.card_of(tx, holder_id=one) for one in holders] == made
    assert [card.bank_state for card in made] == ["active", "inactive"]
