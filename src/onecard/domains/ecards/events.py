"""What happened to an e-card, and each sign-in with it: added in the transaction that does it, read by its holder."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from onecard.domains.ecards.models import HOLDER, Doer, EcardEvent
from onecard.domains.ecards.store import sql
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction

NO_ID = UUID(int=0)


def write_event(
    tx: Transaction,
    *,
    holder_id: UUID,
    event: str,
    at: datetime,
    by: Doer = HOLDER,
    facts: dict[str, Any] | None = None,
) -> None:
    """Add one event. `facts` hold references and ids of programs, nobody's name or number."""
    sql.add_event(
        tx,
        holder_id=holder_id,
        event_id=new_id(),
        event=event,
        at=at,
        actor=by.actor,
        agency_id=by.agency_id,
        facts=json.dumps(facts or {}, ensure_ascii=False),
    )


def events_before(
    tx: Transaction,
    *,
    holder_id: UUID,
    before: datetime,
    before_event: UUID = NO_ID,
    names: Collection[str] = (),
    only_these: bool = False,
    at_most: int = 30,
) -> Sequence[EcardEvent]:
    """A page of events, newest first: only those called `names`, or all but those."""
    rows = sql.events_before(
        tx,
        holder_id=holder_id,
        before=before,
        before_event=before_event,
        names=list(names),
        only_these=only_these,
        at_most=at_most,
    )
    return [EcardEvent(*row) for row in rows]
