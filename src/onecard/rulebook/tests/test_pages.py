"""A slip of the pen stops the load, with the file, the line, the key and what was expected."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from onecard.rulebook.errors import PageMalformed
from onecard.rulebook.loading import read_from


@pytest.fixture
def root(tmp_path):
    """A copy of the real rulebook to make slips in."""
    return Path(shutil.copytree(str(files("onecard.rulebook")), tmp_path / "rulebook"))


HEAD = "名称: 吉林\nname: Jilin\nvalues:\n  flat_fare_fen:\n"

SLIPS = {
    "a fare that is not whole": (
        HEAD + "    2025-01-01: { value: 2.5, illustrative: true }\n",
        5,
        "values.flat_fare_fen.2025-01-01.value",
        "a whole number of fen, 0 or more",
    ),
    "no source and no mark": (
        HEAD + "    2025-01-01: { value: 100 }\n",
        5,
        "values.flat_fare_fen.2025-01-01",
        "either a source or illustrative: true, and not both",
    ),
    "a source and the mark": (
        HEAD + "    2025-01-01: { value: 100, source: x, illustrative: true }\n",
        5,
        "values.flat_fare_fen.2025-01-01",
        "either a source or illustrative: true, and not both",
    ),
    "a year instead of a day": (
        HEAD + "    2025: { value: 100, illustrative: true }\n",
        5,
        "values.flat_fare_fen.2025",
        "a date such as 2025-01-01",
    ),
    "a name nobody defined": (
        HEAD.replace("flat_fare_fen", "flat_fair_fen") + "    2025-01-01: { value: 1, illustrative: true }\n",
        4,
        "values.flat_fair_fen",
        "a name defined in national/transit.yaml",
    ),
    "a key given twice": (
        HEAD + "    2025-01-01: { value: 1, illustrative: true }\n    2025-01-01: { value: 2, illustrative: true }\n",
        6,
        "2025-01-01",
        "each key only once",
    ),
    "another province's city": (
        "名称: 吉林\nname: Jilin\ndivisions:\n  510100: { 名称: 成都市 }\n",
        4,
        "divisions.510100",
        "a city or county of this province, by its six-digit code",
    ),
    "a code under the wrong name": (
        "名称: 吉林\nname: Jilin\ndivisions:\n  220100:\n    名称: 吉林市\n",
        5,
        "divisions.220100.名称",
        "长春市, the name of 220100",
    ),
    "a page without an English name": ("名称: 吉林\nvalues: {}\n", 1, "name", None),
    "a key the format does not have": ("名称: 吉林\nname: Jilin\nvalue: {}\n", 3, "value", None),
    "a definition outside the nation": ("名称: 吉林\nname: Jilin\ndefines: {}\n", 3, "defines", None),
    "no YAML at all": ("名称: [\n", 2, "page", None),
    "a word that is no choice": (
        HEAD.replace("flat_fare_fen", "concession_bearer") + "    2025-01-01: { value: nobody, illustrative: true }\n",
        5,
        "values.concession_bearer.2025-01-01.value",
        "one of home, place, shared",
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_by_file_line_key_and_what_is_expected(root, slip):
    text, line, key, expected = SLIPS[slip]
    (root / "provinces/jilin/transit.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PageMalformed) as refused:
        read_from(root)
    facts = refused.value.facts
    assert (facts["file"], facts["line"], facts["key"]) == ("provinces/jilin/transit.yaml", line, key)
    assert expected in (None, facts["expected"])
    assert f"provinces/jilin/transit.yaml, line {line}" in refused.value.words()["title"]


def test_a_repealed_value_is_no_slip(root):
    text = HEAD + "    2025-01-01: { value: 100, illustrative: true }\n    2026-01-01: repealed\n"
    (root / "provinces/jilin/transit.yaml").write_text(text, encoding="utf-8")
    assert read_from(root).book.all_values()


def test_two_folders_for_one_province_are_refused(root):
    shutil.copytree(root / "provinces/jilin", root / "provinces/jilin_again")
    with pytest.raises(PageMalformed) as refused:
        read_from(root)
    assert refused.value.facts["expected"] == "a code no other folder has"


def test_an_alliance_of_somebody_not_included_is_refused(root):
    page = root / "alliances/hainan_guangdong/alliance.yaml"
    page.write_text(page.read_text(encoding="utf-8").replace("440000, 460000", "440000, 820000"), encoding="utf-8")
    with pytest.raises(PageMalformed) as refused:
        read_from(root)
    assert refused.value.facts["key"] == "members"


def test_more_known_legislators_than_were_counted_are_refused(root):
    page = root / "national/facts/laws.yaml"
    page.write_text(page.read_text(encoding="utf-8").replace("count: 6", "count: 4"), encoding="utf-8")
    with pytest.raises(PageMalformed) as refused:
        read_from(root)
    assert refused.value.facts["key"] == "statement.known"
