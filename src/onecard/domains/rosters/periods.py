"""What a period means in days: `2026-11` a month, `2026-Q4` a quarter, `2026-T1` a term, `2026` a year.

What comes once, for an event or a project has a name of its own that begins with its year (`2026-flood`). A term is
written by the half-year it lies in: T1 the second half of its year (autumn), T2 the first (spring).
"""

import re
from datetime import date, timedelta

from onecard.domains.rosters.errors import PeriodMalformed
from onecard.rules.programmes.programme import Period

_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])", re.ASCII)
_QUARTER = re.compile(r"(20[0-9]{2})-Q([1-4])", re.ASCII)
_TERM = re.compile(r"(20[0-9]{2})-T([12])", re.ASCII)
_YEAR = re.compile(r"20[0-9]{2}", re.ASCII)
_NAMED = re.compile(r"20[0-9]{2}[0-9A-Za-z-]{0,16}", re.ASCII)
#: How a period of each kind is written, for whoever slips.
_SHAPES: dict[Period, str] = {
    "month": "2026-11", "quarter": "2026-Q4", "term": "2026-T1", "year": "2026", "once": "2026-…", "event": "2026-…",
    "project": "2026-…",
}  # fmt: skip


def days_of(paid: Period, period: str) -> tuple[date, date]:
    """The first and last day of a period of a programme that is paid so; PeriodMalformed."""
    found = _read(paid, period)
    if found is None:
        raise PeriodMalformed(expected=_SHAPES[paid])
    return found


def _read(paid: Period, period: str) -> tuple[date, date] | None:
    if paid == "month" and (told := _MONTH.fullmatch(period)):
        return _months(int(told[1]), int(told[2]), 1)
    if paid == "quarter" and (told := _QUARTER.fullmatch(period)):
        return _months(int(told[1]), int(told[2]) * 3 - 2, 3)
    if paid == "term" and (told := _TERM.fullmatch(period)):
        return _months(int(told[1]), 7 if told[2] == "1" else 1, 6)
    if paid == "year" and _YEAR.fullmatch(period):
        return _months(int(period), 1, 12)
    if paid in ("once", "event", "project") and _NAMED.fullmatch(period):
        return _months(int(period[:4]), 1, 12)
    return None


def _months(year: int, month: int, many: int) -> tuple[date, date]:
    after = year * 12 + month - 1 + many
    return date(year, month, 1), date(after // 12, after % 12 + 1, 1) - timedelta(days=1)
