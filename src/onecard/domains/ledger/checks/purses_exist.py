"""Whoever paid or was paid has a balance row.

A purse without its row would escape the check of its balance.
"""

from onecard.domains.ledger.models import Finding
from onecard.domains.ledger.store import checks
from onecard.kernel.postgres.transaction import Transaction


def look(tx: Transaction) -> Finding:
    """Compare, count, and name the first few that are wrong."""
    row = checks.purses_exist(tx)
    title = ("每笔钱包流水都有余额行", "whoever paid or was paid has a balance row")
    return Finding("purses_exist", title, row.checked, row.broken, tuple(row.samples or ()))
