"""A new card takes the place of an old one: never two that work, and what is the person's stays hers."""

from datetime import date, timedelta

import pytest
from tests.factories import HALVES, LANGZHONG, TIANHE, Cardholder, make_cardholder, make_resident

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.kernel.clock import HeldClock
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction


@pytest.fixture
def holder(tx: Transaction, keyring: Keyring, clock: HeldClock) -> Cardholder:
    return make_cardholder(tx, keyring=keyring, at=clock())


def make_and_hand_over(tx: Transaction, clock: HeldClock, holder_id: object) -> cards.Card:
    facts = {"holder_id": holder_id, "at": clock(), "actor": "test"}
    cards.produce_here(tx, **facts)
    return cards.activate_card(tx, halves=HALVES, handed_over=True, **facts)


def events(tx: Transaction, one: object) -> list[str]:
    return [event.event for event in cards.events_of(tx, holder_id=one)][::-1]


def test_a_lost_card_ends_in_the_moment_the_new_one_works(
    tx: Transaction, clock: HeldClock, holder: Cardholder
) -> None:
    facts = {"holder_id": holder.holder_id, "actor": "test"}
    coming = cards.replace_card(tx, reason="lost", at=clock(), **facts)
    old, new = cards.cards_of(tx, holder_id=holder.holder_id)
    assert (old.state, new) == ("lost", coming)
    clock.move(days=3)
    active = make_and_hand_over(tx, clock, holder.holder_id)
    first, second = cards.cards_of(tx, holder_id=holder.holder_id)
    assert (first, second.card_id, second.state) == (active, holder.card.card_id, "replaced")
    assert active.card_number != holder.card.card_number and active.identifier != holder.card.identifier
    assert (active.issuer, active.replaces, active.reason) == (LANGZHONG, holder.card.card_id, "lost")
    happened = ["issued", "formal_loss_reported", "applied", "produced", "delivered", "replaced", "activated"]
    assert events(tx, holder.holder_id) == happened


def test_a_damaged_card_works_until_the_new_one_is_active(
    tx: Transaction, clock: HeldClock, holder: Cardholder
) -> None:
    cards.replace_card(tx, holder_id=holder.holder_id, reason="damaged", at=clock(), actor="test", bank="another")
    present = cards.card_of(tx, holder_id=holder.holder_id)
    assert present == holder.card
    active = make_and_hand_over(tx, clock, holder.holder_id)
    assert (active.state, active.bank) == ("active", "another")
    assert cards.card_of(tx, holder_id=holder.holder_id) == active


def test_a_locked_half_stays_locked_on_the_new_card_and_wrong_passwords_stay_behind(
    tx: Transaction, keyring: Keyring, clock: HeldClock, holder: Cardholder
) -> None:
    facts = {"holder_id": holder.holder_id, "at": clock(), "actor": "test"}
    cards.lock_half(tx, half="bank", cause="owner", reason="misuse", **facts)
    cards.give_pin(tx, half="social", keyring=keyring, **facts)
    for _ in range(2):
        cards.check_pin(tx, half="social", pin="628194", rule=cards.PinRule(2, by_day=False), keyring=keyring, **facts)
    before = cards.halves_of(tx, holder_id=holder.holder_id, at=clock())
    assert [one.state for one in before] == ["locked", "locked", "active"]
    cards.replace_card(tx, reason="damaged", **facts)
    active = make_and_hand_over(tx, clock, holder.holder_id)
    after = cards.halves_of(tx, holder_id=holder.holder_id, at=clock())
    assert [(one.card_id, one.state, one.pin) for one in after] == [
        (active.card_id, "active", "none"),
        (active.card_id, "locked", "none"),
        (active.card_id, "active", "none"),
    ]


def test_a_second_replacement_waits_for_the_first(tx: Transaction, clock: HeldClock, holder: Cardholder) -> None:
    facts = {"holder_id": holder.holder_id, "at": clock(), "actor": "test"}
    cards.replace_card(tx, reason="upgrade", **facts)
    with pytest.raises(cards.ApplicationOpen):
        cards.replace_card(tx, reason="damaged", **facts)


def test_the_e_card_follows_to_another_issuer_and_stays_itself(
    tx: Transaction, clock: HeldClock, holder: Cardholder
) -> None:
    facts = {"holder_id": holder.holder_id, "at": clock(), "actor": "test"}
    cards.replace_card(tx, reason="transfer", issuer=TIANHE, **facts)
    active = make_and_hand_over(tx, clock, holder.holder_id)
    ecards.follow_card(tx, holder_id=holder.holder_id, issuer=active.issuer, at=clock())
    ecard = ecards.ecard_of(tx, holder_id=holder.holder_id)
    assert ecard is not None and ecard.issuer == TIANHE
    assert (ecard.sign_no, ecard.pseudonym, ecard.level) == (
        holder.ecard.sign_no,
        holder.ecard.pseudonym,
        holder.ecard.level,
    )
    for board in ("cards.by_province", "ecards.by_province"):
        assert dict(tx.execute(f"select * from {board}").fetchall()) == {51: 0, 44: 1}, board


def test_a_lost_card_that_will_be_replaced_is_found_only_after_the_replacement_is_withdrawn(
    tx: Transaction, clock: HeldClock, holder: Cardholder
) -> None:
    facts = {"holder_id": holder.holder_id, "at": clock(), "actor": "test"}
    cards.replace_card(tx, reason="lost", **facts)
    with pytest.raises(cards.ReplacementOpen):
        cards.cancel_loss(tx, unhang_after_formal=True, **facts)
    cards.withdraw_application(tx, **facts)
    assert cards.cancel_loss(tx, unhang_after_formal=True, **facts).state == "active"


def test_what_a_maker_has_begun_is_not_withdrawn(tx: Transaction, clock: HeldClock, holder: Cardholder) -> None:
    facts = {"holder_id": holder.holder_id, "at": clock(), "actor": "test"}
    cards.replace_card(tx, reason="damaged", **facts)
    cards.order_production(tx, division=510000, at_most=10, at=clock(), actor="test")
    with pytest.raises(cards.ProductionBegun):
        cards.withdraw_application(tx, **facts)
    with pytest.raises(cards.ProductionBegun):
        cards.produce_here(tx, **facts)


def test_a_death_ends_every_card_of_a_person(tx: Transaction, clock: HeldClock, holder: Cardholder) -> None:
    facts = {"holder_id": holder.holder_id, "at": clock(), "actor": "test"}
    cards.replace_card(tx, reason="lost", **facts)
    cards.issue_temporary_card(tx, until=clock() + timedelta(days=60), **facts)
    cards.cancel_card(tx, reason="death", **facts)
    assert {one.state for one in cards.cards_of(tx, holder_id=holder.holder_id)} == {"cancelled"}
    with pytest.raises(cards.NoValidCard):
        cards.cancel_card(tx, reason="death", **facts)


def test_the_dead_activate_nothing(tx: Transaction, keyring: Keyring, clock: HeldClock) -> None:
    one = make_resident(tx, keyring=keyring, at=clock())
    cards.apply_cards(tx, [cards.CardWanted(one, LANGZHONG)], at=clock(), actor="test")
    cards.produce_here(tx, holder_id=one, at=clock(), actor="test")
    residents.record_death(tx, holder_id=one, died_on=date(2026, 11, 1))
    with pytest.raises(cards.HolderDeceased):
        cards.activate_card(tx, holder_id=one, halves=HALVES, at=clock(), actor="test", handed_over=True)


def test_a_card_that_was_not_handed_over_is_not_activated(
    tx: Transaction, clock: HeldClock, holder: Cardholder
) -> None:
    facts = {"holder_id": holder.holder_id, "at": clock(), "actor": "test"}
    with pytest.raises(cards.NoCardOnItsWay):
        cards.activate_card(tx, halves=HALVES, **facts)
    cards.replace_card(tx, reason="damaged", **facts)
    cards.produce_here(tx, **facts)
    with pytest.raises(cards.CardMoveRefused):
        cards.activate_card(tx, halves=HALVES, **facts)
    assert cards.card_of(tx, holder_id=holder.holder_id) == holder.card


def test_a_temporary_card_bridges_the_time_and_ends_with_it(
    tx: Transaction, clock: HeldClock, holder: Cardholder
) -> None:
    facts = {"holder_id": holder.holder_id, "actor": "test"}
    until = clock() + timedelta(days=60)
    with pytest.raises(cards.TemporaryCardRefused):
        cards.issue_temporary_card(tx, until=until, at=clock(), **facts)
    cards.replace_card(tx, reason="lost", at=clock(), **facts)
    bridge = cards.issue_temporary_card(tx, until=until, at=clock(), **facts)
    assert (bridge.kind, bridge.state, bridge.bank_state) == ("temporary", "active", "inactive")
    assert cards.temporary_card_of(tx, holder_id=holder.holder_id) == bridge
    standing = cards.card_of(tx, holder_id=holder.holder_id)
    assert standing is not None and standing.state == "lost"
    with pytest.raises(cards.TemporaryCardRefused):
        cards.issue_temporary_card(tx, until=until, at=clock(), **facts)
    make_and_hand_over(tx, clock, holder.holder_id)
    assert cards.temporary_card_of(tx, holder_id=holder.holder_id) is None


def test_a_temporary_card_is_extended_to_its_limit_and_no_further(
    tx: Transaction, clock: HeldClock, holder: Cardholder
) -> None:
    facts = {"holder_id": holder.holder_id, "actor": "test"}
    cards.replace_card(tx, reason="lost", at=clock(), **facts)
    first_day, by, at_most = clock(), timedelta(days=60), timedelta(days=150)
    cards.issue_temporary_card(tx, until=first_day + by, at=clock(), **facts)
    longer = {"by": by, "at_most": at_most, "at": clock()}
    ends = [cards.extend_temporary_card(tx, **longer, **facts).valid_until for _ in range(2)]
    assert ends == [first_day + timedelta(days=120), first_day + at_most]
    with pytest.raises(cards.TemporaryCardLimit):
        cards.extend_temporary_card(tx, by=by, at_most=at_most, at=clock(), **facts)
    clock.move(days=150)
    with pytest.raises(cards.NoTemporaryCard):
        cards.extend_temporary_card(tx, by=by, at_most=at_most, at=clock(), **facts)
    over = cards.temporary_card_of(tx, holder_id=holder.holder_id)
    assert over is not None and over.effective(clock()) == "cancelled"
    again = cards.issue_temporary_card(tx, until=clock() + by, at=clock(), **facts)
    assert cards.temporary_card_of(tx, holder_id=holder.holder_id) == again
