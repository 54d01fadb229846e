"""The ledger's door: the only place where money moves.

transfer, top_up, correct   one movement for a person; the same request key twice moves money once
post, post_many             batches: each reference whole or not at all; a great many at once
balances, statement         what a purse holds and how it came about
chart …                     what account numbers mean, and opening them
roll_up, check, tell        draining batches into the roll-up; proving that all of it adds up
"""

from datetime import date, datetime
from typing import cast
from uuid import UUID

from onecard.domains.ledger.chart import (
    bank_float,
    concessions,
    ensure_chart,
    ensure_fund,
    open_account,
    pass_revenue,
    payout_account,
    purse,
)
from onecard.domains.ledger.checks import check, tell
from onecard.domains.ledger.errors import (
    AccountTaken,
    AccountUnknown,
    CorrectionTooLarge,
    InsufficientBalance,
    RequestKeyReused,
    TransferMalformed,
    TransferUnknown,
)
from onecard.domains.ledger.models import (
    BANK,
    MEDICAL,
    PASS_ESCROW,
    TRANSPORT,
    Account,
    Balance,
    Finding,
    Movement,
    ProvinceAgencies,
    StatementLine,
    Transfer,
)
from onecard.domains.ledger.service import balances, correct, post, post_many, statement, top_up, transfer
from onecard.domains.ledger.store import find_account, sql
from onecard.kernel.postgres.transaction import Transaction

__all__ = [
    "BANK", "MEDICAL", "PASS_ESCROW", "TRANSPORT", "Account", "AccountTaken", "AccountUnknown", "Balance",
    "CorrectionTooLarge", "Finding", "InsufficientBalance", "Movement", "ProvinceAgencies", "RequestKeyReused",
    "StatementLine", "Transfer", "TransferMalformed", "TransferUnknown", "accounts", "balances", "bank_float", "check",
    "concessions", "correct", "ensure_chart", "ensure_fund", "find_account", "institution_balance", "open_account",
    "open_day", "open_day_from", "open_revenue_account", "pass_revenue", "payout_account", "post", "post_many", "purse",
    "roll_up", "statement", "tell", "top_up", "transfer",
]  # fmt: skip


def open_revenue_account(tx: Transaction, *, agency_id: UUID, name_zh: str, name_en: str, at: datetime) -> int:
    """Open the next free account an operator earns on; returns its number."""
    return cast(int, sql.open_revenue_account(tx, agency_id=agency_id, name_zh=name_zh, name_en=name_en, at=at))


def accounts(tx: Transaction) -> list[Account]:
    """The chart, by number."""
    return [Account(*row) for row in sql.list_accounts(tx)]


def institution_balance(tx: Transaction, *, account: int) -> int:
    """What came into an account less what went out, in fen, up to this moment; 0 for one that is not in the chart."""
    return cast(int, sql.account_balance(tx, account=account) or 0)


def roll_up(tx: Transaction) -> int:
    """Drain what batches told into the roll-up; returns how many rows. The worker does this every few seconds."""
    return cast(int, sql.roll_up(tx))


def open_day(tx: Transaction) -> date:
    """The business day that is open: the earliest a transfer can still count for."""
    return cast(date, sql.open_day(tx))


def open_day_from(tx: Transaction, *, day: date) -> date:
    """Close every day before `day` to postings until the transaction ends and after; returns the day open then."""
    return cast(date, sql.open_day_from(tx, day=day))
