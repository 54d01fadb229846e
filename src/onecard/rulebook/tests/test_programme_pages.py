"""A slip in a programme's page stops the load, with file, line and what was expected; a formula has its seam."""

import shutil
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from onecard.rulebook.errors import PageMalformed
from onecard.rulebook.loading import read_from
from onecard.rules.pensions.benefits import PENSIONS
from onecard.rules.programmes.bound import Working
from onecard.rules.programmes.facts import Known

PAGE = """名称: 午餐补助
name: Lunch grant
department: education
paid_to: person
basis: { 名称: 无, name: none, illustrative: true }
defines:
  least: { 名称: 下限, name: least age, unit: years }
  daily: { 名称: 标准, name: amount, unit: fen }
  funds: { 名称: 资金, name: funds, unit: funds }
rules:
  2020-01-01:
    per: month
    paid: month
    who:
      - age_from: least
    amount: { fixed: daily }
    illustrative: true
values:
  least:
    2020-01-01: { value: 6, illustrative: true }
  daily:
    2020-01-01: { value: 500, illustrative: true }
  funds:
    2020-01-01: { value: { central: 1 }, illustrative: true }
"""
DAY = date(2026, 1, 1)

#: What is replaced by what, the line that is pointed at, a word of what is expected.
SLIPS = {
    "a condition nobody knows": ("age_from: least", "age_over: least", 15, "one of is, is_not"),
    "a condition without its field": ("age_from: least", "at_least: { fact: work_days }", 15, "also value"),
    "a field nobody knows": ("age_from: least", "age_from: { age: least, years: 6 }", 15, "one of age, fact"),
    "a fact nobody knows": ("age_from: least", "is: hungry", 14, "a flag fact for fact, not hungry"),
    "a fact of another kind": ("age_from: least", "is: born", 14, "a flag fact for fact, not born"),
    "a value nobody defined": ("age_from: least", "age_from: lest", 14, "a value in years or bands for age, not lest"),
    "a value of another unit": ("age_from: least", "age_from: daily", 14, "a value in years or bands"),
    "a number of another unit": (
        "age_from: least",
        "at_least: { fact: work_days, value: least }",
        14,
        "a value in days",
    ),
    "a number where a name belongs": ("age_from: least", "age_from: 6", 15, "a name"),
    "no conditions": ("      - age_from: least\n", "      []\n", 14, "a list of conditions"),
    "an amount nobody knows": ("{ fixed: daily }", "{ eval: daily * 2 }", 16, "one of fixed, by_age"),
    "a formula nobody gave": ("{ fixed: daily }", "{ formula: pension }", 16, "a function of that name, not pension"),
    "a formula without its values": (
        "{ fixed: daily }",
        "{ formula: { name: funeral_grant, values: [daily] } }",
        16,
        "for funeral_grant facts none and values pensions.income_fen, pensions.funeral_times",
    ),
    "a value of another topic nobody defined": (
        "age_from: least",
        "age_from: pensions.old_ages",
        14,
        "a value in years or bands for age, not pensions.old_ages",
    ),
    "a judging function nobody gave": (
        "age_from: least",
        "meets: { name: may_fly, facts: [born], values: [least] }",
        14,
        "a function of that name, not may_fly",
    ),
    "a period nobody knows": ("per: month", "per: fortnight", 12, "month"),
    "a department nobody knows": ("department: education", "department: kitchen", 3, "one of human_resources"),
    "a fund nobody knows": ("{ central: 1 }", "{ kitchen: 1 }", 24, "known words, not kitchen"),
    "funds that bear nothing": ("{ central: 1 }", "{ central: 0 }", 24, "not all 0"),
    "another programme that is not there": (
        "illustrative: true\nvalues",
        "gives_way_to: [dinner]\n    illustrative: true\nvalues",
        11,
        "dinner to be another programme",
    ),
    "neither source nor mark": ("    illustrative: true\nvalues", "values", 11, "either a source or illustrative"),
    "a key nobody knows": ("paid_to: person\n", "paid_to: person\ncolour: red\n", 5, "one of"),
}


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """A copy of the real rulebook to make slips in."""
    return Path(shutil.copytree(str(files("onecard.rulebook")), tmp_path_factory.mktemp("rules") / "rulebook"))


@pytest.fixture
def lunch(copied):
    """The page of a programme that is taken away afterwards."""
    page = copied / "national/programmes/lunch_grant.yaml"
    yield page
    page.unlink(missing_ok=True)


def test_a_page_is_all_that_a_new_programme_needs(copied, lunch):
    lunch.write_text(PAGE, encoding="utf-8")
    catalogue = read_from(copied).catalogue
    child = catalogue.person({"born": "2018-05-01"}, on=DAY)
    assert catalogue.decide("lunch_grant", child, place=420102).amount_fen == 500


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_by_file_line_and_what_is_expected(copied, lunch, slip):
    right, wrong, line, expected = SLIPS[slip]
    assert right in PAGE
    lunch.write_text(PAGE.replace(right, wrong), encoding="utf-8")
    with pytest.raises(PageMalformed) as told:
        read_from(copied)
    facts = told.value.facts
    assert (facts["file"], facts["line"]) == ("national/programmes/lunch_grant.yaml", line)
    assert expected in facts["expected"]


def test_programmes_in_a_ring_stop_the_load(copied, lunch):
    other = lunch.with_name("supper_grant.yaml")
    mark = "    illustrative: true\nvalues"
    try:
        for page, leans_on in ((lunch, "supper_grant"), (other, "lunch_grant")):
            page.write_text(PAGE.replace(mark, f"    gives_way_to: [{leans_on}]\n{mark}"), encoding="utf-8")
        with pytest.raises(PageMalformed, match="no ring of programmes"):
            read_from(copied)
    finally:
        other.unlink()


def test_a_province_may_not_define_what_the_nation_has_defined(copied, lunch):
    lunch.write_text(PAGE, encoding="utf-8")
    folder = copied / "provinces/jilin/programmes"
    folder.mkdir()
    try:
        (folder / lunch.name).write_text(PAGE, encoding="utf-8")
        with pytest.raises(PageMalformed, match="rules in one page only"):
            read_from(copied)
        (folder / lunch.name).write_text("名称: 吉林\nname: Jilin\ndepartment: health\n", encoding="utf-8")
        with pytest.raises(PageMalformed, match="values and cases only"):
            read_from(copied)
        (folder / lunch.name).rename(folder / "nobodys.yaml")
        with pytest.raises(PageMalformed):
            read_from(copied)
    finally:
        shutil.rmtree(folder)


def test_a_word_nobody_knows_is_told_at_the_city_that_says_it(copied):
    page = copied / "provinces/jilin/programmes/school_grant.yaml"
    page.parent.mkdir()
    try:
        page.write_text(
            "名称: 吉林\nname: Jilin\ndivisions:\n  220100:\n    名称: 长春市\n    values:\n      stages:\n"
            "        2026-01-01: { value: [nursery], illustrative: true }\n",
            encoding="utf-8",
        )
        with pytest.raises(PageMalformed) as told:
            read_from(copied)
        assert (told.value.facts["file"], told.value.facts["line"]) == (
            "provinces/jilin/programmes/school_grant.yaml",
            8,
        )
        assert "not nursery" in told.value.facts["expected"]
    finally:
        shutil.rmtree(page.parent)


def test_an_amount_may_be_a_formula_of_the_program(copied, lunch):
    def pension(here, facts):
        months = facts.get("unemployment_contribution_months")
        return Known(here.value("daily") * months.value, months.known)

    lunch.write_text(
        PAGE.replace(
            "{ fixed: daily }",
            "{ formula: { name: pension, facts: [unemployment_contribution_months], values: [daily] } }",
        ),
        encoding="utf-8",
    )
    working = Working(
        facts=("unemployment_contribution_months",), values=("daily",), work_out=pension, why=lambda _here, _facts: ()
    )
    catalogue = read_from(copied, replace(PENSIONS, amounts={**PENSIONS.amounts, "pension": working})).catalogue
    said = {"born": "1950-01-01", "unemployment_contribution_months": 3}
    assert catalogue.decide("lunch_grant", catalogue.person(said, on=DAY), place=420102).amount_fen == 1500
    del said["unemployment_contribution_months"]
    assert catalogue.decide("lunch_grant", catalogue.person(said, on=DAY), place=420102).state == "unknown"
