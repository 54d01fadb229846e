"""Money is whole fen in an int. Nothing here divides without saying which way it rounds."""

import re
import unicodedata
from typing import NewType

Fen = NewType("Fen", int)
ZERO = Fen(0)
_AMOUNT = re.compile(r"¥?(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d{1,2}))?元?", re.ASCII)


def yuan(fen: int) -> str:
    """`¥1,234.50`: how every page writes an amount; the sign stands before the currency mark."""
    whole, cents = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}¥{whole:,}.{cents:02d}"


def fen_of(text: str) -> int:
    """An amount of yuan as people type it (`1,234.5`, `¥1234.50`, full-width digits) in whole fen, never negative.

    ValueError for anything else, more than two decimal places and commas out of place included.
    """
    found = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", text).replace(" ", ""))
    if found is None:
        raise ValueError("not an amount of yuan")
    whole, cents = found.groups()
    return int(whole.replace(",", "")) * 100 + int((cents or "").ljust(2, "0"))
