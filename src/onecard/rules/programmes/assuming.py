"""What a nation's data does not hold, assumed: shares and ranges by age and sex, drawn for each person. Pure.

The draw leans on a seed of the person and on the fact's name alone, so that the same person is assumed the same before
and after a change, today and tomorrow. Facts are drawn independently of each other. An assumption is never a fact:
whoever shows a figure that rests on one says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from zlib import crc32

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from onecard.rules.programmes.facts import Fact, stamp, years_since

Ints = NDArray[np.int64]
Seeds = NDArray[np.uint64]
OLDEST = 150


class Slice(Struct, frozen=True, forbid_unknown_fields=True):
    """So many in a thousand of those of an age (years) and sex have `value`, or a whole number in `between`.

    Of a fact that is a day, the number is the age in years at which it came; of the births of children, their ages.
    """

    permille: int
    value: int | str | bool | None = None
    between: tuple[int, int] | None = None
    age_from: int = 0
    age_below: int = OLDEST
    sex: Literal["F", "M"] | None = None
    student: bool | None = None


class Assumption(Struct, frozen=True, forbid_unknown_fields=True):
    """How one fact is assumed: slices side by side, the rest has none of it; or the same as another fact."""

    slices: tuple[Slice, ...] = ()
    same_as: str = ""
    note: str = ""


@dataclass(frozen=True)
class Roll:
    """People by the column as the nation's data knows them. `born` is yyyymmdd, `seed` differs for everybody."""

    division: Ints
    born: Ints
    female: NDArray[np.bool_]
    student: NDArray[np.bool_]
    seed: Seeds

    def __len__(self) -> int:
        return len(self.born)


def draw(fact: Fact, assumed: Assumption, roll: Roll, on: date) -> Any:
    """The column (of births: the columns) of one assumed fact; `same_as` is the caller's, who has the other fact."""
    ages = years_since(roll.born, stamp(on))
    if fact.kind == "dates":
        return tuple(
            _births(one, ages, roll, on, salt=f"{fact.name} {place}") for place, one in enumerate(assumed.slices)
        )
    value = np.zeros(len(roll), dtype=np.int64)
    rank, begins = _drawn(roll.seed, fact.name, 1000), np.zeros(len(roll), dtype=np.int64)
    for place, one in enumerate(assumed.slices):
        meant = _meant(one, ages, roll)
        hit = meant & (rank >= begins) & (rank < begins + one.permille)
        begins += one.permille * meant
        value = np.where(hit, _value(fact, one, roll, salt=f"{fact.name} {place}"), value)
    return _came(value, roll, on) if fact.kind == "day" else value


def one_in(seed: Seeds, members: Any) -> Any:
    """Of so many members one, drawn: who speaks for a household that the nation's data does not know."""
    return _drawn(seed, "speaks for the household", 5040) % np.maximum(members, 1) == 0


def encoded(fact: Fact, said: Any) -> int:
    """A value of a page as the engine reads it."""
    return fact.words.index(said) if fact.kind == "word" else int(said)


def _meant(one: Slice, ages: Ints, roll: Roll) -> Any:
    meant = (ages >= one.age_from) & (ages < one.age_below)
    if one.sex is not None:
        meant &= roll.female == (one.sex == "F")
    return meant if one.student is None else meant & (roll.student == one.student)


def _value(fact: Fact, one: Slice, roll: Roll, *, salt: str) -> Any:
    if one.between is None:
        return encoded(fact, one.value)
    low, high = one.between
    return low + _drawn(roll.seed, salt, high - low + 1)


def _came(years: Ints, roll: Roll, on: date) -> Ints:
    """The day on which that age was reached; 0 where none was drawn, or where it is still to come."""
    born = np.where(roll.born % 10000 == 229, roll.born - 1, roll.born)
    day = born + years * 10000
    return np.where((years > 0) & (day <= stamp(on)), day, 0)


def _births(one: Slice, ages: Ints, roll: Roll, on: date, *, salt: str) -> Ints:
    """A child's birth, drawn within the year that gives it that age."""
    hit = _meant(one, ages, roll) & (_drawn(roll.seed, salt, 1000) < one.permille)
    low, high = one.between or (0, 0)
    years = low + _drawn(roll.seed, salt + " years", high - low + 1)
    day = (_drawn(roll.seed, salt + " month", 12) + 1) * 100 + _drawn(roll.seed, salt + " day", 28) + 1
    born = (on.year - years) * 10000 + day
    return np.where(hit, np.where(born > stamp(on), born - 10000, born), 0)


def _drawn(seed: Seeds, salt: str, upto: int) -> Ints:
    """A whole number from 0 below `upto` for each seed: the finishing steps of splitmix64."""
    mixed = seed + np.uint64(crc32(salt.encode()) * 0x9E3779B97F4A7C15 % 2**64)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((mixed ^ (mixed >> np.uint64(31))) % np.uint64(upto)).astype(np.int64)


Assumptions = Mapping[str, Assumption]
