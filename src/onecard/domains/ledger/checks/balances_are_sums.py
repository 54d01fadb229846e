"""Each purse holds what came in less what went out.

A balance is kept in a row for speed; the transfers are the truth it must agree with.
"""

from onecard.domains.ledger.models import Finding
from onecard.domains.ledger.store import checks
from onecard.kernel.postgres.transaction import Transaction


def look(tx: Transaction) -> Finding:
    """Compare, count, and name the first few that are wrong."""
    row = checks.balances_are_sums(tx)
    title = ("每个钱包的余额等于其流水之和", "each purse holds what came in less what went out")
    return Finding("balances_are_sums", title, row.checked, row.broken, tuple(row.samples or ()))
