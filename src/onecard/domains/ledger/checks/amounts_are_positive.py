"""Amounts are above zero, between two accounts.

The direction is in the accounts; a negative amount would turn it round.
"""

from onecard.domains.ledger.models import Finding
from onecard.domains.ledger.store import checks
from onecard.kernel.postgres.transaction import Transaction


def look(tx: Transaction) -> Finding:
    """Compare, count, and name the first few that are wrong."""
    row = checks.amounts_are_positive(tx)
    title = ("金额大于零,借贷科目不同", "amounts are above zero, between two accounts")
    return Finding("amounts_are_positive", title, row.checked, row.broken, tuple(row.samples or ()))
