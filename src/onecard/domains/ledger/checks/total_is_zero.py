"""All accounts add up to nothing.

Money is only ever moved: what residents hold is what institutions owe.
"""

from onecard.domains.ledger.models import Finding
from onecard.domains.ledger.store import checks
from onecard.kernel.postgres.transaction import Transaction


def look(tx: Transaction) -> Finding:
    """Compare, count, and name the first few that are wrong."""
    row = checks.total_is_zero(tx)
    title = ("全部账户合计为零", "all accounts add up to nothing")
    return Finding("total_is_zero", title, row.checked, row.broken, tuple(row.samples or ()))
