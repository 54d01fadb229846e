"""Cards are issued by the column, found by what is printed on them, and stopped at once."""

from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from tests.factories import LANGZHONG, YUZHONG, make_cardholder, make_resident

from onecard.domains.cards import api as cards
from onecard.domains.cards.errors import CardNumberTaken, ValidCardExists
from onecard.kernel.clock import HeldClock
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction


def test_a_card_is_found_by_its_number_and_its_identifier(tx: Transaction, keyring: Keyring, clock: HeldClock) -> None:
    one = make_cardholder(tx, keyring=keyring, at=clock())
    assert cards.holders_by_number(tx, card_number=f" {one.card.card_number.lower()} ") == [one.holder_id]
    assert cards.holders_by_number(tx, card_number=one.card.card_number, issuer=YUZHONG) == []
    assert cards.holder_by_identifier(tx, identifier=one.card.identifier) == one.holder_id
    assert one.card.identifier.hex.startswith(str(LANGZHONG))


def test_two_issuers_may_use_the_same_number_and_one_may_not(
    tx: Transaction, keyring: Keyring, clock: HeldClock
) -> None:
    people = [make_resident(tx, keyring=keyring, at=clock()) for _ in range(3)]
    numbered = [
        cards.NewCard(one, place, card_number="A23456789")
        for one, place in zip(people, (LANGZHONG, YUZHONG, YUZHONG), strict=True)
    ]
    cards.issue_cards(tx, numbered[:2], at=clock(), actor="test")
    assert cards.holders_by_number(tx, card_number="A23456789") == [people[1], people[0]]
    with pytest.raises(CardNumberTaken):
        cards.issue_cards(tx, numbered[2:], at=clock(), actor="test")


def test_nobody_holds_two_valid_cards(tx: Transaction, keyring: Keyring, clock: HeldClock) -> None:
    one = make_cardholder(tx, keyring=keyring, at=clock())
    with pytest.raises(ValidCardExists):
        cards.issue_cards(tx, [cards.NewCard(one.holder_id, YUZHONG)], at=clock(), actor="test")
    with pytest.raises(psycopg.errors.UniqueViolation):
        tx.execute(
            "insert into cards.card select holder_id, gen_random_uuid(), card_number, identifier, issuer, bank, state,"
            " social_state, bank_state, transport_state, state_since, state_until, recorded_at from cards.card"
        )


def test_a_lapsed_loss_is_written_down_when_the_card_moves_next(
    tx: Transaction, keyring: Keyring, clock: HeldClock
) -> None:
    one = make_cardholder(tx, keyring=keyring, at=clock())
    until = clock() + timedelta(days=10)
    cards.report_loss(tx, holder_id=one.holder_id, kind="temporary", at=clock(), actor="resident", until=until)
    clock.move(days=30)
    stored = cards.card_of(tx, holder_id=one.holder_id)
    assert stored is not None
    assert (stored.state, stored.effective(clock())) == ("temporarily_lost", "active")
    cards.report_loss(tx, holder_id=one.holder_id, kind="formal", at=clock(), actor="hotline")
    told = [(event.event, event.happened_at, event.actor) for event in cards.events_of(tx, holder_id=one.holder_id)][:2]
    assert told == [("formal_loss_reported", clock(), "hotline"), ("loss_lapsed", until, "system")]


def test_reporting_twice_changes_nothing_and_a_formal_report_is_never_weakened(
    tx: Transaction, keyring: Keyring, clock: HeldClock
) -> None:
    one = make_cardholder(tx, keyring=keyring, at=clock())
    facts = {"holder_id": one.holder_id, "at": clock(), "actor": "resident"}
    first = cards.report_loss(tx, kind="temporary", until=clock() + timedelta(days=10), **facts)
    again = cards.report_loss(tx, kind="temporary", until=clock() + timedelta(days=99), **facts)
    formal = cards.report_loss(tx, kind="formal", **facts)
    weaker = cards.report_loss(tx, kind="temporary", until=clock() + timedelta(days=10), **facts)
    assert (again, weaker, formal.state) == (first, formal, "lost")
    assert len(cards.events_of(tx, holder_id=one.holder_id)) == 3


def test_the_boards_count_holders_by_province_before_and_after_the_roll_up(
    tx: Transaction, keyring: Keyring, clock: HeldClock
) -> None:
    people = [
        make_cardholder(tx, keyring=keyring, at=clock(), division=place) for place in (LANGZHONG, LANGZHONG, YUZHONG)
    ]
    cards.cancel_card(tx, holder_id=people[0].holder_id, at=clock(), actor="test", reason="emigration")

    def board() -> dict[int, int]:
        return dict(tx.execute("select province, holders from cards.by_province").fetchall())

    assert board() == {51: 1, 50: 1}
    assert cards.roll_up(tx) == 4
    assert board() == {51: 1, 50: 1}
    assert cards.roll_up(tx) == 0


def test_a_column_of_cards_keeps_its_order(tx: Transaction, keyring: Keyring, clock: HeldClock) -> None:
    people = [make_resident(tx, keyring=keyring, at=clock()) for _ in range(20)]
    made = cards.issue_cards(
        tx, [cards.NewCard(one, LANGZHONG, bank="illustrative") for one in people], at=clock(), actor="test"
    )
    assert [card.holder_id for card in made] == people
    assert [cards.card_of(tx, holder_id=one) for one in people] == made
    assert len({card.card_number for card in made}) == len({card.identifier for card in made}) == 20
    assert not any(UUID(int=0) == card.card_id for card in made)
