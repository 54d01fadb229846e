"""A delegate at the door: her right is looked up as herself, and used in the represented person's own scope.

Two transactions, because neither may see what is the other's: the first says for whom the delegation is and whether
the delegate's own card stands; the second holds the delegation until the act is written, so that a withdrawal comes
before it or after it. What a delegate reads is a look, chained with all others at that person.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from onecard.domains.cards import api as cards
from onecard.domains.delegations import api as delegations
from onecard.domains.ecards import api as ecards
from onecard.domains.sharing import api as sharing
from onecard.domains.usage import api as usage
from onecard.doors.api.errors import SceneUnknown
from onecard.doors.api.loss_routes import stop_card
from onecard.doors.bootstrap import House
from onecard.doors.security.visitors import Resident, scope_of
from onecard.kernel.postgres.transaction import Scope, Transaction


@dataclass(frozen=True, slots=True)
class Acting:
    """The delegation in hand, and the transaction that sees what the represented person sees."""

    tx: Transaction
    delegation: delegations.Delegation


@contextmanager
def acting_for(
    house: House, resident: Resident, delegation_id: UUID, *, scope: delegations.Scope | None
) -> Iterator[Acting]:
    """Act by this delegation, which must allow `scope` (None: only be in force); the acts are written with the rest."""
    at, mine = house.clock(), {"delegate_id": resident.holder_id, "delegation_id": delegation_id}
    with house.app.reading(scope_of(resident)) as tx:
        holder_id = delegations.represented_by(tx, **mine, at=at)
    with house.app.writing(Scope("resident", holder=holder_id)) as tx:
        yield Acting(tx, delegations.take_to_act(tx, holder_id=holder_id, **mine, scope=scope, at=at))


def show_code(house: House, resident: Resident, delegation_id: UUID, scene: str) -> tuple[ecards.Code, Any]:
    """A code of the represented person for one scene, counted and written down; with the delegation."""
    if scene not in house.scenes:
        raise SceneUnknown
    with acting_for(house, resident, delegation_id, scope="show_code") as acting:
        code = delegations.show_code_for(
            acting.tx,
            acting.delegation,
            scene=scene,
            wire=house.scenes[scene].manner.wire,
            at=house.clock(),
            keyring=house.keyring,
            seconds=house.settings.code_seconds,
        )
    return code, acting.delegation


def report_loss(house: House, acting: Acting) -> cards.Card:
    """Stop the represented person's card for now, as she could herself."""
    at, one = house.clock(), acting.delegation
    actor = f"delegate {one.delegation_id}"
    card = stop_card(house, acting.tx, holder_id=one.holder_id, kind="temporary", at=at, actor=actor)
    delegations.record_act(acting.tx, one, "loss_reported", at=at)
    return card


@dataclass(frozen=True, slots=True)
class CardRecord:
    """The represented person's card as it stands, and what happened to it, the latest first.

    A child's guardians see what each of them did for the child; of a grown-up only she sees that.
    """

    card: cards.Card | None
    ecard: ecards.Ecard | None
    events: Sequence[cards.CardEvent]
    acts: Sequence[delegations.Act]
    given: Sequence[delegations.Delegation]


def see_record(house: House, resident: Resident, delegation_id: UUID) -> tuple[CardRecord, Any]:
    """Card and card events; the look is written down before anything is read."""
    with acting_for(house, resident, delegation_id, scope="see_record") as acting:
        _look(house, acting, "record", "record_seen")
        holder_id = acting.delegation.holder_id
        card, ecard = cards.card_of(acting.tx, holder_id=holder_id), ecards.ecard_of(acting.tx, holder_id=holder_id)
        guarded = acting.delegation.kind == "guardianship"
        acts = delegations.acts_for(acting.tx, holder_id=holder_id) if guarded else []
        given = delegations.delegations_of(acting.tx, holder_id=holder_id) if guarded else []
        found = CardRecord(card, ecard, cards.events_of(acting.tx, holder_id=holder_id), acts, given)
    return found, acting.delegation


def see_uses(
    house: House, resident: Resident, delegation_id: UUID, *, before: datetime, before_use: UUID, at_most: int
) -> tuple[Sequence[Any], Any]:
    """The uses, newest first, as `usage.list_uses` gives them; the look is written down before."""
    with acting_for(house, resident, delegation_id, scope="see_uses") as acting:
        _look(house, acting, "uses", "uses_seen")
        holder_id = acting.delegation.holder_id
        rows = usage.list_uses(acting.tx, holder_id=holder_id, before=before, before_use=before_use, at_most=at_most)
    return rows, acting.delegation


def _look(house: House, acting: Acting, subject: sharing.Subject, act: delegations.ActKind) -> None:
    one, at = acting.delegation, house.clock()
    sharing.record_look(
        acting.tx,
        holder_id=one.holder_id,
        onlooker=sharing.Onlooker("delegate", str(one.delegation_id), one.holder_id),
        subject=subject,
        ground=sharing.Ground("family_service", "consent"),
        found=True,
        at=at,
        keyring=house.keyring,
    )
    delegations.record_act(acting.tx, one, act, at=at)
