"""The ledger's calls to its SQL functions and the reads of its tables."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from psycopg.errors import Error, ForeignKeyViolation

from onecard.domains.ledger.errors import AccountUnknown, InsufficientBalance
from onecard.domains.ledger.models import Account, Movement
from onecard.kernel.postgres import columns
from onecard.kernel.postgres.columns import Column
from onecard.kernel.postgres.queries import named_queries
from onecard.kernel.postgres.transaction import Transaction

sql = named_queries("onecard.domains.ledger")
checks = named_queries("onecard.domains.ledger", "checks.sql")

_BULK = 20_000


def post(tx: Transaction, movements: Sequence[Movement], at: datetime) -> set[UUID]:
    """Post a batch; returns the references of which nothing was posted because a purse was short."""
    try:
        rows = list(sql.post(tx, **_columns(movements), recorded=at))
    except ForeignKeyViolation as error:
        raise AccountUnknown from error
    return {row[0] for row in rows}


def post_bulk(tx: Transaction, movements: Sequence[Movement], at: datetime | None) -> None:
    """Post any number, all or none; each recorded at `at`, or when it happened."""
    try:
        for start in range(0, len(movements), _BULK):
            part = movements[start : start + _BULK]
            sent = _columns(part)
            recorded = sent["happened"] if at is None else columns.instants([at] * len(part))
            sql.post_bulk(tx, **sent, recorded=recorded)
    except ForeignKeyViolation as error:
        raise AccountUnknown from error
    except Error as error:
        if error.sqlstate == "OC010":
            raise InsufficientBalance from error
        raise


def open_account(tx: Transaction, account: Account, at: datetime) -> bool:
    """Put an account into the chart; False where the number is there already."""
    return bool(
        sql.open_account(
            tx,
            account=account.account,
            agency_id=account.agency_id,
            kind=account.kind,
            name_zh=account.name_zh,
            name_en=account.name_en,
            at=at,
        )
    )


def find_account(tx: Transaction, account: int) -> Account | None:
    """One line of the chart, or None."""
    row = sql.find_account(tx, account=account)
    return Account(*row) if row else None


def _columns(movements: Sequence[Movement]) -> dict[str, Column]:
    return {
        "holder_ids": columns.ids([m.holder_id for m in movements]),
        "transfer_ids": columns.ids([m.transfer_id for m in movements]),
        "debits": columns.small_numbers([m.debit for m in movements]),
        "credits": columns.small_numbers([m.credit for m in movements]),
        "amounts": columns.numbers([m.amount_fen for m in movements]),
        "purposes": columns.words([m.purpose for m in movements]),
        "refs": columns.ids([m.reference for m in movements]),
        "happened": columns.instants([m.happened_at for m in movements]),
    }
