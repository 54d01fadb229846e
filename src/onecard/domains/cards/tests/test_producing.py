"""Cards are ordered, produced and delivered many at once; each that does not come along is told of."""

import pytest
from tests.factories import HALVES, LANGZHONG, YUZHONG, make_resident

from onecard.domains.cards import api as cards
from onecard.kernel.clock import HeldClock
from onecard.kernel.crypto import Keyring
from onecard.kernel.errors import Problem
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction


def apply(tx: Transaction, keyring: Keyring, clock: HeldClock, *places: int) -> list[cards.Card]:
    people = [make_resident(tx, keyring=keyring, at=clock(), division=place) for place in places]
    wanted = [cards.CardWanted(one, place) for one, place in zip(people, places, strict=True)]
    return cards.apply_cards(tx, wanted, at=clock(), actor="test")  # type: ignore[return-value]


def states(tx: Transaction, made: list[cards.Card]) -> list[str]:
    return [cards.cards_of(tx, holder_id=one.holder_id)[0].state for one in made]


def test_an_order_takes_the_longest_waiting_of_its_own_place(
    tx: Transaction, keyring: Keyring, clock: HeldClock
) -> None:
    first = apply(tx, keyring, clock, LANGZHONG, YUZHONG)
    clock.move(hours=1)
    second = apply(tx, keyring, clock, LANGZHONG, LANGZHONG)
    order = cards.order_production(tx, division=510000, at_most=1, at=clock(), actor="test")
    assert [one.card_id for one in cards.cards_to_make(tx, order_id=order.order_id)] == [first[0].card_id]
    rest = cards.order_production(tx, division=LANGZHONG, at_most=10, at=clock(), actor="test")
    assert {one.card_id for one in cards.cards_to_make(tx, order_id=rest.order_id)} == {one.card_id for one in second}
    with pytest.raises(cards.NothingToProduce):
        cards.order_production(tx, division=510000, at_most=10, at=clock(), actor="test")
    assert [one.cards for one in cards.productions(tx)] == [2, 1]


def test_spoiled_and_withdrawn_cards_do_not_come_out_of_the_order(
    tx: Transaction, keyring: Keyring, clock: HeldClock
) -> None:
    made = apply(tx, keyring, clock, LANGZHONG, LANGZHONG, LANGZHONG)
    order = cards.order_production(tx, division=510000, at_most=10, at=clock(), actor="test")
    cards.cancel_card(tx, holder_id=made[2].holder_id, at=clock(), actor="test", reason="duplicate")
    spoiled = [made[1].identifier, new_id()]
    done = cards.finish_production(tx, order_id=order.order_id, spoiled=spoiled, at=clock(), actor="test")
    assert (done.cards, done.spoiled, done.finished_at) == (3, 1, clock())
    assert states(tx, made) == ["produced", "applied", "cancelled"]
    assert cards.finish_production(tx, order_id=order.order_id, spoiled=[], at=clock(), actor="test") == done
    again = cards.order_production(tx, division=510000, at_most=10, at=clock(), actor="test")
    assert [one.card_id for one in cards.cards_to_make(tx, order_id=again.order_id)] == [made[1].card_id]
    told = [event.event for event in cards.events_of(tx, holder_id=made[1].holder_id)]
    assert told == ["ordered", "spoiled", "ordered", "applied"]


def test_a_box_of_cards_is_delivered_and_each_is_answered(tx: Transaction, keyring: Keyring, clock: HeldClock) -> None:
    made = apply(tx, keyring, clock, LANGZHONG, YUZHONG, LANGZHONG)
    for one in made[:2]:
        cards.produce_here(tx, holder_id=one.holder_id, at=clock(), actor="test")
    box = [made[0].identifier, new_id(), made[2].identifier, made[1].identifier, made[0].identifier]
    answers = cards.deliver_cards(tx, box, at=clock(), actor="test")
    said = [one.code if isinstance(one, Problem) else one.state for one in answers]
    assert said == ["delivered", "cards.identifier_unknown", "cards.move_refused", "delivered", "delivered"]
    assert states(tx, made) == ["delivered", "delivered", "applied"]
    delivered = tx.execute("select count(*) from cards.event where event = 'delivered'").fetchone()
    assert delivered == (2,)


def test_an_order_nobody_gave_is_unknown(tx: Transaction, clock: HeldClock) -> None:
    with pytest.raises(cards.ProductionUnknown):
        cards.finish_production(tx, order_id=new_id(), spoiled=[], at=clock(), actor="test")
    with pytest.raises(cards.ProductionUnknown):
        cards.cards_to_make(tx, order_id=new_id())


def test_the_boards_count_a_card_from_its_activation_on(tx: Transaction, keyring: Keyring, clock: HeldClock) -> None:
    [one] = apply(tx, keyring, clock, LANGZHONG)
    cards.produce_here(tx, holder_id=one.holder_id, at=clock(), actor="test")
    assert tx.execute("select * from cards.by_province").fetchall() == []
    cards.activate_card(tx, holder_id=one.holder_id, halves=HALVES, at=clock(), actor="test", handed_over=True)
    assert tx.execute("select * from cards.by_province").fetchall() == [(51, 1)]
