"""How the API tells of delegations and of what delegates did."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

from onecard.domains.delegations import api as delegations
from onecard.domains.residents import api as residents
from onecard.doors.api.shapes_family import Family, FamilyAct, FamilyMember, FamilyTerms
from onecard.doors.bootstrap import House
from onecard.doors.family import telling
from onecard.kernel.postgres.transaction import Transaction

Part = Literal["represented", "delegate"]


def tell_member(
    house: House, one: delegations.Delegation, part: Part, *, at: datetime, waits_for_me: bool = False
) -> FamilyMember:
    """A delegation as one of the two sees it."""
    state = one.effective(at)
    zh, en = delegations.STATE_WORDS[state]
    relation_zh, relation_en = telling.both(f"relation.{one.relation}")
    me = one.holder_id if part == "represented" else one.delegate_id
    return FamilyMember(
        delegation_id=one.delegation_id,
        part=part,
        kind=one.kind,
        relation=one.relation,
        relation_zh=relation_zh,
        relation_en=relation_en,
        name=telling.other_name(one, me, house.keyring, asked=waits_for_me),
        state=state,
        state_zh=zh,
        state_en=en,
        waits_for_me=waits_for_me,
        scopes=list(one.scopes),
        scenes=list(one.scenes),
        codes_per_day=one.codes_per_day,
        until=one.until,
        proof=one.proof_kind,
        ended_because=one.ended_because,
    )


def tell_family(house: House, tx: Transaction, me: UUID) -> Family:
    """Who acts for me and for whom I act; a question that was meant for somebody of another name is left out."""
    at = house.clock()

    def told(found: Iterable[delegations.Delegation], part: Part) -> list[FamilyMember]:
        members = []
        for one in found:
            mine = telling.waits_for_me(tx, one, me, one.effective(at), house.keyring)
            if mine or one.waits_for != me or one.begun_at is not None:
                members.append(tell_member(house, one, part, at=at, waits_for_me=mine))
        return members

    given = delegations.delegations_of(tx, holder_id=me)
    held = delegations.helping_of(tx, delegate_id=me)
    return Family(told(given, "represented"), told(held, "delegate"))


def tell_acts(
    house: House, acts: Iterable[delegations.Act], known: Mapping[UUID, delegations.Delegation], me: UUID
) -> list[FamilyAct]:
    """What was done, with the other person's masked name."""
    return [_tell_act(house, act, known[act.delegation_id], me) for act in acts if act.delegation_id in known]


def _tell_act(house: House, act: delegations.Act, one: delegations.Delegation, me: UUID) -> FamilyAct:
    zh, en = telling.both(f"act.{act.kind}")
    part: Part = "represented" if one.holder_id == me else "delegate"
    name = one.delegate_name(house.keyring) if part == "represented" else one.holder_name(house.keyring)
    return FamilyAct(
        act.act_id, one.delegation_id, part, residents.masked_name(name), act.kind, zh, en, act.scene, act.use_id,
        act.happened_at,
    )  # fmt: skip


def terms_of(said: FamilyTerms) -> delegations.Terms:
    """What was sent, each thing once."""
    scopes, scenes = tuple(dict.fromkeys(said.scopes)), tuple(dict.fromkeys(said.scenes))
    return delegations.Terms(scopes, scenes, said.codes_per_day, said.until)
