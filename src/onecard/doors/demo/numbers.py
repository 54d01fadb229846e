"""Citizen numbers by the column: 6 digits of division, 8 of birth, 3 of sequence, one check (ISO 7064 MOD 11-2)."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], dtype=np.int64)
_CHECKS = np.frombuffer(b"10X98765432", dtype=np.uint8)
_POWERS = 10 ** np.arange(16, -1, -1, dtype=np.int64)


def stems(division: Ints, born: NDArray[np.datetime64], sequence: Ints) -> Ints:
    """The first seventeen digits as one whole number each."""
    month_start = born.astype("datetime64[M]")
    year = born.astype("datetime64[Y]").astype(np.int64) + 1970
    month = month_start.astype(np.int64) % 12 + 1
    day = (born.astype("datetime64[D]") - month_start.astype("datetime64[D]")).astype(np.int64) + 1
    stem: Ints = division * 10**11 + (year * 10_000 + month * 100 + day) * 1000 + sequence
    return stem


def with_check(stem: Ints) -> list[str]:
    """Eighteen characters each: the stem and its check character."""
    digits = stem[:, None] // _POWERS % 10
    letters = np.empty((len(stem), 18), dtype=np.uint8)
    letters[:, :17] = digits + ord("0")
    letters[:, 17] = _CHECKS[digits @ _WEIGHTS % 11]
    numbers: list[str] = letters.view("S18").ravel().astype("U18").tolist()
    return numbers
