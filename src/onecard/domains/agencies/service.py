"""Organisations, acceptance points and partners: registered by the column, read by id."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from onecard.domains.agencies.errors import PartnerKeyNotPublic, PartnerOfAnother, RoleUnknown
from onecard.domains.agencies.models import Agency, NewPoint, Partner, Point, PointState
from onecard.domains.agencies.roles import SCOPES
from onecard.domains.agencies.store import sql
from onecard.kernel import audit
from onecard.kernel.postgres.transaction import Transaction


def register_agencies(tx: Transaction, agencies: Sequence[Agency], *, at: datetime) -> None:
    """Register organisations; one that is there stays as it is."""
    sql.add_agencies(
        tx,
        ids=[one.agency_id for one in agencies],
        kinds=[one.kind for one in agencies],
        divisions=[one.division for one in agencies],
        names_zh=[one.name_zh for one in agencies],
        names_en=[one.name_en for one in agencies],
        at=at,
    )


def find_agencies(tx: Transaction, ids: Iterable[UUID]) -> dict[UUID, Agency]:
    """Organisations by id; those that do not exist are left out."""
    return {row.agency_id: Agency(*row) for row in sql.find_agencies(tx, ids=list(ids))}


def list_agencies(tx: Transaction) -> list[Agency]:
    """Every organisation, by division and name."""
    return [Agency(*row) for row in sql.list_agencies(tx)]


def register_points(tx: Transaction, points: Sequence[NewPoint], *, at: datetime, actor: str = audit.SYSTEM) -> None:
    """Register acceptance points; one that is there stays as it is."""
    known = find_points(tx, [one.point_id for one in points])
    sql.add_points(
        tx,
        ids=[one.point_id for one in points],
        agencies=[one.agency_id for one in points],
        kinds=[one.kind for one in points],
        scenes=[one.scene for one in points],
        divisions=[one.division for one in points],
        names_zh=[one.name_zh for one in points],
        names_en=[one.name_en for one in points],
        accounts=[one.account for one in points],
        settings=[json.dumps(dict(one.settings), ensure_ascii=False) for one in points],
        keys=[one.terminal_key for one in points],
        at=at,
    )
    new = (one for one in points if one.point_id not in known)
    deeds = [audit.Deed("point.registered", one.point_id, {"agency_id": str(one.agency_id)}) for one in new]
    audit.record(tx, deeds, actor=actor, at=at)


def find_points(tx: Transaction, ids: Iterable[UUID]) -> dict[UUID, Point]:
    """Acceptance points by id, with state and terminal key; those that do not exist are left out."""
    return {row.point_id: Point(*row) for row in sql.find_points(tx, ids=list(ids))}


def points_of(tx: Transaction, *, agency_id: UUID) -> list[Point]:
    """The acceptance points of one organisation, by name."""
    return [Point(*row) for row in sql.list_points(tx, agency_id=agency_id)]


def change_point_state(
    tx: Transaction, *, point_id: UUID, state: PointState, at: datetime, actor: str = audit.SYSTEM
) -> bool:
    """Open, close or revoke a point; False where there is none of that id. A revoked one stays revoked: False too."""
    deed = audit.Deed("point.state_changed", point_id, {"state": state})
    return _recorded(tx, deed, sql.change_point_state(tx, point_id=point_id, state=state, at=at), actor, at)


def change_terminal_key(
    tx: Transaction, *, point_id: UUID, key: bytes, at: datetime, actor: str = audit.SYSTEM
) -> bool:
    """Give a terminal another public key: the old one opens nothing from the next look-up on. False as above."""
    deed = audit.Deed("point.key_changed", point_id, {"public_key": key.hex()})
    return _recorded(tx, deed, sql.change_terminal_key(tx, point_id=point_id, key=key, at=at), actor, at)


def register_partner(
    tx: Transaction,
    *,
    client_id: str,
    agency_id: UUID,
    public_jwk: Mapping[str, Any],
    scopes: Sequence[str],
    at: datetime,
    actor: str = audit.SYSTEM,
) -> None:
    """Register a partner's system; again with the same id and agency gives it another key and other scopes."""
    for scope in scopes:
        if scope not in SCOPES:
            raise RoleUnknown(name=scope)
    if "d" in public_jwk or "k" in public_jwk:
        raise PartnerKeyNotPublic
    jwk = json.dumps(dict(public_jwk))
    if not sql.add_partner(tx, client_id=client_id, agency_id=agency_id, public_jwk=jwk, scopes=list(scopes), at=at):
        raise PartnerOfAnother
    facts = {"agency_id": str(agency_id), "scopes": list(scopes)}
    audit.record(tx, [audit.Deed("partner.registered", client_id, facts)], actor=actor, at=at)


def find_partner(tx: Transaction, *, client_id: str) -> Partner | None:
    """A partner's system, unless unknown or revoked."""
    row = sql.find_partner(tx, client_id=client_id)
    return Partner(row.client_id, row.agency_id, row.public_jwk, tuple(row.scopes)) if row else None


def revoke_partner(tx: Transaction, *, client_id: str, at: datetime, actor: str = audit.SYSTEM) -> bool:
    """Stop a partner's system; False where it was not active."""
    deed = audit.Deed("partner.revoked", client_id)
    return _recorded(tx, deed, sql.revoke_partner(tx, client_id=client_id, at=at), actor, at)


def _recorded(tx: Transaction, deed: audit.Deed, changed: int, actor: str, at: datetime) -> bool:
    """Whether anything was changed, which is then on record."""
    audit.record(tx, [deed] if changed else [], actor=actor, at=at)
    return bool(changed)
