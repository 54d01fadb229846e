"""Draws the thirty days of uses of one chunk of people: who, when, at which point, by card or by code. Pure columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from onecard.doors.demo.people import Chunk, People
from onecard.doors.demo.plan import PlannedPoint, issuer_of
from onecard.doors.demo.rhythm import draw_seconds, facts
from onecard.rules.places import Places

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Trips:
    """Columns, in the order things happened: `day` counts the days from the first, `point` is an index."""

    day: Ints
    second: Ints
    person: Ints
    point: Ints
    by_code: NDArray[np.bool_]


class Map:
    """Where people go: the bus gates and the ticket places of each province, and who is allied with whom."""

    def __init__(self, points: Sequence[PlannedPoint], places: Places, on: date) -> None:
        self.provinces = sorted({point.province for point in points})
        self._rides = self._by_province(points, "transit")
        self._visits = self._by_province(points, "tourism")
        self._allies = {p: self._allied(places, p, on) for p in self.provinces}

    def destinations(self, homes: Ints, random: np.random.Generator) -> Ints:
        """Mostly home; sometimes away, and then mostly to an allied province where there is one."""
        shares, found = facts()["place"], homes.copy()
        away = random.integers(0, 100, len(homes)) < shares["away_percent"]
        allied = random.integers(0, 100, len(homes)) < shares["ally_percent"]
        for home in np.unique(homes):
            leaving = (homes == home) & away
            for chosen, targets in ((leaving & allied, self._allies[int(home)]), (leaving & ~allied, self.provinces)):
                where = np.array(targets or self.provinces, dtype=np.int64)
                found[chosen] = random.choice(where, int(chosen.sum()))
        return found

    def points_at(self, provinces: Ints, random: np.random.Generator) -> Ints:
        """One point each: a bus gate, or now and then a ticket office where the province has sites."""
        found = np.empty(len(provinces), dtype=np.int64)
        visiting = random.integers(0, 100, len(provinces)) < facts()["place"]["visit_percent"]
        for province in np.unique(provinces):
            here, rides, visits = provinces == province, self._rides[int(province)], self._visits.get(int(province))
            found[here] = random.choice(rides, int(here.sum()))
            if visits is not None:
                found[here & visiting] = random.choice(visits, int((here & visiting).sum()))
        return found

    @staticmethod
    def _by_province(points: Sequence[PlannedPoint], scene: str) -> dict[int, Ints]:
        """Metro gates are left out: a passage there is two taps, and the history draws single ones."""
        found: dict[int, list[int]] = {}
        for index, point in enumerate(points):
            if point.scene == scene and "station" not in point.settings:
                found.setdefault(point.province, []).append(index)
        return {province: np.array(indexes, dtype=np.int64) for province, indexes in found.items()}

    def _allied(self, places: Places, province: int, on: date) -> list[int]:
        members = {member for alliance in places.alliances_of(province, on=on) for member in alliance.members}
        return sorted((members - {province}) & set(self.provinces))


def draw_trips(
    chunk: Chunk, people: People, where: Map, uses_by_day: Sequence[int], of_people: int, *, seed: int
) -> Trips:
    """The chunk's part of the nation's uses; over all chunks the parts add up to `uses_by_day` exactly."""
    random = np.random.default_rng([seed, chunk.counties[0], 1])
    upto = chunk.before + chunk.size
    mine = [n * upto // of_people - n * chunk.before // of_people for n in uses_by_day]
    day = np.repeat(np.arange(len(mine)), mine)
    person = random.integers(0, chunk.size, len(day))
    second = draw_seconds(len(day), random)
    homes = np.array([issuer_of(int(county)) for county in chunk.counties], dtype=np.int64)
    home = np.repeat(homes, chunk.people)[person]
    point = where.points_at(where.destinations(home, random), random)
    by_card = random.integers(0, 100, len(day)) < facts()["place"]["physical_percent"]
    order = np.lexsort((second, day))
    by_code = people.has_ecard[person] & ~by_card
    return Trips(day[order], second[order], person[order], point[order], by_code[order])
