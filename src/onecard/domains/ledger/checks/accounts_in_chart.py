"""Transfers run between accounts of the chart.

An account without an owner could not be cleared.
"""

from onecard.domains.ledger.models import Finding
from onecard.domains.ledger.store import checks
from onecard.kernel.postgres.transaction import Transaction


def look(tx: Transaction) -> Finding:
    """Compare, count, and name the first few that are wrong."""
    row = checks.accounts_in_chart(tx)
    title = ("流水只在已开立的科目之间", "transfers run between accounts of the chart")
    return Finding("accounts_in_chart", title, row.checked, row.broken, tuple(row.samples or ()))
