"""Months and lengths as people type them; what cannot be read is told at its field and never guessed."""

import re
import unicodedata
from datetime import date

_MONTH = re.compile(r"(\d{4})(?:\s*[-./年]\s*|(?=\d{2}$))(\d{1,2})\s*月?")
_YEAR = r"(?:年|y|yrs?|years?)"
_LENGTH = re.compile(
    rf"(?:(\d{{1,2}})\s*{_YEAR}\s*)?(?:(\d{{1,3}})\s*(?:个月|月|m|months?)\s*)?|(\d{{1,2}})", re.IGNORECASE
)


def month_of(text: str) -> date:
    """`1970-6`, `197006`, `1970年6月` as the first day of that month; ValueError for anything else."""
    found = _MONTH.fullmatch(_plain(text))
    if found is None:
        raise ValueError("not a month")
    return date(int(found[1]), int(found[2]), 1)


def length_of(text: str) -> int:
    """`25年6个月`, `25 years`, `306个月` or `25` (years) as months; ValueError for anything else, and for nothing."""
    plain = _plain(text)
    found = _LENGTH.fullmatch(plain)
    if found is None or not plain:
        raise ValueError("not a length of time")
    years, months, bare = found.groups()
    return int(bare or years or 0) * 12 + int(months or 0)


def _plain(text: str) -> str:
    """Full-width digits as plain ones; other scripts' digits are left out of the question."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if any(one.isdigit() and not one.isascii() for one in plain):
        raise ValueError("not written in digits we read")
    return plain
