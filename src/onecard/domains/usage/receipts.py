"""The last step: a receipt that says why, now or when the same terminal asks again."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import UUID

import msgspec

from onecard.domains.usage import errors
from onecard.domains.usage.judging import Loaded
from onecard.domains.usage.models import Accepted, Outcome, Refused
from onecard.domains.usage.presenting import Checked
from onecard.domains.usage.store import sql
from onecard.kernel.errors import Problem, all_problems
from onecard.kernel.postgres.transaction import Transaction
from onecard.rules.reasons import Reason


def repeat(tx: Transaction, repeats: Mapping[int, tuple[Checked, Loaded]]) -> dict[int, Outcome]:
    """The first answer again, for each use whose sequence was answered before; another content is an error."""
    accepted = [loaded for checked, loaded in repeats.values() if loaded.refusal is None and _same(checked, loaded)]
    receipts = _read(tx, accepted) if accepted else {}
    return {i: _again(checked, loaded, receipts) for i, (checked, loaded) in repeats.items()}


def receipt_of(row: Any, *, repeated: bool = False) -> Accepted:
    """A stored use as the receipt it was answered with."""
    reasons = tuple(msgspec.convert(reason, Reason) for reason in row.reasons)
    return Accepted(
        row.use_id, row.holder_id, row.scene, row.happened_at, row.price_fen, row.paid_fen, reasons, row.facts, repeated
    )


def _same(checked: Checked, loaded: Loaded) -> bool:
    return loaded.digest == checked.digest


def _read(tx: Transaction, accepted: list[Loaded]) -> dict[UUID, Accepted]:
    rows = sql.read_uses(
        tx, holders=[loaded.answered_holder for loaded in accepted], uses=[loaded.use_id for loaded in accepted]
    )
    return {row.use_id: receipt_of(row, repeated=True) for row in rows}


def _again(checked: Checked, loaded: Loaded, receipts: Mapping[UUID, Accepted]) -> Outcome:
    assert loaded.use_id is not None
    if not _same(checked, loaded):
        return Refused(loaded.use_id, errors.SequenceReused())
    if loaded.refusal is None:
        return receipts[loaded.use_id]
    return Refused(loaded.use_id, problem_named(loaded.refusal, loaded.refusal_facts or {}), repeated=True)


def problem_named(code: str, facts: Mapping[str, Any]) -> Problem:
    """The problem of that code with its facts, as it was said the first time."""
    return _by_code()[code](**facts)


@cache
def _by_code() -> dict[str, type[Problem]]:
    return {problem.code: problem for problem in all_problems()}
