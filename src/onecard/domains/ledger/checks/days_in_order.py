"""No transfer counts for a day before it was recorded.

A late use falls in a later day, never in one that may be closed.
"""

from onecard.domains.ledger.models import Finding
from onecard.domains.ledger.store import checks
from onecard.kernel.postgres.transaction import Transaction


def look(tx: Transaction) -> Finding:
    """Compare, count, and name the first few that are wrong."""
    row = checks.days_in_order(tx)
    title = ("业务日不早于记账日", "no transfer counts for a day before it was recorded")
    return Finding("days_in_order", title, row.checked, row.broken, tuple(row.samples or ()))
