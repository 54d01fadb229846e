"""Delegations and acts as the portal's pages show them, in the visitor's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from onecard.domains.delegations import api as delegations
from onecard.doors.api.family_told import tell_acts, tell_member
from onecard.doors.family import telling
from onecard.doors.look.manner import Manner
from onecard.doors.portal.desk import Portal
from onecard.kernel.postgres.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Relative:
    """One delegation: who it is, what is allowed, how it stands. `mine` where others act for me."""

    id: UUID
    mine: bool
    who: str
    relation: str
    kind: str
    guarded: bool
    state: str
    state_words: str
    why_ended: str
    waits: bool
    consents: bool
    scopes: list[str]
    can: list[str]
    scenes: list[str]
    codes_per_day: int
    until: date
    proof: str


@dataclass(frozen=True, slots=True)
class DoneFor:
    """One act in words."""

    who: str
    what: str
    where: str
    at: datetime
    used: bool
    use_id: UUID | None


def relatives(portal: Portal, tx: Transaction, me: UUID, manner: Manner) -> list[Relative]:
    """All of a person's delegations: others for me first, then mine for others; other people's questions left out."""
    given = delegations.delegations_of(tx, holder_id=me)
    held = delegations.helping_of(tx, delegate_id=me)
    found = (view(portal, tx, one, me, manner) for one in (*given, *held))
    return [one for one in found if one is not None]


def view(portal: Portal, tx: Transaction, one: delegations.Delegation, me: UUID, manner: Manner) -> Relative | None:
    """One of them, or None where it was meant for somebody of another name."""
    house, at, language = portal.house, portal.house.clock(), manner.language
    waits = telling.waits_for_me(tx, one, me, one.effective(at), house.keyring)
    if not waits and one.waits_for == me and one.begun_at is None:
        return None
    mine = one.holder_id == me
    told = tell_member(house, one, "represented" if mine else "delegate", at=at, waits_for_me=waits)
    shown = [portal.looks.of(scene) for scene in one.scenes if scene in house.scenes]
    return Relative(
        id=one.delegation_id,
        mine=mine,
        who=told.name,
        relation=manner.pick(told.relation_zh, told.relation_en),
        kind=telling.say(f"kind.{one.kind}", language),
        guarded=one.kind == "guardianship",
        state=told.state,
        state_words=manner.pick(told.state_zh, told.state_en),
        why_ended=telling.say(f"because.{one.ended_because}", language) if one.ended_because else "",
        waits=waits,
        consents=waits and mine,
        scopes=list(one.scopes),
        can=[telling.say(f"scope.{scope}", language) for scope in one.scopes],
        scenes=[manner.pick(look.name_zh, look.name_en) for look in shown],
        codes_per_day=one.codes_per_day,
        until=one.until,
        proof=telling.say(f"proof.{one.proof_kind}", language) if one.proof_kind else "",
    )


def done_for(
    portal: Portal, acts: Sequence[delegations.Act], known: Sequence[delegations.Delegation], me: UUID, manner: Manner
) -> list[DoneFor]:
    """Acts in words: who for whom, what, in which scene, and whether a code was used."""
    by_id = {one.delegation_id: one for one in known}
    shown = []
    for act in tell_acts(portal.house, acts, by_id, me):
        one = by_id[act.delegation_id]
        relation = telling.say(f"relation.{one.relation}", manner.language)
        who = f"{relation} {act.name}" if act.part == "represented" else act.name
        look = portal.looks.of(act.scene) if act.scene in portal.house.scenes else None
        where = manner.pick(look.name_zh, look.name_en) if look else ""
        what = manner.pick(act.kind_zh, act.kind_en)
        link = act.use_id if act.part == "represented" else None
        shown.append(DoneFor(who, what, where, act.happened_at, act.use_id is not None, link))
    return shown
