"""From a page of values to dated values: every entry checked against its definition, its date and its source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import msgspec

from onecard.rulebook.pages import Page
from onecard.rulebook.units import expected_of, is_unit
from onecard.rules.book import Dated, Definition
from onecard.rules.places import Places

REPEALED = "repealed"
#: On this page every key is a scene's id and every value a flag, so a new scene needs no definition.
SERVICES = "services"
_PAGE_KEYS = {"名称", "name", "defines", "values", "divisions"}


class _Defines(msgspec.Struct, forbid_unknown_fields=True):
    unit: str
    name_en: str = msgspec.field(name="name")
    name_zh: str = msgspec.field(name="名称")


class _Entry(msgspec.Struct, forbid_unknown_fields=True):
    value: Any
    source: str = ""
    illustrative: bool = False
    note: str = ""


class _Site(msgspec.Struct, forbid_unknown_fields=True):
    name_zh: str = msgspec.field(name="名称")
    name_en: str = msgspec.field(name="name")
    division: int
    ticket_fen: int
    visit_share: int = 0


@dataclass(frozen=True)
class ValuePage:
    """A page, the first half of the names on it, and the place it speaks for."""

    page: Page
    topic: str
    place: int | str


def read_definitions(source: ValuePage) -> dict[str, Definition]:
    """What a national page defines, by full name."""
    found = {}
    for key, said in source.page.table("defines").items():
        defines = source.page.convert(said, _Defines, "defines", key)
        if not is_unit(defines.unit):
            source.page.fail("defines", key, "unit", expected="a unit of rulebook/units.py, or words with | between")
        name = f"{source.topic}.{key}"
        found[name] = Definition(name, defines.name_zh, defines.name_en, defines.unit)
    return found


def read_values(source: ValuePage, definitions: Mapping[str, Definition], places: Places) -> Iterator[Dated]:
    """Every dated value on a page: the place's own, then those of its cities and counties."""
    page = source.page
    for key in page.data.keys() - _PAGE_KEYS:
        page.fail(key, expected=f"one of {', '.join(sorted(_PAGE_KEYS))}")
    for key in ("名称", "name"):
        if not isinstance(page.data.get(key), str):
            page.fail(key, expected="the page's name in 中文 (名称) and in English (name)")
    yield from _values_at(source, (), source.place, definitions, places)
    for code, said in page.table("divisions").items():
        division = _own_division(source, code, said, places)
        yield from _values_at(source, ("divisions", code), division, definitions, places)


def _own_division(source: ValuePage, code: Any, said: Any, places: Places) -> int:
    page, division = source.page, places.divisions.get(code)
    if division is None or type(source.place) is not int or code // 10000 * 10000 != source.place:
        page.fail("divisions", code, expected="a city or county of this province, by its six-digit code")
    if not isinstance(said, dict) or said.get("名称") != division.name_zh:
        page.fail("divisions", code, "名称", expected=f"{division.name_zh}, the name of {code}")
    for key in said.keys() - {"名称", "values"}:
        page.fail("divisions", code, key, expected="名称 and values only")
    return division.code


def _values_at(
    source: ValuePage, under: tuple[Any, ...], place: int | str, definitions: Mapping[str, Definition], places: Places
) -> Iterator[Dated]:
    for key, dates in source.page.table(*under, "values").items():
        at = (*under, "values", key)
        definition = definitions.get(f"{source.topic}.{key}")
        if definition is None:
            source.page.fail(*at, expected=f"a name defined in {_definers(source)}")
        if not isinstance(dates, dict) or not dates:
            source.page.fail(*at, expected="dates with a value each, such as 2025-01-01: { value: …, source: … }")
        for since, said in dates.items():
            if type(since) is not date:
                source.page.fail(*at, since, expected="a date such as 2025-01-01")
            dated = _dated(source.page, (*at, since), said, definition, place)
            yield _with_sites(source.page, (*at, since), dated, places)


def _definers(source: ValuePage) -> str:
    """Which page defines the names of this one, for whoever misspelled one."""
    topic, _, programme = source.topic.partition(".")
    return f"the own page of {programme}" if programme else f"national/{topic}.yaml"


def _dated(page: Page, at: tuple[Any, ...], said: Any, definition: Definition, place: int | str) -> Dated:
    since = at[-1]
    if said == REPEALED:
        return Dated(definition.name, place, since, None, definition.unit, "")
    entry = page.convert(said, _Entry, *at)
    if bool(entry.source) == entry.illustrative:
        page.fail(*at, expected="either a source or illustrative: true, and not both")
    expected = expected_of(definition.unit, entry.value)
    if expected:
        page.fail(*at, "value", expected=expected)
    return Dated(
        definition.name, place, since, entry.value, definition.unit, entry.source, entry.illustrative, entry.note
    )


def _with_sites(page: Page, at: tuple[Any, ...], dated: Dated, places: Places) -> Dated:
    if dated.unit != "sites" or dated.value is None:
        return dated
    sites = {key: _site(page, (*at, "value", key), said, dated.place, places) for key, said in dated.value.items()}
    return replace(dated, value=sites)


def _site(page: Page, at: tuple[Any, ...], said: Any, place: int | str, places: Places) -> dict[str, Any]:
    site = page.convert(said, _Site, *at)
    if site.division not in places.divisions or site.division // 10000 * 10000 != place:
        page.fail(*at, "division", expected="the code of a city or county of this province")
    if site.ticket_fen < 0 or site.visit_share < 0:
        page.fail(*at, expected="ticket_fen and visit_share of 0 or more")
    return {
        "name_zh": site.name_zh,
        "name_en": site.name_en,
        "division": site.division,
        "ticket_fen": site.ticket_fen,
        "visit_share": site.visit_share,
    }


def service_definitions(source: ValuePage) -> dict[str, Definition]:
    """The names a `services` page speaks of: each key is a scene."""
    names = {str(key) for key in source.page.table("values")}
    for said in source.page.table("divisions").values():
        names |= set(said.get("values", {})) if isinstance(said, dict) else set()
    return {f"{SERVICES}.{n}": Definition(f"{SERVICES}.{n}", f"开通 {n}", f"offers {n}", "flag") for n in names}
