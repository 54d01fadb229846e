"""The delegations' named queries, and how rows become what the domain speaks of."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.errors import UniqueViolation

from onecard.domains.delegations.errors import DelegationExists
from onecard.domains.delegations.models import Act, ActKind, Delegation, Relation
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.queries import named_queries
from onecard.kernel.postgres.transaction import Transaction

sql = named_queries("onecard.domains.delegations")
#: More than any place's number of relatives with their past; a list is one page.
PAGE = 200


def add(tx: Transaction, new: Delegation) -> None:
    """Store it with its look-up. DelegationExists where one is open between the two, also where another was faster."""
    columns = {name: getattr(new, name) for name in Delegation.__slots__}
    try:
        sql.add_delegation(tx, **columns)
    except UniqueViolation:
        raise DelegationExists from None
    sql.add_helping(tx, delegate_id=new.delegate_id, delegation_id=new.delegation_id, holder_id=new.holder_id)


def given_by(tx: Transaction, holder_id: UUID) -> list[Delegation]:
    """Those by which others act for this person."""
    return [Delegation(*row) for row in sql.list_given(tx, holder_id=holder_id, at_most=PAGE)]


def held_by(tx: Transaction, delegate_id: UUID, *, at_most: int = PAGE) -> list[Delegation]:
    """Those by which this person acts for others: two statements, so that each goes to the shards it needs."""
    rows = list(sql.list_helping(tx, holder_id=delegate_id, at_most=at_most))
    if not rows:
        return []
    holders, ids = [row.represented_id for row in rows], [row.delegation_id for row in rows]
    return [Delegation(*row) for row in sql.list_delegations(tx, holders=holders, delegations=ids)]


def counted(tx: Transaction, delegate_id: UUID, at: datetime) -> Mapping[Relation, int]:
    """How many relatives of each relation a person acts for, or has asked to."""
    held = held_by(tx, delegate_id)
    return Counter(
        one.relation
        for one in held
        if one.effective(at) == "active" or (one.effective(at) == "asked" and one.asked_by == "delegate")
    )


def tell(
    tx: Transaction, one: Delegation, event: str, *, at: datetime, actor: str, facts: Mapping[str, Any] | None = None
) -> None:
    """Keep what happened."""
    said = json.dumps(dict(facts or {}), ensure_ascii=False)
    ids = {"holder_id": one.holder_id, "delegation_id": one.delegation_id, "event_id": new_id()}
    sql.add_event(tx, **ids, event=event, at=at, actor=actor, facts=said)


def add_act(
    tx: Transaction, one: Delegation, kind: ActKind, *, at: datetime, scene: str | None = None,
    nonce: int | None = None, expires_at: datetime | None = None,
) -> UUID:  # fmt: skip
    """Keep what a delegate did."""
    act_id = new_id()
    ids = {"holder_id": one.holder_id, "delegation_id": one.delegation_id, "delegate_id": one.delegate_id}
    sql.add_act(tx, **ids, act_id=act_id, kind=kind, at=at, scene=scene, nonce=nonce, expires_at=expires_at)
    return act_id


def acts(
    tx: Transaction, holders: Sequence[UUID], *, delegate_id: UUID | None, before: datetime, before_act: UUID,
    at_most: int,
) -> list[Act]:  # fmt: skip
    """What was done for these people, newest first."""
    asked = {"holders": list(holders), "delegate_id": delegate_id, "before": before, "before_act": before_act}
    return [Act(*row) for row in sql.list_acts(tx, **asked, at_most=at_most)]
