"""The four ways a line's fen go, as movements of the ledger. Nothing else in this domain touches money."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from onecard.domains.disbursement.models import Bank
from onecard.domains.disbursement.states import Flow
from onecard.domains.ledger import api as ledger
from onecard.kernel.postgres.transaction import Transaction

PURPOSES: Mapping[Flow, str] = {
    "set_aside": "payout_set_aside",
    "pay_out": "payout_paid",
    "take_back": "payout_taken_back",
    "give_back": "payout_given_back",
}


def movement(
    flow: Flow, *, holder_id: UUID, line_id: UUID, fund: int, province: int, amount_fen: int, at: datetime
) -> ledger.Movement:
    """One flow of a line: its reference is the line."""
    waiting, outside = ledger.payout_account(province), ledger.bank_float(province)
    debit, credit = {
        "set_aside": (fund, waiting),
        "pay_out": (waiting, outside),
        "take_back": (waiting, fund),
        "give_back": (outside, fund),
    }[flow]
    return ledger.Movement(holder_id, debit, credit, amount_fen, PURPOSES[flow], line_id, at)


def post(tx: Transaction, movements: Sequence[ledger.Movement], *, at: datetime) -> None:
    """Post them all; recorded now, whenever they happened."""
    if movements:
        ledger.post_many(tx, movements, at=at)


def open_accounts(tx: Transaction, bank: Bank, *, at: datetime) -> None:
    """The account for money on its way, beside the province's bank float, whose agency keeps it."""
    outside = ledger.find_account(tx, ledger.bank_float(bank.province))
    if outside is None:
        raise ledger.AccountUnknown
    number = ledger.payout_account(bank.province)
    wanted = ledger.Account(
        number, outside.agency_id, "escrow", f"{outside.name_zh} 待发", f"{outside.name_en}, on its way"
    )
    ledger.open_account(tx, wanted, at=at)
