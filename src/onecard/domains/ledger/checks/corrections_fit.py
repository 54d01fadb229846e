"""No correction exceeds its transfer.

A correction is a transfer the other way; more than the first would be a gift.
"""

from onecard.domains.ledger.models import Finding
from onecard.domains.ledger.store import checks
from onecard.kernel.postgres.transaction import Transaction


def look(tx: Transaction) -> Finding:
    """Compare, count, and name the first few that are wrong."""
    row = checks.corrections_fit(tx)
    title = ("更正不超过原流水", "no correction exceeds its transfer")
    return Finding("corrections_fit", title, row.checked, row.broken, tuple(row.samples or ()))
