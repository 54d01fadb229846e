"""What the demo nation consists of beside its people: agencies, and acceptance points in every included province.

Pure: read from the rulebook's places and sites. Nothing here exists; every name says 演示 (demo).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from onecard.rules.book import Book

#: Counties with a bus gate in each province, spread over its list; and those where the cast lives or travels.
GATES_A_PROVINCE = 4
_CAST_COUNTIES = (320102, 330106, 440106, 460105, 500103, 511381, 653101)
XPCC = 660_000
#: The cities the corps runs, 659001 and up: people dealt to them hold cards the corps issued (illustrative).
_XPCC_CITIES = range(659_000, 660_000)

_AGENCIES = {
    "card_agency": ("社保卡管理中心", "card centre"),
    "finance": ("财政厅", "finance department"),
    "bank": ("代发银行", "paying bank"),
    "purse_keeper": ("钱包存管机构", "purse keeper"),
    "pass_issuer": ("旅游年卡发行方", "year pass issuer"),
    "operator": ("公交集团", "bus company"),
    "venue": ("景区联盟", "scenic sites"),
}


@dataclass(frozen=True, slots=True)
class PlannedAgency:
    """One organisation of a province; `kind` is also its key there."""

    province: int
    kind: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class PlannedPoint:
    """One acceptance point; `key` names it in <home>/demo ("500103-bus")."""

    key: str
    province: int
    agency: str
    kind: str
    scene: str
    division: int
    name_zh: str
    name_en: str
    settings: Mapping[str, Any] = field(default_factory=dict)


def issuer_of(division: int) -> int:
    """The province-level issuer of a card of somebody registered there."""
    return XPCC if division in _XPCC_CITIES else division // 10_000 * 10_000


def included_provinces(book: Book) -> list[int]:
    """The provinces in the platform, by code."""
    return sorted(d.code for d in book.places.divisions.values() if d.level == "province" and d.included)


def counties_of(book: Book, province: int) -> list[int]:
    """The province's counties, by code; an XPCC city counts as Xinjiang's, as in the list."""
    found = (d for d in book.places.divisions.values() if d.level == "county" and d.code // 10_000 * 10_000 == province)
    return sorted(d.code for d in found)


def agencies(book: Book) -> Iterator[PlannedAgency]:
    """Seven organisations in each province."""
    for province in included_provinces(book):
        place = book.places.divisions[province]
        for kind, (zh, en) in _AGENCIES.items():
            yield PlannedAgency(province, kind, f"演示{place.name_zh}{zh}", f"Demo {place.name_en} {en}")


def points(book: Book, on: date) -> Iterator[PlannedPoint]:
    """Bus gates in every province, a metro where there is a fare table, offices and tills where sites are listed."""
    for province in included_provinces(book):
        for line, county in enumerate(_gate_counties(book, province), 1):
            yield _bus(book, province, county, line)
        yield from _metro(book, province, on)
        yield from _sites(book, province, on)


def _gate_counties(book: Book, province: int) -> list[int]:
    if province == XPCC:
        return [code for code in counties_of(book, 650_000) if code in _XPCC_CITIES][:GATES_A_PROVINCE]
    counties = counties_of(book, province)
    spread = counties[:: max(len(counties) // GATES_A_PROVINCE, 1)][:GATES_A_PROVINCE]
    return sorted({*spread, *(code for code in _CAST_COUNTIES if code // 10_000 * 10_000 == province)})


def _bus(book: Book, province: int, county: int, line: int) -> PlannedPoint:
    zh, en = _named(book, county)
    return PlannedPoint(
        f"{county}-bus", province, "operator", "gate", "transit", county,
        f"演示公交{line}路({zh})", f"Demo bus line {line} ({en})", {"line": str(line)},
    )  # fmt: skip


def _metro(book: Book, province: int, on: date) -> Iterator[PlannedPoint]:
    county = _gate_counties(book, province)[0]
    table = book.find("transit.fare_table", place=county, on=on)
    for station in list(table.value["stations"])[:3] if table else ():
        yield PlannedPoint(
            f"{station}-metro", province, "operator", "gate", "transit", county,
            f"演示地铁闸机({station})", f"Demo metro gate ({station})", {"station": station},
        )  # fmt: skip


def _sites(book: Book, province: int, on: date) -> Iterator[PlannedPoint]:
    listed = book.find("tourism.sites", place=province, on=on)
    for site, told in listed.value.items() if listed else ():
        for kind, only, zh, en in (
            ("gate", {}, "入口", "gate"),
            ("office", {"only": "ticket"}, "售票处", "ticket office"),
            ("till", {"only": "ticket"}, "自助售票机", "ticket till"),
        ):
            yield PlannedPoint(
                f"{site}-{kind}", province, "venue", kind, "tourism", told["division"],
                f"{told['name_zh']}{zh}", f"{told['name_en']} {en}", {"site": site, **only},
            )  # fmt: skip


def _named(book: Book, code: int) -> tuple[str, str]:
    place = book.places.divisions[code]
    return place.name_zh, place.name_en
