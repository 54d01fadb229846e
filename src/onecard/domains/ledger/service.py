"""Moving money by verbs that may come twice: the second call under a request key returns the first answer."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from onecard.domains.ledger import chart, store
from onecard.domains.ledger.errors import (
    CorrectionTooLarge,
    InsufficientBalance,
    RequestKeyReused,
    TransferMalformed,
    TransferUnknown,
)
from onecard.domains.ledger.models import Balance, Movement, StatementLine, Transfer
from onecard.domains.ledger.store import sql
from onecard.kernel.postgres.transaction import Transaction


def transfer(
    tx: Transaction,
    *,
    holder_id: UUID,
    debit: int,
    credit: int,
    amount_fen: int,
    purpose: str,
    happened_at: datetime,
    at: datetime,
    request_key: str,
    reference: UUID | None = None,
) -> Transfer:
    """Move money from `debit` to `credit` for a holder; a purse of hers must hold it."""
    if amount_fen <= 0 or debit == credit:
        raise TransferMalformed
    transfer_id = uuid5(holder_id, request_key)
    asked = Movement(holder_id, debit, credit, amount_fen, purpose, reference or transfer_id, happened_at, transfer_id)
    first = _first_answer(tx, asked, request_key)
    return first or _post_once(tx, asked, request_key, at)


def top_up(
    tx: Transaction,
    *,
    holder_id: UUID,
    purse: int,
    amount_fen: int,
    happened_at: datetime,
    at: datetime,
    request_key: str,
) -> Transfer:
    """Bring money from outside, through the bank of the purse's province, into a purse."""
    return transfer(
        tx,
        holder_id=holder_id,
        debit=chart.bank_float(purse // 100),
        credit=purse,
        amount_fen=amount_fen,
        purpose="top_up",
        happened_at=happened_at,
        at=at,
        request_key=request_key,
    )


def correct(
    tx: Transaction,
    *,
    holder_id: UUID,
    transfer_id: UUID,
    at: datetime,
    request_key: str,
    amount_fen: int | None = None,
) -> Transfer:
    """Undo a transfer, or `amount_fen` of it, by a new one the other way that refers to it."""
    sql.lock_holders(tx, holder_ids=[holder_id])
    wrong = sql.find_transfer(tx, holder_id=holder_id, transfer_id=transfer_id)
    if wrong is None:
        raise TransferUnknown
    before = sql.find_answer(tx, holder_id=holder_id, request_key=request_key)
    left = wrong.amount_fen - wrong.corrected_fen
    whole = before.amount_fen if before else left
    amount = whole if amount_fen is None else amount_fen
    if before is None and (left == 0 or amount > left):
        raise CorrectionTooLarge(left_fen=left)
    return transfer(
        tx,
        holder_id=holder_id,
        debit=wrong.credit,
        credit=wrong.debit,
        amount_fen=amount,
        purpose="correction",
        happened_at=before.happened_at if before else at,
        at=at,
        request_key=request_key,
        reference=transfer_id,
    )


def balances(tx: Transaction, *, holder_id: UUID) -> list[Balance]:
    """The purses of a resident, by account."""
    return [Balance(*row) for row in sql.list_balances(tx, holder_id=holder_id)]


def statement(
    tx: Transaction, *, holder_id: UUID, account: int, before: StatementLine | None = None, at_most: int = 30
) -> list[StatementLine]:
    """A purse's movements, newest first; `before` is the last line of the page that was read before."""
    rows = sql.list_statement(
        tx,
        holder_id=holder_id,
        account=account,
        before_at=before.recorded_at if before else None,
        before_id=before.transfer_id if before else None,
        at_most=at_most,
    )
    return [StatementLine(*row) for row in rows]


def post(tx: Transaction, movements: Sequence[Movement], *, at: datetime) -> set[UUID]:
    """Post movements, each reference whole or not at all; returns the references that a purse could not pay for."""
    return store.post(tx, movements, at)


def post_many(tx: Transaction, movements: Sequence[Movement], *, at: datetime | None = None) -> None:
    """Post a great many, all or none; without `at` each counts as recorded when it happened (past days, if still open).

    The purses must be able to pay for the whole; 20,000 at a time in the order given: money in goes before
    money out.
    """
    store.post_bulk(tx, movements, at)


def _first_answer(tx: Transaction, asked: Movement, request_key: str) -> Transfer | None:
    sql.lock_holders(tx, holder_ids=[asked.holder_id])
    row = sql.find_answer(tx, holder_id=asked.holder_id, request_key=request_key)
    if row is None:
        return None
    if row.digest != _digest(asked):
        raise RequestKeyReused
    return Transfer(
        asked.holder_id, row.transfer_id, row.debit, row.credit, row.amount_fen, row.purpose, row.reference,
        row.happened_at, row.recorded_at, row.recorded_on, repeated=True,
    )  # fmt: skip


def _post_once(tx: Transaction, asked: Movement, request_key: str, at: datetime) -> Transfer:
    if store.post(tx, [asked], at):
        raise InsufficientBalance
    sql.remember_request(
        tx,
        holder_id=asked.holder_id,
        request_key=request_key,
        transfer_id=asked.transfer_id,
        digest=_digest(asked),
        recorded_at=at,
    )
    row = sql.find_answer(tx, holder_id=asked.holder_id, request_key=request_key)
    return Transfer(
        asked.holder_id, asked.transfer_id, asked.debit, asked.credit, asked.amount_fen, asked.purpose, asked.reference,
        asked.happened_at, at, row.recorded_on,
    )  # fmt: skip


def _digest(asked: Movement) -> bytes:
    facts = (asked.debit, asked.credit, asked.amount_fen, asked.purpose, asked.reference)
    return hashlib.sha256(repr(facts).encode()).digest()
