"""What the boards tell beside the numbers we count: alliances, laws, the goals of 2025 and 2027, the national trend."""

from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from typing import Literal, TypeVar

import msgspec

from onecard.rulebook.pages import Page, read_page
from onecard.rulebook.places import Province
from onecard.rules.places import Alliance

Kind = TypeVar("Kind", bound="Told")


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
    counted_from: Literal["rulebook", "registry", "uses"]
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


class _AlliancePage(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    name_zh: str = msgspec.field(name="名称")
    name_en: str = msgspec.field(name="name")
    outline: str
    members: list[int]
    since: date
    agreement: Agreement
    items: list[ItemCount] = []
    note: str = ""


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


def read_alliances(root: Traversable, provinces: dict[str, Province]) -> list[AllianceFacts]:
    """Every folder of `alliances/`; the folder's name is the alliance's id."""
    codes = {province.code for province in provinces.values() if province.included}
    found = []
    for folder in sorted((root / "alliances").iterdir(), key=lambda f: f.name):
        if (folder / "alliance.yaml").is_file():
            page = read_page(folder / "alliance.yaml", f"alliances/{folder.name}/alliance.yaml")
            found.append(_alliance(page, folder.name, codes))
    return found


def _alliance(page: Page, folder: str, codes: set[int]) -> AllianceFacts:
    said = page.convert(page.data, _AlliancePage)
    if len(set(said.members) & codes) != len(said.members) or len(said.members) < 2:
        page.fail("members", expected="two or more different codes of included provinces")
    check_told(page, said.agreement, "agreement")
    for item in said.items:
        check_told(page, item, "items")
    alliance = Alliance(
        id=folder,
        name_zh=said.name_zh,
        name_en=said.name_en,
        members=tuple(said.members),
        since=said.since,
        agreement_zh=said.agreement.name_zh,
        agreement_en=said.agreement.name_en,
        source=said.agreement.source,
    )
    return AllianceFacts(alliance, said.outline, said.agreement, tuple(said.items), said.note)


def read_facts(root: Traversable, provinces: dict[str, Province], alliances: list[AllianceFacts]) -> Facts:
    """The national pages of laws, goals and trend, beside provinces and alliances."""
    laws = read_page(root / "national/facts/laws.yaml", "national/facts/laws.yaml")
    goals = read_page(root / "national/facts/goals.yaml", "national/facts/goals.yaml")
    trend = read_page(root / "national/facts/trend.yaml", "national/facts/trend.yaml")
    statement = laws.convert(laws.data.get("statement"), LawStatement, "statement")
    if not statement.known or len(statement.known) > statement.count:
        laws.fail("statement", "known", expected="no more provinces than were counted")
    return Facts(
        provinces=tuple(sorted(provinces.values(), key=lambda p: p.code)),
        alliances=tuple(alliances),
        laws=_all_told(laws, "laws", Law),
        law_statement=statement,
        goals=_goals(goals),
        trend=_all_told(trend, "trend", TrendPoint),
    )


def _goals(page: Page) -> tuple[Goal, ...]:
    goals = _all_told(page, "goals", Goal)
    for goal in goals:
        for measure in goal.measures:
            check_told(page, measure, "goals")
    return goals


def _all_told(page: Page, key: str, kind: type[Kind]) -> tuple[Kind, ...]:
    rows = page.convert(page.data.get(key), list[kind], key)  # type: ignore[valid-type]
    for row in rows:
        check_told(page, row, key)
    return tuple(rows)


def check_told(page: Page, told: Told, *at: object) -> None:
    """One of the two: a document, or the mark that there is none."""
    if bool(told.source) == told.illustrative:
        page.fail(*at, expected=f"either a source or illustrative: true, and not both, for {told}")


def _surely_by(said: str, on: date) -> bool:
    return said <= on.isoformat()[: len(said)] if len(said) == 10 else said < on.isoformat()[: len(said)]
