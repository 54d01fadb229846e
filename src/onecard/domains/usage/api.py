"""The use path's door: verify a batch, accept it, read receipts and figures.

checked = usage.check_all(uses, keys, now=clock())          # pure, before the transaction
outcomes = path.accept(tx, checked, at=clock())             # one round of load, decide, write
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg.errors import Error, UniqueViolation

from onecard.domains.usage import errors
from onecard.domains.usage.judging import Limits
from onecard.domains.usage.models import (
    BANK,
    MEDICAL,
    TRANSPORT,
    Accepted,
    Card,
    Context,
    Decision,
    Line,
    Manner,
    Outcome,
    Person,
    Point,
    Refused,
    Scene,
    Use,
)
from onecard.domains.usage.presenting import Checked, check, check_all
from onecard.domains.usage.receipts import receipt_of
from onecard.domains.usage.service import UsePath
from onecard.domains.usage.store import sql
from onecard.kernel.postgres.transaction import Transaction

__all__ = [
    "BANK", "MEDICAL", "TRANSPORT", "Accepted", "Card", "Checked", "Context", "Decision", "Limits", "Line", "Manner",
    "Outcome", "Person", "Point", "Refused", "Scene", "Use", "UsePath", "check", "check_all", "days_with_card",
    "errors", "find_use",
    "list_uses", "moved_meanwhile", "point_answers", "prune", "receipt_of", "roll_up",
    "uses_of_nonces",
]  # fmt: skip

_TRANSIENT = {"OC001", "40001", "40P01", "XX000"}
_NO_USE = UUID(int=0)  # sorts before every use: whatever happened at the moment itself is left out


def moved_meanwhile(error: Exception) -> bool:
    """True where a batch met another session that was faster and should simply be done again."""
    return isinstance(error, UniqueViolation) or (isinstance(error, Error) and error.sqlstate in _TRANSIENT)


def list_uses(
    tx: Transaction, *, holder_id: UUID, before: datetime, before_use: UUID = _NO_USE, at_most: int = 30
) -> Sequence[Any]:
    """A resident's uses, newest first, with the point's names; `receipt_of(row)` gives the receipt.

    The next page begins before the last row's `happened_at` and `use_id`: uses may share a moment.
    """
    return list(sql.list_uses(tx, holder_id=holder_id, before=before, before_use=before_use, at_most=at_most))


def days_with_card(
    tx: Transaction, holders: Sequence[UUID], *, since: datetime, until: datetime
) -> Sequence[tuple[UUID, date, UUID]]:
    """On which Shanghai days each of these people used the card itself (no code): whose, which day, its last use."""
    rows = sql.days_with_card(tx, holders=list(holders), since=since, until=until)
    return [(row.holder_id, row.day, row.use_id) for row in rows]


def find_use(tx: Transaction, *, holder_id: UUID, use_id: UUID) -> Any | None:
    """One use of a resident, or None."""
    return sql.find_use(tx, holder_id=holder_id, use_id=use_id)


def point_answers(tx: Transaction, *, point_id: UUID, at_most: int = 50) -> Sequence[Any]:
    """What a point was answered lately, without any person."""
    return list(sql.list_point_uses(tx, point_id=point_id, at_most=at_most))


def roll_up(tx: Transaction) -> int:
    """Count what the batches added into the boards' figures; returns how many rows were taken."""
    return int(sql.roll_up(tx))


def prune(tx: Transaction, *, before: datetime) -> int:
    """Forget burnt codes and answers that are older than any upload may be; returns how many rows."""
    return int(sql.prune(tx, before=before))


def uses_of_nonces(tx: Transaction, wanted: Sequence[tuple[UUID, int]]) -> dict[tuple[UUID, int], UUID]:
    """Which uses burnt the codes of these (holder, nonce); a code that was not used is left out. For the system."""
    holders, nonces = [holder for holder, _ in wanted], [nonce for _, nonce in wanted]
    rows = sql.uses_of_nonces(tx, holders=holders, nonces=nonces)
    return {(row.holder_id, row.nonce): row.use_id for row in rows}
