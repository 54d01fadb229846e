"""The roll-up agrees with the transfers.

By day, pair of accounts and purpose: clearing reads the roll-up and never the transfers.
"""

from onecard.domains.ledger.models import Finding
from onecard.domains.ledger.store import checks
from onecard.kernel.postgres.transaction import Transaction


def look(tx: Transaction) -> Finding:
    """Compare, count, and name the first few that are wrong."""
    row = checks.roll_up_agrees(tx)
    title = ("汇总与逐笔流水一致", "the roll-up agrees with the transfers")
    return Finding("roll_up_agrees", title, row.checked, row.broken, tuple(row.samples or ()))
