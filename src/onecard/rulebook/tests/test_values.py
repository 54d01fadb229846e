"""Every value of the real rulebook is dated, measured and sourced or marked, and no place speaks for another."""

import re
import time
from datetime import date
from importlib.resources import files
from pathlib import Path

from onecard import rulebook
from onecard.rulebook.loading import read_from
from onecard.rules.book import NATION

BOOK, FACTS = rulebook.load(), rulebook.facts()
ROOT = Path(str(files("onecard.rulebook")))
LATE = date(2026, 11, 23)


def test_every_value_has_a_day_a_unit_and_a_source_or_the_mark_that_there_is_none():
    values = BOOK.all_values()
    assert len(values) > 100
    for value in values:
        assert value.since >= date(2010, 1, 1)
        assert value.unit == BOOK.definitions[value.name].unit
        assert value.value is None or bool(value.source) != value.illustrative


def test_every_value_is_named_in_both_languages():
    for definition in BOOK.definitions.values():
        assert definition.name_zh and definition.name_en


def test_every_included_province_offers_its_scenes_and_the_others_offer_none():
    for province in FACTS.provinces:
        offered = {
            name
            for name in BOOK.definitions
            if name.startswith("services.") and BOOK.find(name, place=province.code, on=LATE)
        }
        assert bool(offered) == province.included


def test_what_every_gate_asks_is_answered_in_every_county():
    names = ("flat_fare_fen", "elder_from_age", "elder_percent", "student_percent", "concession_bearer")
    for division in BOOK.places.divisions.values():
        for name in names:
            assert BOOK.find(f"transit.{name}", place=division.code, on=LATE) is not None


def test_no_place_folder_knows_another():
    named = {p.folder: p for p in FACTS.provinces}
    for file in sorted((ROOT / "provinces").rglob("*.yaml")):
        here = named[file.relative_to(ROOT / "provinces").parts[0]]
        if "cases" in file.parts:
            continue  # a worked case may bring a visitor from anywhere
        codes = {int(code) for code in re.findall(r"\b(?:[1-6]\d|71|81|82)\d{4}\b", file.read_text(encoding="utf-8"))}
        spoken_of = {code for code in codes if code in BOOK.places.divisions and code != 660000}
        assert {code // 10000 * 10000 for code in spoken_of} <= {here.code}, file


def test_only_the_nation_defines_a_name():
    assert {v.name.split(".")[0] for v in BOOK.all_values() if v.place == NATION} <= {
        name.split(".")[0] for name in BOOK.definitions
    }
    for file in sorted(ROOT.rglob("*.yaml")):
        if (
            file.parent != ROOT / "national" and "programmes" not in file.parts
        ):  # a programme's own page defines its own
            assert "\ndefines:" not in file.read_text(encoding="utf-8"), file


def test_the_whole_rulebook_is_read_in_less_than_a_second():
    began = time.process_time()
    read_from(files("onecard.rulebook"))
    assert time.process_time() - began < 1
