"""A code is shown only where card and e-card both stand, and a gate believes it."""

from datetime import timedelta
from uuid import UUID

import pytest
from tests.factories import LANGZHONG, Cardholder, make_cardholder, make_resident

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.kernel.clock import HeldClock
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction
from onecard.verifier import verify


@pytest.fixture
def one(tx: Transaction, keyring: Keyring, clock: HeldClock) -> Cardholder:
    return make_cardholder(tx, keyring=keyring, at=clock())


def show(tx: Transaction, keyring: Keyring, clock: HeldClock, holder_id: UUID, *, scene: int = 1) -> ecards.Code:
    return ecards.show_code(tx, holder_id=holder_id, scene=scene, at=clock(), keyring=keyring)


def test_a_gate_believes_the_code_and_learns_a_pseudonym_only(
    tx: Transaction, keyring: Keyring, clock: HeldClock, one: Cardholder
) -> None:
    code = show(tx, keyring, clock, one.holder_id)
    shown = verify(code.text, keyring.code_keys(), at=clock(), point_id=UUID(int=1), sequence=1, scene=1)
    assert (shown.medium, shown.key, shown.province, shown.scene) == ("e", one.ecard.pseudonym, 51, 1)
    assert shown.expires_at == code.expires_at == clock() + timedelta(seconds=60)
    (found,) = (
        tx.execute("select holder_id from ecards.by_pseudonym where pseudonym = %s", (shown.key,)).fetchone() or ()
    )
    assert found == one.holder_id


def test_each_code_is_a_new_one(tx: Transaction, keyring: Keyring, clock: HeldClock, one: Cardholder) -> None:
    assert len({show(tx, keyring, clock, one.holder_id).text for _ in range(5)}) == 5


def test_no_code_is_shown_while_the_physical_card_is_lost_and_again_when_it_is_found(
    tx: Transaction, keyring: Keyring, clock: HeldClock, one: Cardholder
) -> None:
    until = clock() + timedelta(days=10)
    cards.report_loss(tx, holder_id=one.holder_id, kind="temporary", at=clock(), actor="resident", until=until)
    with pytest.raises(ecards.PhysicalCardStops) as caught:
        show(tx, keyring, clock, one.holder_id)
    assert caught.value.words()["title_zh"] == "实体卡临时挂失,电子社保卡暂不能用"
    clock.move(days=10)
    assert show(tx, keyring, clock, one.holder_id).text.startswith("OC1")


def test_no_code_is_shown_when_the_card_is_locked_cancelled_or_not_there(
    tx: Transaction, keyring: Keyring, clock: HeldClock, one: Cardholder
) -> None:
    tx.execute("update cards.card set social_state = 'locked' where holder_id = %s", (one.holder_id,))
    with pytest.raises(ecards.PhysicalCardStops):
        show(tx, keyring, clock, one.holder_id)
    cards.cancel_card(tx, holder_id=one.holder_id, at=clock(), actor="test", reason="duplicate")
    with pytest.raises(ecards.PhysicalCardStops):
        show(tx, keyring, clock, one.holder_id)
    never = make_resident(tx, keyring=keyring, at=clock())
    ecards.issue_ecards(tx, [ecards.NewEcard(never, LANGZHONG)], at=clock())
    with pytest.raises(ecards.PhysicalCardStops):
        show(tx, keyring, clock, never)


def test_no_code_is_shown_without_an_e_card_or_with_a_stopped_one(
    tx: Transaction, keyring: Keyring, clock: HeldClock, one: Cardholder
) -> None:
    with pytest.raises(ecards.EcardUnknown):
        show(tx, keyring, clock, make_resident(tx, keyring=keyring, at=clock()))
    tx.execute("update ecards.ecard set state = 'suspended' where holder_id = %s", (one.holder_id,))
    with pytest.raises(ecards.EcardStopped):
        show(tx, keyring, clock, one.holder_id)


def test_one_e_card_a_person(tx: Transaction, clock: HeldClock, one: Cardholder) -> None:
    with pytest.raises(ecards.EcardExists):
        ecards.issue_ecards(tx, [ecards.NewEcard(one.holder_id, LANGZHONG)], at=clock())


def test_the_boards_count_e_cards_by_province(
    tx: Transaction, keyring: Keyring, clock: HeldClock, one: Cardholder
) -> None:
    make_cardholder(tx, keyring=keyring, at=clock())
    for rolled in (2, 0):
        assert ecards.roll_up(tx) == rolled
        assert tx.execute("select province, ecards from ecards.by_province").fetchall() == [(51, 2)]
