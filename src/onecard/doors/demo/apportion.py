"""Deals a whole number out in proportion, to the last unit: by largest remainder, ties to the earlier place."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

#: How unevenly people live over a province's counties (illustrative: there is no census by county in the sources).
_SPREAD = 0.5


def deal(total: int, weights: Sequence[float] | NDArray[np.float64]) -> list[int]:
    """Whole parts in proportion to the weights; they sum to `total` exactly."""
    exact = np.asarray(weights, dtype=np.float64) / np.sum(weights) * total
    parts = np.floor(exact).astype(np.int64)
    left = total - int(parts.sum())
    parts[np.argsort(parts - exact, kind="stable")[:left]] += 1
    return [int(part) for part in parts]


def deal_over_counties(people: int, counties: Sequence[int], *, seed: int) -> list[tuple[int, int]]:
    """A province's people over its counties, unevenly, the same way for the same seed; empty counties are left out."""
    random = np.random.default_rng([seed, counties[0] // 10_000])
    parts = deal(people, random.lognormal(sigma=_SPREAD, size=len(counties)))
    return [(county, part) for county, part in zip(counties, parts, strict=True) if part]
