"""The rulebook as one object: `book.value("transit.flat_fare_fen", place=500103, on=day)`.

A value is looked up from the narrowest place to the widest (county, city, province, alliances of the province,
nation) and by date. The loader that fills it from YAML folders is `onecard.rulebook`.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from onecard.rules.places import Places

NATION = "nation"


@dataclass(frozen=True, slots=True)
class Definition:
    """What a value is called and measured in, wherever it is said."""

    name: str
    name_zh: str
    name_en: str
    unit: str


@dataclass(frozen=True, slots=True)
class Dated:
    """One value of one rule from one day on.

    `place` is a division code, an alliance id or "nation"; `value` is an int (money in whole fen, ages in years,
    counts), a bool, a str or a plain structure of these; None means: repealed from `since` on. `source` is the
    document; where none is known `illustrative` is True. `note` says what a reader must know to trust it.
    """

    name: str
    place: int | str
    since: date
    value: Any
    unit: str
    source: str
    illustrative: bool = False
    note: str = ""


class NoSuchRule(LookupError):
    """No value of that name holds at that place on that day."""


#: From each of these days on, the value beside it is in force; the first stands for "before the first day".
_Timeline = tuple[list[date], list[Dated | None]]


class Book:
    """All dated values, indexed by name and place. Immutable after construction; look-ups are remembered."""

    def __init__(
        self, values: Iterable[Dated], places: Places, definitions: Mapping[str, Definition] | None = None
    ) -> None:
        self.places = places
        self.definitions = dict(definitions or {})
        self._values: dict[tuple[str, int | str], list[Dated]] = {}
        for value in sorted(values, key=lambda v: v.since):
            self._values.setdefault((value.name, value.place), []).append(value)
        self._timelines: dict[tuple[str, int], _Timeline] = {}

    def find(self, name: str, *, place: int, on: date) -> Dated | None:
        """The value in force at `place` (a division code) on that day, or None."""
        timeline = self._timelines.get((name, place))
        if timeline is None:
            timeline = self._timelines[(name, place)] = self._timeline(name, place)
        days, values = timeline
        return values[bisect_right(days, on)]

    def value(self, name: str, *, place: int, on: date) -> Dated:
        """The same, where a value must exist; raises NoSuchRule."""
        found = self.find(name, place=place, on=on)
        if found is None:
            raise NoSuchRule(f"no value of {name} at {place} on {on}")
        return found

    def alliance_value(self, name: str, *, alliance: str, on: date) -> Dated | None:
        """What one alliance says, and nobody else."""
        return self._at(name, alliance, on)

    def with_values(self, values: Iterable[Dated]) -> "Book":
        """Another book in which these are said too; on the same day at the same place they speak louder."""
        return Book([*self.all_values(), *values], self.places, self.definitions)

    def said_elsewhere(self, name: str, *, on: date) -> list[int | str]:
        """Divisions and alliances with a value of their own on that day, where the nation's is not asked."""
        spoken = [place for key, place in self._values if key == name and place != NATION]
        return sorted((place for place in spoken if self._at(name, place, on)), key=str)

    def all_values(self) -> list[Dated]:
        """Every value ever said, by name, place and day."""
        held = [value for values in self._values.values() for value in values]
        return sorted(held, key=lambda v: (v.name, str(v.place), v.since))

    def _timeline(self, name: str, place: int) -> _Timeline:
        """Everything that can change the answer changes it on one of these days."""
        reach: list[int | str] = [*_widening(place), NATION, *(a.id for a in self.places.alliances)]
        days = {v.since for where in reach for v in self._values.get((name, where), ())}
        days |= {a.since for a in self.places.alliances}
        ordered = sorted(days)
        return ordered, [None, *(self._look(name, place, day) for day in ordered)]

    def _look(self, name: str, place: int, on: date) -> Dated | None:
        alliances = [a.id for a in self.places.alliances_of(place, on=on)]
        order: list[int | str] = [*_widening(place), *alliances, NATION]
        for where in order:
            found = self._at(name, where, on)
            if found is not None:
                return found
        return None

    def _at(self, name: str, place: int | str, on: date) -> Dated | None:
        held = [v for v in self._values.get((name, place), ()) if v.since <= on]
        return held[-1] if held and held[-1].value is not None else None


def _widening(place: int) -> tuple[int, ...]:
    """The code itself, its city and its province, each once."""
    return tuple(dict.fromkeys((place, place // 100 * 100, place // 10000 * 10000)))
