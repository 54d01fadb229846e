"""Calendar months as whole numbers, tables by such numbers, and the one way pensions round: half a fen up."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from onecard.rules.columns import Whole

YEAR = 12


def month_number(day: date) -> int:
    """The month a day lies in, counted from the year 0: 2025-01 is 24,300."""
    return day.year * YEAR + day.month - 1


def first_of(number: int) -> date:
    """The first day of a month by its number."""
    return date(number // YEAR, number % YEAR + 1, 1)


def half_up(dividend: Whole, divisor: Whole | int) -> Whole:
    """The nearest whole number to a quotient of numbers that are not negative; a half goes up."""
    return (2 * dividend + divisor) // (2 * divisor)


def looked_up(table: Sequence[int], at: Whole) -> Whole:
    """The table's entry at a position, or a column of entries at a column of positions; positions are from 0."""
    return table[at] if isinstance(at, int) else np.asarray(table, dtype=np.int64)[at]
