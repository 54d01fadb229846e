"""What a delegate does for somebody: allowed by the delegation that is held, written down, shown to both.

The door looks up for whom a delegation is and whether the delegate's own card stands, both as the delegate, and does
the rest in the represented person's own scope: a delegate never sees past what the two of them agreed.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from onecard.domains.cards import api as cards
from onecard.domains.delegations import store
from onecard.domains.delegations.errors import (
    CodesUsedUp,
    DelegateStopped,
    DelegationNotInForce,
    DelegationUnknown,
    PersonDied,
    ScopeNotGiven,
)
from onecard.domains.delegations.models import Act, ActKind, Delegation, DelegationEvent, Scope, Unused
from onecard.domains.delegations.service import take
from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.kernel import outbox
from onecard.kernel.clock import day_of, start_of
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction
from onecard.verifier.code import LAYOUT, PREFIX, SIZE
from onecard.verifier.text import read_bytes

NO_ACT = UUID(int=0)
_LAST = datetime.max.replace(tzinfo=UTC)


def represented_by(tx: Transaction, *, delegate_id: UUID, delegation_id: UUID, at: datetime) -> UUID:
    """For whom this delegation is; DelegateStopped where the delegate's own card or e-card does not stand."""
    row = store.sql.find_helping(tx, holder_id=delegate_id, delegation_id=delegation_id)
    if row is None:
        raise DelegationUnknown
    card, ecard = cards.card_of(tx, holder_id=delegate_id), ecards.ecard_of(tx, holder_id=delegate_id)
    person = residents.find_resident(tx, holder_id=delegate_id)
    if person is None or person.died_on is not None:
        raise PersonDied
    stands = card is not None and card.effective(at) == "active" and card.social_state == "active"
    if not stands or ecard is None or ecard.state != "active":
        raise DelegateStopped
    holder: UUID = row.represented_id
    return holder


def represented_in(tx: Transaction, *, person_id: UUID, delegation_id: UUID) -> UUID:
    """For whom this delegation is, asked by either of the two: herself, or her delegate."""
    row = store.sql.find_helping(tx, holder_id=person_id, delegation_id=delegation_id)
    return row.represented_id if row else person_id


def take_to_act(
    tx: Transaction, *, holder_id: UUID, delegation_id: UUID, delegate_id: UUID, scope: Scope | None, at: datetime
) -> Delegation:
    """The delegation, held until the act is written: a withdrawal comes before it or after it, never between."""
    one = take(tx, holder_id=holder_id, delegation_id=delegation_id)
    if one.delegate_id != delegate_id:
        raise DelegationUnknown
    if one.effective(at) != "active":
        raise DelegationNotInForce(one.effective(at))
    person = residents.find_resident(tx, holder_id=holder_id)
    if person is None or person.died_on is not None:
        raise PersonDied
    if scope is not None and scope not in one.scopes:
        raise ScopeNotGiven
    return one


def show_code_for(
    tx: Transaction, one: Delegation, *, scene: str, wire: int, at: datetime, keyring: Keyring, seconds: int
) -> ecards.Code:
    """A code of the represented person for one scene; counted, and written down with its nonce."""
    if scene not in one.scenes:
        raise ScopeNotGiven
    since = start_of(day_of(at))
    shown = store.sql.count_codes(tx, holder_id=one.holder_id, delegation_id=one.delegation_id, since=since)
    if int(shown) >= one.codes_per_day:
        raise CodesUsedUp(codes_per_day=one.codes_per_day)
    code = ecards.show_code(tx, holder_id=one.holder_id, scene=wire, at=at, keyring=keyring, seconds=seconds)
    store.add_act(tx, one, "code_shown", at=at, scene=scene, nonce=_nonce_of(code.text), expires_at=code.expires_at)
    _tell(tx, one, at=at, kind="code_shown")
    return code


def record_act(tx: Transaction, one: Delegation, kind: ActKind, *, at: datetime) -> UUID:
    """Write down that the delegate did something else: reported the loss, looked at the record or the uses."""
    _tell(tx, one, at=at, kind=kind)
    return store.add_act(tx, one, kind, at=at)


def delegations_of(tx: Transaction, *, holder_id: UUID) -> list[Delegation]:
    """Those by which others act for this person, or were asked or ask to; the open ones first."""
    return store.given_by(tx, holder_id)


def helping_of(tx: Transaction, *, delegate_id: UUID) -> list[Delegation]:
    """Those by which this person acts for others, or was asked or asks to; the open ones first."""
    return store.held_by(tx, delegate_id)


def acts_for(
    tx: Transaction, *, holder_id: UUID, before: datetime = _LAST, before_act: UUID = NO_ACT, at_most: int = 30
) -> list[Act]:
    """What delegates did for a person, newest first."""
    return store.acts(tx, [holder_id], delegate_id=None, before=before, before_act=before_act, at_most=at_most)


def acts_by(
    tx: Transaction, *, delegate_id: UUID, before: datetime = _LAST, before_act: UUID = NO_ACT, at_most: int = 30
) -> list[Act]:
    """What a delegate did for others, newest first."""
    holders = list({one.holder_id for one in store.held_by(tx, delegate_id)})
    return store.acts(tx, holders, delegate_id=delegate_id, before=before, before_act=before_act, at_most=at_most)


def events_of(tx: Transaction, *, holder_id: UUID, at_most: int = 100) -> list[DelegationEvent]:
    """What happened to a person's delegations, the latest first."""
    return [DelegationEvent(*row) for row in store.sql.list_events(tx, holder_id=holder_id, at_most=at_most)]


def delegates_of_uses(tx: Transaction, *, holder_id: UUID, uses: Sequence[UUID]) -> Mapping[UUID, Delegation]:
    """By which delegation a use's code was shown: only for those that a delegate showed."""
    rows = list(store.sql.acts_of_uses(tx, holder_id=holder_id, uses=list(uses))) if uses else []
    if not rows:
        return {}
    known = {one.delegation_id: one for one in store.given_by(tx, holder_id)}
    return {row.use_id: known[row.delegation_id] for row in rows if row.delegation_id in known}


def unused_codes(tx: Transaction, *, after: datetime, after_act: UUID = NO_ACT, at_most: int = 1000) -> list[Unused]:
    """Codes that delegates showed and of which no use is known, by their end; for the next page the last one's."""
    return [Unused(*row) for row in store.sql.list_unused(tx, after=after, after_act=after_act, at_most=at_most)]


def note_uses(tx: Transaction, used: Sequence[tuple[Unused, UUID]], *, at: datetime) -> int:
    """These codes were used: name the uses in both records, and tell."""
    if not used:
        return 0
    columns = {"holders": [one.holder_id for one, _ in used], "acts": [one.act_id for one, _ in used]}
    noted = int(store.sql.note_uses(tx, **columns, uses=[use for _, use in used]))
    for one, use in used:
        body = {"holder_id": one.holder_id, "delegation_id": one.delegation_id, "use_id": use}
        outbox.append(tx, topic="delegations.code_used", body={k: str(v) for k, v in body.items()}, at=at)
    return noted


def _nonce_of(text: str) -> int:
    """The number by which the use path will say that this code was burnt."""
    raw = read_bytes(text.removeprefix(PREFIX), SIZE)
    return int(LAYOUT.unpack(raw[: LAYOUT.size])[5])


def _tell(tx: Transaction, one: Delegation, *, at: datetime, kind: ActKind) -> None:
    ids = {"holder_id": str(one.holder_id), "delegation_id": str(one.delegation_id)}
    outbox.append(tx, topic="delegations.acted", body={**ids, "kind": kind}, at=at)
