"""The invariants of payments, in the form of the ledger's own; `onecard ledger check` runs them after those."""

from onecard.domains.disbursement.store import checks
from onecard.domains.ledger.api import Finding
from onecard.kernel.postgres.transaction import Transaction

_TITLES = {
    "batches_conserve": (
        "每批审批金额 = 已到账 + 在途 + 已退回", "each batch's fen are paid, on their way or back, and add up",
    ),
    "paid_once": ("没有一笔来源被重复发放", "no source line is paid twice"),
    "lines_match_transfers": ("每笔的状态与其账务流水一致", "each line's state is what its transfers moved"),
}  # fmt: skip


def check(tx: Transaction) -> list[Finding]:
    """Look at every batch and every line."""
    found = []
    for name, title in _TITLES.items():
        row = getattr(checks, name)(tx)
        found.append(Finding(name, title, row.checked, row.broken, tuple(row.samples or ())))
    accounts = list(checks.on_its_way_is_set_aside(tx, all=True))
    wrong = [
        f"{row.account}: {row.lines_fen} ≠ {row.ledger_fen}" for row in accounts if row.lines_fen != row.ledger_fen
    ]
    title = ("待发账户余额 = 在途各笔之和", "the payout accounts hold what is on its way")
    return [*found, Finding("on_its_way_is_set_aside", title, len(accounts), len(wrong), tuple(wrong[:3]))]
