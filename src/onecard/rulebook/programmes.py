"""Reading the benefit programmes: one page each, national or a province's own, and the pages that change its values.

A page with `rules:` defines a programme; a page of the same name in a province's folder only says values (and cases)
for that place. Everything is checked on load: facts, values, units, words, funds, other programmes, formulas.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources.abc import Traversable
from typing import Any, get_args

import msgspec

from onecard.rulebook.nodes import read_amount, read_conditions
from onecard.rulebook.pages import Page, read_page
from onecard.rulebook.values import ValuePage, read_definitions
from onecard.rules.book import Definition
from onecard.rules.programmes.facts import RECEIVES, Fact
from onecard.rules.programmes.programme import Document, Payee, Period, Programme, Rule

FOLDER = "programmes"
_VALUE_KEYS = frozenset({"名称", "name", "defines", "values", "divisions"})
_DEFINING_KEYS = frozenset({"department", "paid_to", "basis", "rules"})
_KEYS = _VALUE_KEYS | _DEFINING_KEYS | {"cases"}


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A fund or a department in both languages."""

    name_zh: str = msgspec.field(name="名称")
    name_en: str = msgspec.field(name="name")


class _Fact(Named, frozen=True, kw_only=True):
    unit: str
    choices: dict[str, tuple[str, str]] = {}


class _Vocabulary(msgspec.Struct, forbid_unknown_fields=True):
    facts: dict[str, _Fact]
    funds: dict[str, Named]
    departments: dict[str, Named]


class _Said(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    source: str = ""
    illustrative: bool = False
    note: str = ""


class _Basis(_Said, kw_only=True):
    name_zh: str = msgspec.field(name="名称")
    name_en: str = msgspec.field(name="name")


class _Rule(_Said, kw_only=True):
    per: str
    paid: str
    who: list[Any]
    amount: Any
    gives_way_to: list[str] = []


class _Heading(msgspec.Struct, kw_only=True):
    name_zh: str = msgspec.field(name="名称")
    name_en: str = msgspec.field(name="name")
    department: str
    paid_to: Payee
    basis: _Basis


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What must come of a case; only what is said is compared. `turns_on`: the day from which time alone changes it."""

    amount_fen: int | None = None
    refused_by: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    shares: dict[str, int] = {}
    turns_on: date | None = None


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A worked case an official can read: who, where, when, and what must come of it."""

    name_zh: str = msgspec.field(name="名称")
    name_en: str = msgspec.field(name="name")
    on: date
    at: int
    person: dict[str, Any]
    expect: Expected


@dataclass(frozen=True)
class Vocabulary:
    """The closed lists: facts, funds, departments."""

    facts: Mapping[str, Fact]
    funds: Mapping[str, Named]
    departments: Mapping[str, Named]


@dataclass(frozen=True)
class ProgrammePage:
    """One page: the programme's id, and whose folder it lies in."""

    page: Page
    id: str
    place: int | str

    @property
    def defines(self) -> bool:
        """Whether this is the programme's own page."""
        return "rules" in self.page.data

    @property
    def values(self) -> ValuePage:
        """The part of it that is an ordinary page of values."""
        data = {key: said for key, said in self.page.data.items() if key in _VALUE_KEYS}
        return ValuePage(replace(self.page, data=data), f"{FOLDER}.{self.id}", self.place)


def read_vocabulary(root: Traversable) -> Vocabulary:
    """National: what may be known of a person, which funds and departments there are."""
    page = read_page(root / "national/facts/benefits.yaml", "national/facts/benefits.yaml")
    said = page.convert(page.data, _Vocabulary)
    facts = {name: Fact(name, one.name_zh, one.name_en, one.unit, one.choices) for name, one in said.facts.items()}
    for name, fact in facts.items():
        if set(fact.choices) != set(fact.words):
            page.fail("facts", name, "choices", expected=f"a name in 中文 and English for each of {fact.unit}")
    return Vocabulary(facts, said.funds, said.departments)


def read_pages(folder: Traversable, name: str, place: int | str) -> list[ProgrammePage]:
    """The programme pages of one place's folder."""
    inside = folder / FOLDER
    files = sorted(inside.iterdir(), key=lambda f: f.name) if inside.is_dir() else []
    return [
        ProgrammePage(read_page(file, f"{name}/{FOLDER}/{file.name}"), file.name.removesuffix(".yaml"), place)
        for file in files
        if file.name.endswith(".yaml")
    ]


def definitions_of(pages: Iterable[ProgrammePage]) -> dict[str, Definition]:
    """What the defining pages call their values."""
    found: dict[str, Definition] = {}
    seen: set[str] = set()
    for one in pages:
        for key in one.page.data.keys() - _KEYS:
            one.page.fail(key, expected=f"one of {', '.join(sorted(_KEYS))}")
        if one.defines:
            if one.id in seen:
                one.page.fail("rules", expected="rules in one page only; elsewhere values alone")
            seen.add(one.id)
            found |= read_definitions(one.values)
        for key in one.page.data.keys() & (_DEFINING_KEYS | {"defines"}) if not one.defines else ():
            one.page.fail(key, expected="values and cases only, where the rules stand in another page")
    for one in pages:
        if one.id not in seen:
            one.page.fail(expected=f"a programme {one.id} whose own page has rules")
    return found


def with_receipts(vocabulary: Vocabulary, pages: Iterable[ProgrammePage]) -> dict[str, Fact]:
    """The facts, and for each programme the fact that somebody receives it."""
    facts = dict(vocabulary.facts)
    for one in pages:
        if one.defines:
            zh, en = str(one.page.data.get("名称")), str(one.page.data.get("name"))
            facts[RECEIVES + one.id] = Fact(RECEIVES + one.id, f"正在领取{zh}", f"receives: {en}", "flag")
    return facts


def read_programme(said: ProgrammePage, vocabulary: Vocabulary) -> Programme:
    """A defining page as a programme; its names are checked by `checking.check`."""
    page = said.page
    head = page.convert(page.data, _Heading)
    if head.department not in vocabulary.departments:
        page.fail("department", expected=f"one of {', '.join(vocabulary.departments)}")
    _check_said(page, head.basis, "basis")
    basis = head.basis
    document = Document(basis.name_zh, basis.name_en, basis.source, basis.illustrative, basis.note)
    rules = tuple(sorted((_rule(page, since) for since in page.table("rules")), key=lambda rule: rule.since))
    if not rules:
        page.fail("rules", expected="at least one rule, by its first day")
    return Programme(said.id, head.name_zh, head.name_en, head.department, head.paid_to, document, said.place, rules)


def read_cases(said: ProgrammePage) -> list[Case]:
    """The worked cases of a page."""
    listed = said.page.data.get("cases", [])
    if not isinstance(listed, list):
        said.page.fail("cases", expected="a list of cases")
    return [said.page.convert(one, Case, "cases", at) for at, one in enumerate(listed)]


def _rule(page: Page, since: Any) -> Rule:
    at = ("rules", since)
    if type(since) is not date:
        page.fail(*at, expected="a date such as 2025-01-01")
    said = page.convert(page.data["rules"][since], _Rule, *at)
    _check_said(page, said, *at)
    return Rule(
        since=since,
        per=_period(page, said.per, *at, "per"),
        paid=_period(page, said.paid, *at, "paid"),
        who=read_conditions(page, page.data["rules"][since]["who"], *at, "who"),
        amount=read_amount(page, page.data["rules"][since]["amount"], *at, "amount"),
        gives_way_to=tuple(said.gives_way_to),
        source=said.source,
        illustrative=said.illustrative,
        note=said.note,
    )


def _period(page: Page, said: str, *at: object) -> Period:
    if said not in get_args(Period):
        page.fail(*at, expected=f"one of {', '.join(get_args(Period))}")
    return said  # type: ignore[return-value]  # it is one of them


def _check_said(page: Page, said: _Said, *at: object) -> None:
    if bool(said.source) == said.illustrative:
        page.fail(*at, expected="either a source or illustrative: true, and not both")
