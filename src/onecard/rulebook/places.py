"""The places: provinces with their census and tile, every city and county below them, and the alliances."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

import msgspec

from onecard.rulebook.errors import PageMalformed
from onecard.rulebook.pages import Page, read_page
from onecard.rules.places import Division


@dataclass(frozen=True, slots=True)
class Province:
    """A province as the boards draw it: `tile` is (row, column); census and tile are None where there is none."""

    code: int
    folder: str
    short_zh: str
    name_zh: str
    name_en: str
    population_2020: int | None
    tile: tuple[int, int] | None
    included: bool
    note: str


class _Place(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    code: int
    included: bool
    name_en: str = msgspec.field(name="name")
    name_zh: str = msgspec.field(name="名称")
    short_zh: str = msgspec.field(name="简称", default="")
    note: str = ""


def read_table(file: Traversable) -> list[dict[str, str]]:
    """The rows of a CSV whose first lines, marked with #, say where it comes from."""
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


def read_provinces(root: Traversable) -> dict[str, Province]:
    """Every folder of `provinces/` by its name, joined with the national list by code."""
    listed = {int(row["code"]): row for row in read_table(root / "national/places/provinces.csv")}
    found: dict[str, Province] = {}
    for folder in sorted((root / "provinces").iterdir(), key=lambda f: f.name):
        if not (folder / "place.yaml").is_file():
            continue
        page = read_page(folder / "place.yaml", f"provinces/{folder.name}/place.yaml")
        place = page.convert(page.data, _Place)
        if place.code in {province.code for province in found.values()}:
            page.fail("code", expected="a code no other folder has")
        found[folder.name] = _province(page, folder.name, place, listed.get(place.code, {}))
    return found


def _province(page: Page, folder: str, place: _Place, row: dict[str, str]) -> Province:
    if place.code % 10000:
        page.fail("code", expected="a province code such as 220000")
    if row and (place.name_zh, place.name_en) != (row["name_zh"], row["name_en"]):
        page.fail("名称", expected=f"{row['name_zh']} and {row['name_en']}, as in national/places/provinces.csv")
    return Province(
        code=place.code,
        folder=folder,
        short_zh=row.get("short_zh") or place.short_zh or place.name_zh[:1],
        name_zh=place.name_zh,
        name_en=place.name_en,
        population_2020=int(row["population_2020"]) if row.get("population_2020") else None,
        tile=(int(row["tile_row"]), int(row["tile_col"])) if row.get("tile_row") else None,
        included=place.included,
        note=place.note,
    )


def read_divisions(root: Traversable, provinces: dict[str, Province]) -> Iterator[Division]:
    """The provinces of the folders, then the cities and counties of the national list, parents first."""
    known = set()
    for province in provinces.values():
        known.add(province.code)
        yield Division(province.code, "province", province.name_zh, province.name_en, None, province.included)
    places = root / "national/places"
    romanised = {row["code"]: row["name_en"] for row in read_table(places / "romanised.csv")}
    for row in read_table(places / "divisions.csv"):
        if row["level"] == "province" or row["code"] == row["parent"]:
            continue  # provinces are folders; a city without counties is listed again as its own county
        if int(row["parent"]) not in known:
            raise PageMalformed(
                file="national/places/divisions.csv", line=1, key=row["code"], expected=f"its parent {row['parent']}"
            )
        known.add(int(row["code"]))
        yield _division(row, romanised.get(row["code"], row["name_zh"]))


def _division(row: dict[str, Any], name_en: str) -> Division:
    return Division(int(row["code"]), row["level"], row["name_zh"], name_en, int(row["parent"]))
