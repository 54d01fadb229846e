"""The places are all there, each under its parent, and the census adds up."""

from datetime import date
from importlib.resources import files

import pytest

from onecard import rulebook
from onecard.rulebook.places import read_table

BOOK, FACTS = rulebook.load(), rulebook.facts()
PLACES = BOOK.places
LATE = date(2026, 11, 23)


def test_31_provinces_and_the_bingtuan_are_included_and_three_are_not_yet():
    provinces = [d for d in PLACES.divisions.values() if d.level == "province"]
    assert len(provinces) == 35
    assert len([p for p in provinces if p.included]) == 32
    assert {p.code: p.name_zh for p in provinces if not p.included} == {
        710000: "台湾省",
        810000: "香港特别行政区",
        820000: "澳门特别行政区",
    }
    assert PLACES.divisions[660000].name_zh == "新疆生产建设兵团"


def test_every_row_of_the_national_list_is_a_division_of_the_same_name():
    rows = read_table(files("onecard.rulebook") / "national/places/divisions.csv")
    assert len(rows) == 3351
    for row in rows:
        assert PLACES.divisions[int(row["code"])].name_zh == row["name_zh"]
    assert len(PLACES.divisions) == len({row["code"] for row in rows}) + 4


def test_the_list_is_told_as_it_is():
    """Zones have no code in GB/T 2260: neither the list's first line nor the README may say that all of it is that."""
    folder = files("onecard.rulebook")
    rows = read_table(folder / "national/places/divisions.csv")
    codes = [row["code"] for row in rows]
    of_level = {level: [row for row in rows if row["level"] == level] for level in ("province", "city", "county")}
    zones = [row for row in of_level["county"] if row["code"][4] == "7"]
    headings = [row for row in of_level["city"] if row["name_zh"] in {"市辖区", "县"} or "直辖" in row["name_zh"]]
    assert [len(rows) for rows in of_level.values()] == [31, 342, 2978]
    assert (len(zones), len(headings), len(codes) - len(set(codes))) == (124, 9, 3)
    first = (folder / "national/places/divisions.csv").read_text(encoding="utf-8").splitlines()[0]
    readme = (folder / "README.md").read_text(encoding="utf-8")
    for figure in ("3,351", "31 ", "342", "2,978", "124", "9 "):
        assert figure in first and figure in readme
    assert f"{len(PLACES.divisions):,}" == "3,352" and "3,352" in readme


def test_every_division_hangs_under_a_province_by_its_parents():
    for division in PLACES.divisions.values():
        chain = [division]
        while chain[-1].parent is not None:
            chain.append(PLACES.divisions[chain[-1].parent])
        assert [d.level for d in chain] == ["county", "city", "province"][-len(chain) :]
        assert chain[-1] == PLACES.province_of(division.code)


def test_every_division_has_an_english_name_without_han_characters():
    for division in PLACES.divisions.values():
        assert division.name_en
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in division.name_en)


@pytest.mark.parametrize(
    ("code", "name_en"),
    [(511381, "Langzhong"), (500103, "Yuzhong"), (440100, "Guangzhou"), (460100, "Haikou"), (341500, "Lu'an")],
)
def test_names_the_story_uses_are_read_as_people_read_them(code, name_en):
    assert PLACES.divisions[code].name_en == name_en


def test_the_census_sums_to_the_nation():
    counted = [p.population_2020 for p in FACTS.provinces if p.population_2020 is not None]
    assert len(counted) == 31
    assert sum(counted) == 1_409_778_724


def test_34_tiles_none_on_another_and_the_bingtuan_without_one():
    tiles = [p.tile for p in FACTS.provinces if p.tile is not None]
    assert len(set(tiles)) == len(tiles) == 34
    assert all(0 <= row < 8 and 0 <= column < 7 for row, column in tiles)
    assert [p.code for p in FACTS.provinces if p.tile is None] == [660000]


def test_the_four_alliances_have_their_members():
    assert {a.id: a.members for a in PLACES.alliances} == {
        "yangtze_river_delta": (310000, 320000, 330000, 340000),
        "beijing_tianjin_hebei": (110000, 120000, 130000),
        "sichuan_chongqing": (500000, 510000),
        "hainan_guangdong": (440000, 460000),
    }


def test_each_alliance_is_outlined_in_a_colour_of_its_own_and_cites_its_agreement():
    assert len({a.outline for a in FACTS.alliances}) == len(FACTS.alliances)
    assert all(a.alliance.source and a.alliance.agreement_zh for a in FACTS.alliances)


def test_item_counts_are_those_of_the_sources():
    counts = {(a.alliance.id, i.count) for a in FACTS.alliances for i in a.items}
    assert {("yangtze_river_delta", 52), ("sichuan_chongqing", 23), ("beijing_tianjin_hebei", 22)} <= counts


def test_of_six_legislations_by_2023_only_five_are_named():
    statement = FACTS.law_statement
    assert (statement.count, len(statement.known)) == (6, 5)
    named = {law.division for law in FACTS.laws if law.passed and law.passed < "2024" and law.division % 10000 == 0}
    assert named == set(statement.known)


def test_a_law_counts_as_in_force_only_once_its_day_is_surely_past():
    def in_force(on):
        return {law.division for law in FACTS.laws_in_force(on)}

    assert 510000 not in in_force(date(2024, 12, 31))
    assert 510000 in in_force(date(2025, 1, 1))
    assert 110000 not in in_force(date(2024, 9, 30))
    assert 110000 in in_force(date(2024, 10, 1))
    assert 460000 not in in_force(LATE)


def test_every_goal_says_how_it_is_measured_and_that_its_threshold_is_ours():
    assert [goal.year for goal in FACTS.goals] == [2025, 2027]
    measures = [measure for goal in FACTS.goals for measure in goal.measures]
    assert len({m.id for m in measures}) == len(measures) >= 6
    assert all(m.illustrative and m.how_zh and m.how_en and m.threshold <= m.out_of for m in measures)


def test_the_trend_rises_and_each_point_has_its_source():
    holders = [point.holders for point in FACTS.trend]
    assert holders == sorted(holders)
    assert [p.on for p in FACTS.trend] == sorted(p.on for p in FACTS.trend)
    at_2023 = next(p for p in FACTS.trend if p.on == "2023-12")
    assert (at_2023.holders, at_2023.ecards, at_2023.uses_in_year) == (1_379_000_000, 962_000_000, 15_100_000_000)
