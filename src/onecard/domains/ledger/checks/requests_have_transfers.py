"""Each answered request has its transfer.

A remembered answer without its transfer would swallow a retry.
"""

from onecard.domains.ledger.models import Finding
from onecard.domains.ledger.store import checks
from onecard.kernel.postgres.transaction import Transaction


def look(tx: Transaction) -> Finding:
    """Compare, count, and name the first few that are wrong."""
    row = checks.requests_have_transfers(tx)
    title = ("每个请求编号都有其流水", "each answered request has its transfer")
    return Finding("requests_have_transfers", title, row.checked, row.broken, tuple(row.samples or ()))
