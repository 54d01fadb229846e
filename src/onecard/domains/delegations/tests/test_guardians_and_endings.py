"""Guardians of children, and every way it ends: withdrawn, run out, come of age, divorced, died."""

from datetime import date

import pytest

from onecard.domains.delegations import api as delegations
from onecard.domains.delegations.handlers import HANDLERS
from onecard.domains.delegations.tests.conftest import AT_COUNTER, BY_PASSWORD, SCENES, Family
from onecard.domains.residents import api as residents
from onecard.kernel import outbox
from onecard.kernel.clock import day_of


def test_withdrawn_is_withdrawn_at_once(family: Family) -> None:
    one = family.agreed()
    assert family.end(one, family.grandmother).ended_because == "withdrawn"
    with pytest.raises(delegations.DelegationNotInForce):
        family.show(one, family.granddaughter)
    assert family.end(one, family.grandmother).ended_because == "withdrawn", "a second time changes nothing"


def test_given_up_is_given_up(family: Family) -> None:
    assert family.end(family.agreed(), family.granddaughter).ended_because == "given_up"


def test_it_ends_with_its_last_day(family: Family) -> None:
    one = family.agreed(until=day_of(family.clock()))
    family.show(one, family.granddaughter)
    family.clock.move(hours=14)
    with pytest.raises(delegations.DelegationNotInForce):
        family.show(one, family.granddaughter)
    with family.as_(None) as tx:
        (ended,) = delegations.end_due(tx, **family.facts)
        assert (ended.ended_because, delegations.end_due(tx, **family.facts)) == ("expired", [])


def test_guardian_needs_no_consent_of_the_child_and_shows_her_code(family: Family) -> None:
    one = family.guarded()
    assert (one.kind, one.state, one.proof_kind, one.until) == (
        "guardianship", "active", "household_register", date(2033, 11, 29),
    )  # fmt: skip
    family.show(one, family.mother)


def test_a_child_has_two_guardians(family: Family) -> None:
    family.guarded()
    other = family.guarded(family.granddaughter, "other")
    family.end(other, family.granddaughter)
    with family.as_(family.child) as tx:
        given = delegations.delegations_of(tx, holder_id=family.child.holder_id)
    assert sorted(one.effective(family.clock()) for one in given) == ["active", "ended"]


def test_a_child_can_neither_agree_nor_send_the_guardian_away(family: Family) -> None:
    with pytest.raises(delegations.HolderTooYoung):
        family.offer(family.child, family.mother)
    with pytest.raises(delegations.GuardianStays):
        family.end(family.guarded(), family.child)


def test_from_sixteen_on_a_new_guardian_needs_consent_and_the_old_may_be_sent_away(family: Family) -> None:
    one = family.guarded()
    family.clock.move(days=(date(2031, 11, 30) - day_of(family.clock())).days)
    with pytest.raises(delegations.HolderNotChild):
        family.guarded(family.granddaughter, "other")
    family.show(one, family.mother)
    assert family.end(one, family.child).ended_because == "withdrawn"


def test_guardianship_ends_by_itself_at_eighteen_and_is_asked_anew(family: Family) -> None:
    one = family.guarded()
    family.clock.move(days=(date(2033, 11, 30) - day_of(family.clock())).days)
    with pytest.raises(delegations.DelegationNotInForce):
        family.show(one, family.mother)
    with family.as_(None) as tx:
        assert [ended.ended_because for ended in delegations.end_due(tx, **family.facts)] == ["of_age"]
        anew = delegations.delegations_of(tx, holder_id=family.child.holder_id)[0]
    assert (anew.kind, anew.state, anew.asked_by, anew.waits_for) == (
        "delegation", "asked", "system", family.child.holder_id,
    )  # fmt: skip
    with pytest.raises(delegations.DelegationNotInForce):
        family.show(anew, family.mother)
    family.show(family.accept(anew, family.child), family.mother)


def test_a_spouse_or_a_child_is_nobodys_guardian(family: Family) -> None:
    with pytest.raises(delegations.RelationImpossible):
        family.guarded(relation="daughter")


def test_a_counter_writes_down_what_it_saw(family: Family) -> None:
    wish = family.wish(family.grandmother, family.granddaughter)
    said = {"kind": "delegation", "scenes": SCENES, "keyring": family.keyring, **family.facts}
    with family.as_(None) as tx:
        with pytest.raises(delegations.ProofMissing):
            delegations.register_delegation(tx, wish, proof=BY_PASSWORD, **said)
        one = delegations.register_delegation(tx, wish, proof=AT_COUNTER, **said)
    assert (one.state, one.proof_by, one.proof_reference) == ("active", "staff 1", "档案 2026-118")
    family.show(one, family.granddaughter)


def test_who_is_too_young_acts_for_nobody(family: Family) -> None:
    with pytest.raises(delegations.DelegateTooYoung):
        family.ask(family.grandmother, family.child)


def test_divorce_ends_what_the_two_have_as_spouses_in_both_directions(family: Family) -> None:
    wife, husband = family.mother, family.granddaughter
    there = family.accept(family.ask(wife, husband, name="陈母亲", relation="spouse"), wife)
    back = family.accept(family.ask(husband, wife, name="李孙女", relation="spouse"), husband)
    guarded = family.guarded(wife)
    proof = delegations.Proof("divorce_certificate", "staff 1", "2026-7")
    pair = {"holder_id": wife.holder_id, "spouse_id": husband.holder_id, "proof": proof, "at": family.clock()}
    with family.as_(None) as tx:
        assert len(delegations.end_marriage(tx, **pair)) == 2
        with pytest.raises(delegations.DelegationUnknown):
            delegations.end_marriage(tx, **pair)
    assert [family.stored(one).ended_because for one in (there, back)] == ["divorced", "divorced"]
    assert family.stored(guarded).state == "active"


@pytest.mark.parametrize("part", ["grandmother", "granddaughter"])
def test_with_the_death_of_either_it_ends(family: Family, part: str) -> None:
    one, dead = family.agreed(), getattr(family, part)
    with family.as_(None) as tx:
        residents.record_death(tx, holder_id=dead.holder_id, died_on=day_of(family.clock()))
    with pytest.raises(delegations.PersonDied):
        family.show(one, family.granddaughter)
    outbox.deliver(family.database, HANDLERS, at=family.clock())
    assert family.stored(one).ended_because == "died"


def test_a_counter_revokes_on_the_persons_word(family: Family) -> None:
    one = family.agreed()
    pair = {"holder_id": one.holder_id, "delegate_id": one.delegate_id, "at": family.clock()}
    with family.as_(None) as tx:
        (ended,) = delegations.revoke_delegation(tx, **pair, proof=AT_COUNTER)
    assert ended.ended_because == "revoked"
    with pytest.raises(delegations.DelegationNotInForce):
        family.show(one, family.granddaughter)
