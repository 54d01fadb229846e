"""The invariants of rosters, in the form of the ledger's own; `onecard ledger check` runs them after those."""

from onecard.domains.ledger.api import Finding
from onecard.domains.rosters.store import checks
from onecard.kernel.postgres.transaction import Transaction

_TITLES = {
    "quota_is_what_entries_use": (
        "每个项目已占用指标 = 名册在册金额之和", "what is used of each quota is what entries come to",
    ),
    "handed_over_is_with_payment": (
        "每次转发放与代发批次笔数、金额一致", "each hand-over is a batch of payment, to the fen",
    ),
    "nobody_approves_twice": ("填报、各级审批均为不同的人", "makers and approvers are different people"),
}  # fmt: skip


def check(tx: Transaction) -> list[Finding]:
    """Look at every project, hand-over and approval."""
    found = []
    for name, title in _TITLES.items():
        row = getattr(checks, name)(tx)
        found.append(Finding(name, title, row.checked, row.broken, tuple(row.samples or ())))
    return found
