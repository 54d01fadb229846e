"""The rulebook as one object: `book.value("transit.flat_fare_fen", place=500103, on=day)`.

A value is looked up from the narrowest place to the widest (county, city, province, alliances of the province,
nation) and by date. The loader that fills it from YAML folders is `onecard.rulebook`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from onecard.rules.places import Places

NATION = "nation"


@dataclass(frozen=True, slots=True)
class Dated:
    """One value of one rule from one day on.

    `place` is a division code, an alliance id or "nation"; `value` is an int (money in whole fen, ages in years,
    counts), a bool, a str or a plain structure of these; None means: repealed from `since` on.
    """

    name: str
    place: int | str
    since: date
    value: Any
    unit: str
    source: str
    illustrative: bool = False


class NoSuchRule(LookupError):
    """No value of that name holds at that place on that day."""


class Book:
    """All dated values, indexed by name and place. Immutable after construction; look-ups are remembered."""

    def __init__(self, values: Iterable[Dated], places: Places) -> None:
        self.places = places
        self._values: dict[tuple[str, int | str], list[Dated]] = {}
        for value in sorted(values, key=lambda v: v.since):
            self._values.setdefault((value.name, value.place), []).append(value)
        self._found: dict[tuple[str, int, date], Dated | None] = {}

    def find(self, name: str, *, place: int, on: date) -> Dated | None:
        """The value in force at `place` (a division code) on that day, or None."""
        key = (name, place, on)
        if key not in self._found:
            if len(self._found) > 100_000:
                self._found.clear()
            self._found[key] = self._look(name, place, on)
        return self._found[key]

    def value(self, name: str, *, place: int, on: date) -> Dated:
        """The same, where a value must exist; raises NoSuchRule."""
        found = self.find(name, place=place, on=on)
        if found is None:
            raise NoSuchRule(f"no value of {name} at {place} on {on}")
        return found

    def alliance_value(self, name: str, *, alliance: str, on: date) -> Dated | None:
        """What one alliance says, and nobody else."""
        return self._at(name, alliance, on)

    def _look(self, name: str, place: int, on: date) -> Dated | None:
        county, city, province = place, place // 100 * 100, place // 10000 * 10000
        alliances = [a.id for a in self.places.alliances_of(place, on=on)]
        order: list[int | str] = [county, city, province, *alliances, NATION]
        for where in dict.fromkeys(order):
            found = self._at(name, where, on)
            if found is not None:
                return found
        return None

    def _at(self, name: str, place: int | str, on: date) -> Dated | None:
        held = [v for v in self._values.get((name, place), ()) if v.since <= on]
        return held[-1] if held and held[-1].value is not None else None
