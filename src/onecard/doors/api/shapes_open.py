"""What the API says to anybody: places, alliances and the ways to be told no."""

from datetime import date

import msgspec


class PlaceName(msgspec.Struct, frozen=True):
    """A division of GB/T 2260 by code and name; `included` is false for places that are not in the platform yet."""

    code: int
    level: str
    name_zh: str
    name_en: str
    included: bool


class Place(msgspec.Struct, frozen=True):
    """A division with what belongs to it and the alliances its province has joined."""

    code: int
    level: str
    name_zh: str
    name_en: str
    included: bool
    parent: int | None
    alliances: list[str]
    divisions: list[PlaceName]


class Alliance(msgspec.Struct, frozen=True):
    """Provinces that recognise each other's cards, by agreement, with its source."""

    id: str
    name_zh: str
    name_en: str
    members: list[int]
    since: date
    agreement_zh: str
    agreement_en: str
    source: str


class ProblemWords(msgspec.Struct, frozen=True):
    """One way to be told no: its stable code, its status, its words and what to do next."""

    code: str
    status: int
    title: str
    title_zh: str
    next_step: str
    next_step_zh: str
