"""A number that is taken already is drawn anew; a batch never fails because of one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, repeat

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import LANGZHONG, YUZHONG, make_resident

from onecard.domains.cards import api as cards
from onecard.domains.cards.drawing import store_drawn
from onecard.domains.cards.models import draw_card_numbers, draw_identifiers
from onecard.domains.cards.store import add_cards
from onecard.kernel.clock import HeldClock
from onecard.kernel.crypto import Keyring
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction

NUMBERS = ["AAAAAAAA1", "AAAAAAAA2", "AAAAAAAA3"]


class Drawer:
    """Draws the numbers that the test says, for as many people as they name at once."""

    def __init__(self, tx: Transaction, keyring: Keyring, clock: HeldClock) -> None:
        self.tx, self.clock = tx, clock
        self.people = [make_resident(tx, keyring=keyring, at=clock()) for _ in range(3)]
        before = [cards.NewCard(one, LANGZHONG, card_number=NUMBERS[0]) for one in self.people[:1]]
        [self.first] = cards.issue_cards(tx, before, at=clock(), actor="test")

    def draw(self, draws: Sequence[tuple[str, str]]) -> list[cards.Card]:
        said = chain(draws, repeat(draws[-1]))

        def drawn() -> list[cards.Card]:
            return [
                replace(self.first, holder_id=holder, card_id=new_id(), identifier=new_id(), card_number=number)
                for holder, number in zip(self.people[1:], next(said), strict=True)
            ]

        def store(made: Sequence[cards.Card]) -> None:
            add_cards(self.tx, made, state="active", at=self.clock(), actor="test")

        return list(store_drawn(self.tx, drawn, store)[0])


@pytest.fixture
def drawer(tx: Transaction, keyring: Keyring, clock: HeldClock) -> Drawer:
    return Drawer(tx, keyring, clock)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(NUMBERS), st.sampled_from(NUMBERS)), min_size=1, max_size=7))
def test_the_first_draw_in_which_nothing_meets_is_stored_whole_and_none_before_it(
    drawer: Drawer, draws: list[tuple[str, str]]
) -> None:
    good = [pair for pair in draws[:5] if NUMBERS[0] not in pair and pair[0] != pair[1]]
    drawer.tx.execute("savepoint one_list")
    try:
        try:
            made = [card.card_number for card in drawer.draw(draws)]
        except cards.CardNumberTaken:
            made = []
        assert made == list(good[0] if good else ())
        held = [card.card_number for one in drawer.people[1:] for card in cards.cards_of(drawer.tx, holder_id=one)]
        assert held == made
    finally:
        drawer.tx.execute("rollback to savepoint one_list")


def test_a_draw_of_many_gives_each_a_number_of_her_own_and_uses_every_letter_equally() -> None:
    drawn = draw_card_numbers(8_000)
    assert len(set(drawn)) == 8_000 and {len(one) for one in drawn} == {9}
    counts = Counter("".join(drawn))
    assert set(counts) == set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    assert all(1_950 < count < 2_550 for count in counts.values()), "2,250 of each, seven deviations either way"


def test_a_draw_of_many_identifiers_keeps_each_issuer_in_its_place() -> None:
    issuers = [LANGZHONG, YUZHONG] * 500
    drawn = draw_identifiers(issuers)
    assert [one.hex()[:6] for one in drawn] == [str(issuer) for issuer in issuers]
    assert len({one[3:] for one in drawn}) == 1_000 and {len(one) for one in drawn} == {16}


def test_two_issuers_may_give_the_same_number_and_one_may_not(
    tx: Transaction, drawer: Drawer, clock: HeldClock
) -> None:
    cards.issue_cards(tx, [cards.NewCard(drawer.people[1], YUZHONG, card_number=NUMBERS[0])], at=clock(), actor="test")
    with pytest.raises(cards.CardNumberTaken):
        cards.issue_cards(
            tx, [cards.NewCard(drawer.people[2], LANGZHONG, card_number=NUMBERS[0])], at=clock(), actor="test"
        )
    assert cards.card_of(tx, holder_id=drawer.people[2]) is None
