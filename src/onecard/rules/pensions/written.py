"""How whole ten-thousandths and twelfths are written and read, without ever being a float."""

import re
import unicodedata

from onecard.rules.pensions.amounts import WHOLE
from onecard.rules.pensions.months import YEAR

_DECIMAL = re.compile(r"\d{1,3}(?:\.\d{1,4})?")


def as_decimal(parts: int) -> str:
    """12,000 ten-thousandths are 1.2."""
    whole, rest = divmod(parts, WHOLE)
    return f"{whole}.{rest:04d}".rstrip("0").removesuffix(".")


def as_percent(parts: int) -> str:
    """130 ten-thousandths are 1.3 (percent)."""
    return as_decimal(parts * 100)


def as_twelfths(twelfths: int) -> str:
    """1,668 twelfths are 139; what is not whole keeps its fraction: 138 5/12."""
    whole, rest = divmod(twelfths, YEAR)
    return f"{whole} {rest}/{YEAR}" if rest else str(whole)


def parts_of(text: str) -> int:
    """`1.2` as ten-thousandths, full-width digits too; ValueError for anything else."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not _DECIMAL.fullmatch(plain) or not plain.isascii():
        raise ValueError("not a decimal number of at most four places")
    whole, _, rest = plain.partition(".")
    return int(whole) * WHOLE + int(rest.ljust(4, "0") or 0)
