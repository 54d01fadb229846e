"""How a delegation begins, what it allows, how it ends; each person in her own scope."""

from datetime import date
from typing import Any

import pytest
from tests.factories import make_cardholder

from onecard.domains.cards import api as cards
from onecard.domains.delegations import api as delegations
from onecard.domains.delegations.tests.conftest import SCENES, Family
from onecard.domains.ecards import api as ecards
from onecard.rules.book import Book, Dated


def test_granddaughter_asks_and_grandmother_agrees(family: Family) -> None:
    one = family.agreed()
    assert (one.state, one.proof_kind, one.proof_by) == ("active", "password", "resident")
    assert one.effective(family.clock()) == "active"
    with family.as_(family.granddaughter) as tx:
        (held,) = delegations.helping_of(tx, delegate_id=family.granddaughter.holder_id)
    assert held.holder_name(family.keyring) == "王奶奶"
    assert held.delegate_name(family.keyring) == "李孙女"


def test_grandmother_offers_and_granddaughter_accepts(family: Family) -> None:
    one = family.accept(family.offer(family.grandmother, family.granddaughter), family.granddaughter)
    assert (one.state, one.asked_by, one.proof_kind) == ("active", "holder", "password")


def test_whoever_asked_cannot_answer(family: Family) -> None:
    asked = family.ask(family.grandmother, family.granddaughter)
    with pytest.raises(delegations.NotYoursToAnswer):
        family.accept(asked, family.granddaughter)


def test_the_wall_lets_no_delegate_turn_her_own_question_into_a_delegation(family: Family) -> None:
    asked = family.ask(family.grandmother, family.granddaughter)
    forged = "update delegations.delegation set state = 'active', proof_kind = 'password', begun_at = now()"
    with pytest.raises(Exception, match="row-level security"), family.as_(family.granddaughter) as tx:
        tx.execute(forged)
    assert family.stored(asked).state == "asked"


def test_a_stranger_sees_nothing_of_it(family: Family) -> None:
    one = family.agreed()
    family.show(one, family.granddaughter)
    with family.as_(family.mother) as tx:
        for table in ("delegation", "helping", "event", "act"):
            assert tx.execute(f"select count(*) from delegations.{table}").fetchone()[0] == 0


def test_asking_an_unknown_number_says_nothing_of_whether_anybody_has_it(family: Family) -> None:
    nobody = family.keyring.holder_id("510681194611230024")
    wish = delegations.Wish(nobody, family.granddaughter.holder_id, "grandchild", family.terms(), "何示范")
    with family.as_(family.granddaughter) as tx:
        one = delegations.ask_delegation(tx, wish, scenes=SCENES, keyring=family.keyring, **family.facts)
    assert one.state == "asked"


def test_a_name_that_does_not_go_with_the_number_is_nobodys_question(family: Family) -> None:
    asked = family.ask(family.grandmother, family.granddaughter, name="赵奶奶")
    with pytest.raises(delegations.NameDiffers):
        family.accept(asked, family.grandmother)
    with family.as_(family.grandmother) as tx:
        assert not delegations.names_agree(tx, asked, family.keyring)


def test_nobody_asks_herself(family: Family) -> None:
    with pytest.raises(delegations.OwnDelegate):
        family.ask(family.granddaughter, family.granddaughter)


def test_one_open_delegation_between_two_people(family: Family) -> None:
    family.ask(family.grandmother, family.granddaughter)
    with pytest.raises(delegations.DelegationExists):
        family.ask(family.grandmother, family.granddaughter)


def test_a_question_that_lapsed_makes_room_for_another(family: Family) -> None:
    first = family.ask(family.grandmother, family.granddaughter)
    family.clock.move(days=15)
    with pytest.raises(delegations.DelegationNotInForce):
        family.accept(first, family.grandmother)
    family.ask(family.grandmother, family.granddaughter)
    assert family.stored(first).ended_because == "unanswered"


def test_declined_is_declined(family: Family) -> None:
    asked = family.ask(family.grandmother, family.granddaughter)
    ids = {"holder_id": asked.holder_id, "delegation_id": asked.delegation_id, "by": asked.holder_id}
    with family.as_(family.grandmother) as tx:
        said = delegations.decline_delegation(tx, **ids, at=family.clock(), keyring=family.keyring)
    assert said.state == "declined"
    with pytest.raises(delegations.DelegationNotInForce):
        family.accept(asked, family.grandmother)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"scopes": ()}, delegations.TermsImpossible),
        ({"scenes": ()}, delegations.TermsImpossible),
        ({"scopes": ("see_uses",)}, delegations.TermsImpossible),
        ({"scenes": ("no_such_scene",)}, delegations.TermsImpossible),
        ({"codes_per_day": 0}, delegations.TermsImpossible),
        ({"codes_per_day": 21}, delegations.TermsImpossible),
        ({"until": date(2026, 11, 22)}, delegations.UntilImpossible),
        ({"until": date(2028, 11, 22)}, delegations.UntilImpossible),
    ],
)
def test_terms_that_make_no_sense_are_refused(family: Family, change: dict[str, Any], problem: Any) -> None:
    with pytest.raises(problem):
        family.ask(family.grandmother, family.granddaughter, **change)


def place_says(book: Book, **values: int) -> Book:
    """The real rulebook, and one place that says more."""
    said = [
        Dated(f"family.{name}", 511381, date(2020, 1, 1), value, "relatives", "示例") for name, value in values.items()
    ]
    return Book([*book.all_values(), *said], book.places, book.definitions)


def elders(family: Family, count: int) -> list[Any]:
    with family.as_(None) as tx:
        facts = {"keyring": family.keyring, "at": family.clock(), "name": "王奶奶"}
        return [make_cardholder(tx, born=date(1950, 1, 1), **facts) for _ in range(count)]


def test_the_number_of_relatives_is_the_places(family: Family) -> None:
    for elder in elders(family, 8):
        family.ask(elder, family.granddaughter)
    with pytest.raises(delegations.RelativesFull):
        family.ask(family.grandmother, family.granddaughter)


def test_what_has_ended_does_not_count(family: Family) -> None:
    asked = [family.ask(elder, family.granddaughter) for elder in elders(family, 8)]
    family.end(asked[0], family.granddaughter)
    family.ask(family.grandmother, family.granddaughter)


def test_a_place_may_count_by_kind(family: Family) -> None:
    family.book = place_says(family.book, relatives_most_elders=1)
    (elder,) = elders(family, 1)
    family.ask(elder, family.granddaughter)
    with pytest.raises(delegations.RelativesFull):
        family.ask(family.grandmother, family.granddaughter)
    wish = family.wish(family.mother, family.granddaughter, "sibling")
    with family.as_(family.granddaughter) as tx:
        named = delegations.Wish(wish.holder_id, wish.delegate_id, "sibling", wish.terms, "陈母亲")
        delegations.ask_delegation(tx, named, scenes=SCENES, keyring=family.keyring, **family.facts)


def test_an_offer_counts_when_it_is_accepted(family: Family) -> None:
    family.book = place_says(family.book, relatives_most=1)
    family.agreed()
    offered = family.offer(family.mother, family.granddaughter)
    with pytest.raises(delegations.RelativesFull):
        family.accept(offered, family.granddaughter)


def test_a_code_is_shown_within_the_day_and_its_number(family: Family) -> None:
    one = family.agreed(codes_per_day=2)
    for _ in range(2):
        assert family.show(one, family.granddaughter).text.startswith("OC1")
    with pytest.raises(delegations.CodesUsedUp):
        family.show(one, family.granddaughter)
    family.clock.move(days=1)
    family.show(one, family.granddaughter)


def test_a_code_is_shown_only_for_the_scenes_given(family: Family) -> None:
    with pytest.raises(delegations.ScopeNotGiven):
        family.show(family.agreed(), family.granddaughter, scene="tourism")


def test_a_scope_that_was_not_given_is_refused(family: Family) -> None:
    one = family.agreed(scopes=("see_uses",), scenes=())
    with pytest.raises(delegations.ScopeNotGiven):
        family.show(one, family.granddaughter)


def test_delegate_whose_own_card_is_lost_may_not_act_until_it_is_found(family: Family) -> None:
    one, who = family.agreed(), family.granddaughter
    with family.as_(who) as tx:
        cards.report_loss(tx, holder_id=who.holder_id, kind="formal", at=family.clock(), actor="resident")
    with pytest.raises(delegations.DelegateStopped):
        family.show(one, who)
    with family.as_(who) as tx:
        facts = {"at": family.clock(), "actor": "resident", "unhang_after_formal": True}
        cards.cancel_loss(tx, holder_id=who.holder_id, **facts)
    family.show(one, who)


def test_no_code_of_a_person_whose_card_is_lost(family: Family) -> None:
    one, who = family.agreed(), family.grandmother
    with family.as_(who) as tx:
        cards.report_loss(tx, holder_id=who.holder_id, kind="formal", at=family.clock(), actor="resident")
    with pytest.raises(ecards.PhysicalCardStops):
        family.show(one, family.granddaughter)
    with family.as_(who) as tx:
        assert delegations.acts_for(tx, holder_id=who.holder_id) == [], "what was refused is not counted"


def test_terms_are_changed_by_the_represented_person_and_hold_at_once(family: Family) -> None:
    one = family.agreed()
    ids = {"holder_id": one.holder_id, "delegation_id": one.delegation_id}
    less = family.terms(scopes=("see_uses",), scenes=(), codes_per_day=1)
    with family.as_(family.grandmother) as tx:
        changed = delegations.change_terms(tx, **ids, wanted=less, scenes=SCENES, **family.facts)
    assert changed.scopes == ["see_uses"]
    with pytest.raises(delegations.ScopeNotGiven):
        family.show(one, family.granddaughter)
