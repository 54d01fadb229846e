"""The invariants of money, one a file, found by looking; `onecard ledger check`, the tests and the night run them all.

A check is a module here with `look(tx) -> Finding`. It reads and changes nothing.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from typing import cast

from onecard.domains.ledger.models import Finding
from onecard.kernel.postgres.transaction import Transaction

Check = Callable[[Transaction], Finding]


def all_checks() -> list[Check]:
    """Every check in this folder, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.ispkg)
    return [cast(Check, importlib.import_module(f"{__name__}.{name}").look) for name in names]


def check(tx: Transaction) -> list[Finding]:
    """Run every check. Reads all of the ledger: for the night and for doubt, not for a page."""
    return [look(tx) for look in all_checks()]


def tell(findings: Iterable[Finding]) -> tuple[list[str], int]:
    """The findings as lines for a terminal, and the exit status: 0 where all is clean, else 1."""
    told, status = [], 0
    for finding in findings:
        zh, en = finding.title
        mark, rest = ("✓", "") if finding.clean else ("✗", f" · 有误 wrong {finding.broken:,}")
        told.append(f"{mark} {zh} · {en} · 已查 checked {finding.checked:,}{rest}")
        told += [f"    {sample}" for sample in finding.samples]
        status = status if finding.clean else 1
    return told, status
