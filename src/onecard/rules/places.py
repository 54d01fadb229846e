"""Places: provinces, cities, counties by code and the alliances that provinces have joined."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

Level = Literal["province", "city", "county"]


@dataclass(frozen=True, slots=True)
class Division:
    """One administrative division. `included` is False for the places not yet in the platform (台港澳)."""

    code: int
    level: Level
    name_zh: str
    name_en: str
    parent: int | None
    included: bool = True


@dataclass(frozen=True, slots=True)
class Alliance:
    """A region whose members recognise each other's cards, by agreement, from a day on."""

    id: str
    name_zh: str
    name_en: str
    members: tuple[int, ...]
    since: date
    agreement_zh: str
    agreement_en: str
    source: str


class Places:
    """All divisions by code, and who is allied with whom."""

    def __init__(self, divisions: Iterable[Division], alliances: Iterable[Alliance] = ()) -> None:
        self.divisions = {d.code: d for d in divisions}
        self.alliances = tuple(alliances)

    def province_of(self, code: int) -> Division:
        """The province of any division code; KeyError for a code outside the list."""
        return self.divisions[code // 10000 * 10000]

    def alliances_of(self, code: int, *, on: date) -> tuple[Alliance, ...]:
        """The alliances the code's province belongs to on that day."""
        province = code // 10000 * 10000
        return tuple(a for a in self.alliances if province in a.members and a.since <= on)
