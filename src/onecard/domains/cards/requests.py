"""What is asked at a counter of another province: kept with what it needs, decided by the issuing province.

Loss reports are never requests: whoever hears of a loss stops the card at once.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from psycopg.errors import UniqueViolation

from onecard.domains.cards.errors import RequestDecided, RequestOpen, RequestUnknown
from onecard.domains.cards.models import CardRequest, Operation, Taken
from onecard.domains.cards.producing import span_of
from onecard.domains.cards.store import sql
from onecard.kernel import outbox
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction


def take_request(
    tx: Transaction,
    *,
    holder_id: UUID,
    operation: Operation,
    facts: Mapping[str, Any],
    issuer: int,
    taken: Taken,
    at: datetime,
) -> CardRequest:
    """Keep what is asked for the issuing province. Only what stands under `sealed` in the facts may be personal."""
    made = CardRequest(
        holder_id, new_id(), operation, facts, issuer, at, taken.by, taken.agency_id, taken.division, "open", None, None
    )
    columns = {name: getattr(made, name) for name in CardRequest.__slots__ if name not in ("facts", "state")}
    try:
        sql.add_request(tx, **columns, facts=json.dumps(dict(facts), ensure_ascii=False))
    except UniqueViolation:
        raise RequestOpen from None
    outbox.append(tx, topic="cards.request_taken", body={"request_id": str(made.request_id), "issuer": issuer}, at=at)
    return made


def requests_to_decide(tx: Transaction, *, division: int, at_most: int = 100) -> list[CardRequest]:
    """The open requests of a province, city or county, the longest waiting first."""
    first, last = span_of(division)
    return [CardRequest(*row) for row in sql.requests_to_decide(tx, first=first, last=last, at_most=at_most)]


def requests_taken(tx: Transaction, *, agency_id: UUID, at_most: int = 100) -> list[CardRequest]:
    """What an agency took and sent on, the latest first, with what became of it."""
    return [CardRequest(*row) for row in sql.requests_taken(tx, agency_id=agency_id, at_most=at_most)]


def requests_of(tx: Transaction, *, holder_id: UUID) -> list[CardRequest]:
    """What was asked for a person in other provinces, the latest first."""
    return [CardRequest(*row) for row in sql.requests_of(tx, holder_id=holder_id)]


def request_of(tx: Transaction, *, request_id: UUID) -> CardRequest | None:
    """One request within reach, or None."""
    row = sql.find_request(tx, request_id=request_id)
    return CardRequest(*row) if row else None


def open_request(tx: Transaction, *, request_id: UUID) -> CardRequest:
    """One request to be decided now, held; of two who decide at once the second is told that it was decided."""
    row = sql.take_request(tx, request_id=request_id)
    if row is None:
        raise RequestUnknown
    if row.state != "open":
        raise RequestDecided
    return CardRequest(*row)


def settle_request(
    tx: Transaction,
    request: CardRequest,
    *,
    state: Literal["accepted", "refused"],
    at: datetime,
    by: str,
    answer: str | None = None,
) -> None:
    """Write the decision down; a refusal says why, in words for the person."""
    names = {"holder_id": request.holder_id, "request_id": request.request_id}
    sql.settle_request(tx, **names, state=state, at=at, by=by, answer=answer)
    body = {"request_id": str(request.request_id), "state": state}
    outbox.append(tx, topic="cards.request_decided", body=body, at=at)
