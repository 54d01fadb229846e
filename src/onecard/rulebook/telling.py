"""Reading the facts: alliances from their folders, laws, goals and trend from national/facts/."""

from datetime import date
from importlib.resources.abc import Traversable
from typing import TypeVar

import msgspec

from onecard.rulebook.facts import (
    Agreement,
    AllianceFacts,
    Facts,
    Goal,
    ItemCount,
    Law,
    LawStatement,
    Told,
    TrendPoint,
)
from onecard.rulebook.pages import Page, read_page
from onecard.rulebook.places import Province
from onecard.rules.places import Alliance

Kind = TypeVar("Kind", bound=Told)


class _AlliancePage(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    name_zh: str = msgspec.field(name="名称")
    name_en: str = msgspec.field(name="name")
    outline: str
    members: list[int]
    since: date
    agreement: Agreement
    items: list[ItemCount] = []
    note: str = ""


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
