"""No transfer was posted twice.

The key of a transfer carries its instant, so the id alone is proved here.
"""

from onecard.domains.ledger.models import Finding
from onecard.domains.ledger.store import checks
from onecard.kernel.postgres.transaction import Transaction


def look(tx: Transaction) -> Finding:
    """Compare, count, and name the first few that are wrong."""
    row = checks.transfers_are_once(tx)
    title = ("没有重复的流水", "no transfer was posted twice")
    return Finding("transfers_are_once", title, row.checked, row.broken, tuple(row.samples or ()))
