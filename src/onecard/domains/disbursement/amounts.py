"""Amounts as a bank's file writes them, both ways, without a float: 9000 fen are `90.00`.

What people type is read by `kernel.money`.
"""

import re

_YUAN = re.compile(r"\+?([0-9]{1,13})(?:\.([0-9]{0,2})0*)?", re.ASCII)


def write_amount(fen: int) -> str:
    """Whole fen as yuan with two places."""
    return f"{fen // 100}.{fen % 100:02d}"


def read_amount(yuan: str) -> int | None:
    """Yuan as whole fen; None for what is no amount of whole fen."""
    found = _YUAN.fullmatch(yuan.strip())
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else None
