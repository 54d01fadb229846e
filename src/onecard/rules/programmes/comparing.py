"""Before and after a change, person by person, summed into cells: who gets it newly, no longer, more, less or the same.

A cell is a region and an age band. Whole fen, in int64; pieces of a nation are added one after the other, so that the
memory needed does not grow with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
#: What a change does to somebody. `undecided`: a fact is missing, before or after.
GROUPS = ("new", "gone", "more", "less", "same")
_COLUMNS = ("people", *GROUPS, "undecided", "before_fen", "after_fen")


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one region, one age band, or everybody; a fund's part of before and after beside them."""

    people: int = 0
    new: int = 0
    gone: int = 0
    more: int = 0
    less: int = 0
    same: int = 0
    undecided: int = 0
    before_fen: int = 0
    after_fen: int = 0

    @property
    def groups(self) -> tuple[int, ...]:
        """How many are new, gone, get more, less, the same."""
        return self.new, self.gone, self.more, self.less, self.same

    @property
    def receivers(self) -> int:
        """Who gets it after the change."""
        return self.new + self.more + self.less + self.same

    @property
    def change_fen(self) -> int:
        """What it costs more (or, below zero, less)."""
        return self.after_fen - self.before_fen


class Tally:
    """The sums so far; `bands` are the ages at which a band begins, the first of them 0."""

    def __init__(self, bands: Sequence[int]) -> None:
        self.bands = tuple(bands)
        self._cells: dict[int, Ints] = {}
        self._funds: dict[tuple[str, int], list[int]] = {}

    def add(self, *, region: Ints, age: Ints, before_fen: Ints, after_fen: Ints, undecided: Any) -> None:
        """Some more people, by the column."""
        band = np.searchsorted(np.array(self.bands), age, side="right") - 1
        regions, at = np.unique(region, return_inverse=True)
        cell, cells = at * len(self.bands) + band, len(regions) * len(self.bands)
        grew, shrank = after_fen > before_fen, after_fen < before_fen
        met = {
            "people": np.ones(len(region), dtype=bool),
            "new": (before_fen == 0) & grew,
            "gone": (after_fen == 0) & shrank,
            "more": (before_fen > 0) & grew,
            "less": (after_fen > 0) & shrank,
            "same": (before_fen > 0) & (before_fen == after_fen),
            "undecided": undecided,
        }
        sums = [np.bincount(cell[where], minlength=cells) for where in met.values()]
        sums += [_summed(cell, fen, cells) for fen in (before_fen, after_fen)]
        together = np.stack(sums).reshape(len(_COLUMNS), len(regions), len(self.bands))
        for place, code in enumerate(regions.tolist()):
            self._cells[code] = self._cells.get(code, 0) + together[:, place, :]

    def add_borne(self, region: Ints, borne: Mapping[str, Ints], *, after: bool) -> None:
        """What the funds bear of these people's amounts, before or after."""
        regions, at = np.unique(region, return_inverse=True)
        for fund, fen in borne.items():
            for code, total in zip(regions.tolist(), _summed(at, fen, len(regions)).tolist(), strict=True):
                self._funds.setdefault((fund, code), [0, 0])[after] += total

    def whole(self) -> Row:
        """Everybody."""
        return _row(sum((cells.sum(axis=1) for cells in self._cells.values()), np.zeros(len(_COLUMNS), np.int64)))

    def by_region(self) -> dict[int, Row]:
        """By region, in the order of the codes."""
        return {code: _row(self._cells[code].sum(axis=1)) for code in sorted(self._cells)}

    def by_band(self) -> dict[int, Row]:
        """By the age at which a band begins."""
        whole = sum(self._cells.values(), np.zeros((len(_COLUMNS), len(self.bands)), np.int64))
        return {start: _row(whole[:, place]) for place, start in enumerate(self.bands)}

    def by_fund(self) -> dict[str, tuple[int, int]]:
        """What each fund bears before and after."""
        found: dict[str, tuple[int, int]] = {}
        for (fund, _), (before, after) in self._funds.items():
            so_far = found.get(fund, (0, 0))
            found[fund] = so_far[0] + before, so_far[1] + after
        return found

    def by_fund_and_region(self) -> dict[tuple[str, int], tuple[int, int]]:
        """The same in each region."""
        return {key: (before, after) for key, (before, after) in sorted(self._funds.items())}


def _summed(cell: Ints, fen: Ints, cells: int) -> Ints:
    """Exact: `bincount` with weights would add up in floating point."""
    found, paid = np.zeros(cells, dtype=np.int64), np.flatnonzero(fen)
    np.add.at(found, cell[paid], fen[paid])
    return found


def _row(column: Ints) -> Row:
    return Row(*column.tolist())
