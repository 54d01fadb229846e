"""One formula for one person and for a nation: an int, or a numpy int64 column of them, goes the same way.

Only whole-number operators that both understand are used; a truth value counts as 0 or 1. Nothing here divides
without saying which way it rounds, and nothing is ever a float.
"""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

#: Whole fen (or percent, minutes, days): one of them, or a column.
Whole = TypeVar("Whole", int, NDArray[np.int64])


def least(one: Whole, other: Whole) -> Whole:
    """The smaller of the two."""
    return one - (one > other) * (one - other)


def greatest(one: Whole, other: Whole) -> Whole:
    """The larger of the two."""
    return one + (other > one) * (other - one)


def share(amount_fen: Whole, percent: int) -> Whole:
    """That many percent of an amount, in whole fen, half a fen rounded up: 2.5 fen are 3."""
    return (amount_fen * percent + 50) // 100


def stepped(at: Whole, steps: Sequence[Sequence[int]]) -> Whole:
    """What holds at a number when `steps` says (from, value), the lowest first; 0 below the first step."""
    if isinstance(at, np.ndarray):
        values = np.array([0, *(value for _, value in steps)], dtype=np.int64)
        return values[np.searchsorted([since for since, _ in steps], at, side="right")]
    return next((value for since, value in reversed(steps) if at >= since), 0)
