"""No purse is below zero.

The table refuses it too; this says so of the data that is there.
"""

from onecard.domains.ledger.models import Finding
from onecard.domains.ledger.store import checks
from onecard.kernel.postgres.transaction import Transaction


def look(tx: Transaction) -> Finding:
    """Compare, count, and name the first few that are wrong."""
    row = checks.balances_not_negative(tx)
    title = ("没有钱包低于零", "no purse is below zero")
    return Finding("balances_not_negative", title, row.checked, row.broken, tuple(row.samples or ()))
