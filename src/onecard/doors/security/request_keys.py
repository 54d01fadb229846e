"""A changing request carries a key of its sender's choice: sent again under it, it is answered again and done once.

The key is taken in the transaction that does the work, so of two at once the second waits and gets the first one's
answer. A refusal keeps nothing, because nothing was done. What a request said is kept as a keyed digest only.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from onecard.doors.security.errors_visitors import RequestKeyTaken
from onecard.doors.security.visitors import Partner, Resident, Staff, Terminal
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.queries import named_queries
from onecard.kernel.postgres.transaction import Transaction

KEPT = timedelta(days=1)

sql = named_queries("onecard.doors.security")
Answer = TypeVar("Answer", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Request:
    """A request as far as a second one must be the same: who asks, under which key, what."""

    asker: UUID
    request_key: str
    digest: bytes


def request_of(
    visitor: Resident | Staff | Partner | Terminal, operation: str, request_key: str, asked: Any, keyring: Keyring
) -> Request:
    """What this visitor asks under this key. Leave passwords out of `asked`: they say who asks, not what."""
    said = operation.encode() + b" " + msgspec.json.encode(asked)
    digest = hmac.new(keyring.secret("requests"), said, sha256).digest()
    match visitor:
        case Resident(holder_id=holder_id):
            return Request(holder_id, request_key, digest)
        case Staff(agency_id=agency_id, staff_id=staff_id):
            return Request(agency_id, f"{staff_id} {request_key}", digest)
        case Partner(agency_id=agency_id, client_id=client_id):
            return Request(agency_id, f"{client_id} {request_key}", digest)
        case Terminal(point_id=point_id):
            return Request(point_id, request_key, digest)


def kept_answer(tx: Transaction, request: Request, kind: type[Answer]) -> Answer | None:
    """What this request was answered before, if it was; RequestKeyTaken where the key was another request's."""
    row = sql.find_answer(tx, asker=request.asker, request_key=request.request_key)
    if row is None:
        return None
    if not hmac.compare_digest(bytes(row.digest), request.digest):
        raise RequestKeyTaken
    return msgspec.json.decode(row.answer, type=kind)


def once(tx: Transaction, request: Request, kind: type[Answer], do: Callable[[], Answer], *, at: datetime) -> Answer:
    """Do it and keep the answer, or give the answer that was kept."""
    names = {"asker": request.asker, "request_key": request.request_key}
    if not sql.take_key(tx, **names, digest=request.digest, at=at):
        kept = kept_answer(tx, request, kind)
        assert kept is not None, "who took the key has committed an answer with it"
        return kept
    answer = do()
    sql.keep_answer(tx, **names, answer=msgspec.json.encode(answer).decode())
    return answer


def errands_since(tx: Transaction, *, agency_id: UUID, staff_id: UUID, since: datetime) -> dict[str, tuple[int, int]]:
    """How often each errand of the console was done since then: by this agency, and of these by this member of staff.

    Read from what was answered, so it is true for as long as answers are kept: a day.
    """
    found = sql.count_errands(tx, asker=agency_id, mine=f"{staff_id} %", since=since)
    return {row.errand: (row.done, row.mine) for row in found}


def sweep_answers(tx: Transaction, *, at: datetime) -> int:
    """Forget what was answered more than a day ago; returns how much."""
    return int(sql.sweep_answers(tx, before=at - KEPT))
