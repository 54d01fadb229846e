"""What the boards tell beside the numbers we count: alliances, laws, the goals of 2025 and 2027, the national trend."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import msgspec

from onecard.rulebook.places import Province
from onecard.rules.places import Alliance


class Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Said by a document, or marked as not: one of `source` and `illustrative`. Days may be known to the month only."""

    source: str = ""
    illustrative: bool = False
    note: str = ""


class Agreement(Told, frozen=True, kw_only=True):
    """The document an alliance rests on. `date` is as exact as the source is: 2023-12, or 2022-10-01."""

    name_zh: str = msgspec.field(name="名称")
    name_en: str = msgspec.field(name="name")
    date: str


class ItemCount(Told, frozen=True, kw_only=True):
    """How many items an alliance does together, as counted by a source on a day."""

    name_zh: str = msgspec.field(name="名称")
    name_en: str = msgspec.field(name="name")
    count: int
    on: str
    at_least: bool = False


class Law(Told, frozen=True, kw_only=True):
    """A law or rule on the One Card. `in_force` and `passed` are as exact as the source is; empty where unknown."""

    division: int
    name_zh: str = msgspec.field(name="名称")
    name_en: str = msgspec.field(name="name")
    passed: str = ""
    in_force: str = ""


class LawStatement(Told, frozen=True, kw_only=True):
    """What was said about how many have legislated, and which of them are known. The rest is not invented."""

    name_zh: str = msgspec.field(name="名称")
    name_en: str = msgspec.field(name="name")
    by: date
    count: int
    known: list[int]


class Measure(Told, frozen=True, kw_only=True):
    """How a goal is measured. No official target number exists: every threshold is illustrative."""

    id: str
    name_zh: str = msgspec.field(name="名称")
    name_en: str = msgspec.field(name="name")
    how_zh: str
    how_en: str
    counted_from: Literal["rulebook", "registry", "uses", "nothing yet"]
    unit: Literal["provinces", "permille"]
    threshold: int
    out_of: int


class Goal(Told, frozen=True, kw_only=True):
    """What the notice wants by the end of a year, in its own words, and how we measure it."""

    year: int
    name_zh: str = msgspec.field(name="名称")
    name_en: str = msgspec.field(name="name")
    measures: list[Measure]


class TrendPoint(Told, frozen=True, kw_only=True):
    """The nation at one time. Persons are whole persons, coverage is per mille of the population; None = not said."""

    on: str
    holders: int | None = None
    coverage_permille: int | None = None
    ecards: int | None = None
    ecards_at_least: bool = False
    uses_in_year: int | None = None


@dataclass(frozen=True, slots=True)
class AllianceFacts:
    """An alliance as the boards outline it; `outline` is the name of a colour token of the design."""

    alliance: Alliance
    outline: str
    agreement: Agreement
    items: tuple[ItemCount, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything told beside the values."""

    provinces: tuple[Province, ...]
    alliances: tuple[AllianceFacts, ...]
    laws: tuple[Law, ...]
    law_statement: LawStatement
    goals: tuple[Goal, ...]
    trend: tuple[TrendPoint, ...]

    def laws_in_force(self, on: date) -> tuple[Law, ...]:
        """Laws known to be in force that day; a law known to the year or month only counts once that has passed."""
        return tuple(law for law in self.laws if law.in_force and _surely_by(law.in_force, on))


def _surely_by(said: str, on: date) -> bool:
    return said <= on.isoformat()[: len(said)] if len(said) == 10 else said < on.isoformat()[: len(said)]
