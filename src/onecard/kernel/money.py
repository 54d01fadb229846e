"""Money is whole fen in an int. Nothing here divides without saying which way it rounds."""

from typing import NewType

Fen = NewType("Fen", int)
ZERO = Fen(0)


def yuan(fen: int) -> str:
    """`¥1,234.50`: how every page writes an amount; the sign stands before the currency mark."""
    whole, cents = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}¥{whole:,}.{cents:02d}"
