"""What is kept of acts, names under a newer key, and what staff see."""

from datetime import timedelta

from onecard.domains.delegations import api as delegations
from onecard.domains.delegations.tests.conftest import Family
from onecard.kernel.postgres.transaction import Scope


def test_every_act_is_in_both_records(family: Family) -> None:
    one = family.agreed()
    family.show(one, family.granddaughter)
    with family.as_(family.grandmother) as tx:
        (hers,) = delegations.acts_for(tx, holder_id=family.grandmother.holder_id)
        events = [event.event for event in delegations.events_of(tx, holder_id=family.grandmother.holder_id)]
    with family.as_(family.granddaughter) as tx:
        (mine,) = delegations.acts_by(tx, delegate_id=family.granddaughter.holder_id)
    assert hers == mine
    assert (hers.kind, hers.scene, hers.use_id) == ("code_shown", "transit", None)
    assert events == ["begun", "asked"]


def test_a_use_of_the_code_is_named_by_the_delegation(family: Family) -> None:
    one, use = family.agreed(), family.keyring.holder_id("a use")
    family.show(one, family.granddaughter)
    with family.as_(None) as tx:
        (unused,) = delegations.unused_codes(tx, after=family.clock() - timedelta(days=1))
        assert delegations.note_uses(tx, [(unused, use)], at=family.clock()) == 1
        assert delegations.note_uses(tx, [(unused, use)], at=family.clock()) == 0
        assert delegations.unused_codes(tx, after=family.clock() - timedelta(days=1)) == []
    with family.as_(family.grandmother) as tx:
        found = delegations.delegates_of_uses(tx, holder_id=family.grandmother.holder_id, uses=[use])
    assert {use_id: held.relation for use_id, held in found.items()} == {use: "grandchild"}


def test_names_are_sealed_again_after_a_rotation(family: Family) -> None:
    one = family.agreed()
    family.keyring.rotate("seal")
    with family.as_(None) as tx:
        last = delegations.reseal(tx, keyring=family.keyring, after=delegations.NONE_YET)
        assert last == (one.holder_id, one.delegation_id)
        assert delegations.reseal(tx, keyring=family.keyring, after=last) is None
    assert family.stored(one).delegate_name(family.keyring) == "李孙女"


def test_staff_see_delegations_of_people_in_their_reach_only(family: Family) -> None:
    family.agreed()
    for reach, seen in ((("51",), 1), (("44",), 0)):
        with family.database.reading(Scope("staff", reach=reach)) as tx:
            assert len(delegations.delegations_of(tx, holder_id=family.grandmother.holder_id)) == seen
