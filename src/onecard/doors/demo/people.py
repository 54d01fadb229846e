"""Invents residents by the column: where, when born, which sex, which number and name. The same seed, the same people.

A chunk is a run of whole counties, so that numbers are unique inside a chunk and therefore everywhere, and the memory
needed does not grow with the nation.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from onecard.doors.demo.names import draw_names
from onecard.doors.demo.numbers import stems, with_check

Ints = NDArray[np.int64]

#: The pyramid's day: ages are counted back from here, whatever day the nation is founded on.
PYRAMID_DAY = np.datetime64("2026-01-01", "D")
#: Sequence digits from here on are never drawn: the cast of named people has them.
CAST_SEQUENCE = 900
CHUNK = 50_000


@dataclass(frozen=True)
class Chunk:
    """A run of counties and how many people live in each; `before` people live in earlier chunks."""

    counties: tuple[int, ...]
    people: tuple[int, ...]
    before: int

    @property
    def size(self) -> int:
        return sum(self.people)


@dataclass(frozen=True)
class People:
    """Columns of equal length, one row a person."""

    division: Ints
    born: NDArray[np.datetime64]
    female: NDArray[np.bool_]
    number: list[str]
    name: list[str]
    has_ecard: NDArray[np.bool_]


def chunks(counties: Sequence[tuple[int, int]], limit: int = CHUNK) -> Iterator[Chunk]:
    """Cut (county, people) pairs into runs of at most `limit` people; a larger county stands alone."""
    run: list[tuple[int, int]] = []
    before = 0
    for pair in counties:
        if run and sum(n for _, n in run) + pair[1] > limit:
            yield _chunk(run, before)
            before += sum(n for _, n in run)
            run = []
        run.append(pair)
    if run:
        yield _chunk(run, before)


def invent(chunk: Chunk, *, seed: int, ecards_per_mille: int) -> People:
    """The people of one chunk. E-cards are dealt so that the nation's share is exact, not only likely."""
    random = np.random.default_rng([seed, chunk.counties[0]])
    division = np.repeat(np.array(chunk.counties, dtype=np.int64), chunk.people)
    born, female = _births(chunk.size, random)
    stem = _unique_stems(division, born, female, random)
    return People(
        division, born, female, with_check(stem), draw_names(division, random), _ecards(chunk, ecards_per_mille, random)
    )


def _births(size: int, random: np.random.Generator) -> tuple[NDArray[np.datetime64], NDArray[np.bool_]]:
    from_age, shares = pyramid()
    cell = np.searchsorted(np.cumsum(shares), random.random(size), side="right")
    group, female = np.divmod(cell, 2)
    days = from_age[group] * 365.2425 + random.random(size) * 5 * 365.2425
    return PYRAMID_DAY - 1 - days.astype(np.int64).astype("timedelta64[D]"), female.astype(np.bool_)


def _unique_stems(
    division: Ints, born: NDArray[np.datetime64], female: NDArray[np.bool_], random: np.random.Generator
) -> Ints:
    odd = (~female).astype(np.int64)
    stem = stems(division, born, _sequence(odd, random))
    while len(again := _repeats(stem)):
        stem[again] = stems(division[again], born[again], _sequence(odd[again], random))
    return stem


def _sequence(odd: Ints, random: np.random.Generator) -> Ints:
    """Three digits; the last is odd for a man and even for a woman."""
    drawn: Ints = random.integers(1, CAST_SEQUENCE // 2, len(odd)) * 2 + odd
    return drawn


def _repeats(stem: Ints) -> Ints:
    _, first = np.unique(stem, return_index=True)
    return np.setdiff1d(np.arange(len(stem)), first)


def _ecards(chunk: Chunk, per_mille: int, random: np.random.Generator) -> NDArray[np.bool_]:
    upto = (chunk.before + chunk.size) * per_mille // 1000
    dealt = np.arange(chunk.size) < upto - chunk.before * per_mille // 1000
    return random.permutation(dealt)


def _chunk(run: Sequence[tuple[int, int]], before: int) -> Chunk:
    return Chunk(tuple(c for c, _ in run), tuple(n for _, n in run), before)


@cache
def pyramid() -> tuple[Ints, NDArray[np.float64]]:
    """Lower age of each group, and the shares male, female, male, female … summing to one."""
    lines = (files(__package__) / "data" / "ages.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    shares = np.array([[int(r["male"]), int(r["female"])] for r in rows], dtype=np.float64).ravel()
    return np.array([int(r["from_age"]) for r in rows], dtype=np.int64), shares / shares.sum()
