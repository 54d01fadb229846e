"""Words in both languages, safe ways back, codes that read, charts that say what they are told."""

import re
from importlib.resources import files
from typing import Any

import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from onecard.doors.look import charts, writing
from onecard.doors.look.icons import icon
from onecard.doors.look.manner import Manner, place_within
from onecard.doors.look.pages import SHELF, Pages
from onecard.doors.look.places import place_words
from onecard.doors.look.qr import QUIET_ZONE, qr_drawing
from onecard.doors.look.shelf import Shelf
from onecard.kernel.words import load_words

DOORS = [f"onecard.doors.{door}" for door in ("look", "portal", "terminal", "boards", "console", "openid")]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


@pytest.mark.parametrize("package", DOORS)
def test_every_word_is_there_in_both_languages_with_the_same_facts(package: str) -> None:
    words = load_words(package).by_language
    assert set(words["zh"]) == set(words["en"])
    facts = {lang: {code: set(re.findall(r"{(\w+)}", said)) for code, said in words[lang].items()} for lang in words}
    assert facts["zh"] == facts["en"]


@pytest.mark.parametrize("package", DOORS)
def test_no_page_holds_script_or_style_of_its_own(package: str) -> None:
    for page in (files(package) / "templates").iterdir():
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", text), page.name


@pytest.mark.parametrize("package", DOORS)
def test_every_word_a_page_asks_for_by_name_exists(package: str) -> None:
    known = {code for name in (DOORS[0], package) for code in load_words(name).codes()}
    for page in (files(package) / "templates").iterdir():
        asked = set(re.findall(r"""\bt\(["']([\w.]+)["'][,)]""", page.read_text(encoding="utf-8")))
        assert asked - known == set(), page.name


@given(st.text(max_size=40))
def test_a_way_back_never_leads_elsewhere(path: str) -> None:
    place = place_within(path)
    assert place.startswith("/") and not place.startswith(("//", "/\\")) and "\\" not in place
    assert "\n" not in place and "\r" not in place


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "", "/a\r\nb"])
def test_a_way_out_becomes_the_home_page(path: str) -> None:
    assert place_within(path) == "/"


@given(st.text(LETTERS, min_size=141, max_size=141))
def test_every_code_is_version_8_and_reads_back(text: str) -> None:
    code = "OC1" + text
    drawn = qr_drawing(code)
    assert drawn.width == 49 + 2 * QUIET_ZONE
    found = zxingcpp.read_barcode(paint(drawn.path, drawn.width))
    assert found is not None and found.text == code


def paint(path: str, width: int, scale: int = 4) -> Any:
    """The path as pixels: `M4 4.5h7m1 0h2…`, each run of modules a line one module high."""
    modules = np.full((width, width), 255, dtype=np.uint8)
    x = y = 0
    for step, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        values = [float(one) for one in numbers.replace("-", " -").split()]
        if step == "M":
            x, y = int(values[0]), int(values[1])
        elif step == "m":
            x, y = x + int(values[0]), y + int(values[1])
        else:
            modules[y, x : x + int(values[0])] = 0
            x += int(values[0])
    return np.kron(modules, np.ones((scale, scale), dtype=np.uint8))


def test_static_addresses_change_with_the_content_and_pictures_are_found() -> None:
    for name, held in SHELF.files.items():
        assert held.digest in SHELF.url(name)
    style = SHELF.files["look.css"].body.decode()
    assert f'url("{SHELF.url("waves.svg")}")' in style


def test_the_first_screen_is_light() -> None:
    assert len(SHELF.files["look.css"].packed) < 8_000
    assert len(SHELF.files["code.js"].packed) < 2_500


def test_an_icon_is_hidden_from_screen_readers_and_a_wrong_name_is_an_error() -> None:
    assert 'aria-hidden="true"' in icon("bus")
    with pytest.raises(Exception, match="does not exist"):
        icon("no-such-icon")


def test_facts_are_escaped_and_words_are_not() -> None:
    pages = Pages("onecard.doors.portal")
    said = pages.saying(Manner("en"))("told.head", place="<b>gate</b>")
    assert said == "Card used: &lt;b&gt;gate&lt;/b&gt;"


@given(st.integers(0, 10**12))
def test_a_scale_holds_its_highest_value_and_is_not_far_above(value: int) -> None:
    top = charts.nice_top(value)
    assert value <= top <= max(2 * value, 4)


def test_a_chart_of_nothing_is_still_a_chart() -> None:
    assert 'role="img"' in charts.line([], name="nothing")
    assert "<svg" in charts.bar(0, 0, name="nothing")


def test_large_numbers_are_said_as_each_language_counts() -> None:
    assert writing.large(1_379_000_000, "zh") == ("13.79", "亿")
    assert writing.large(1_379_000_000, "en") == ("1.38", "bn")
    assert writing.large(13_796, "zh") == ("13,796", "")


def test_a_place_is_named_once_and_headings_of_the_list_are_passed_over(places: Any) -> None:
    zh, en = Manner("zh"), Manner("en")
    assert place_words(places, 320102, zh) == "江苏省南京市"
    assert place_words(places, 500103, zh) == "重庆市渝中区"
    assert place_words(places, 510000, zh) == "四川省"
    assert place_words(places, 320100, en).endswith("Jiangsu")


def test_two_doors_may_not_have_a_static_file_of_one_name(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for door in ("a_door", "another_door"):
        (tmp_path / door / "static").mkdir(parents=True)
        (tmp_path / door / "__init__.py").touch()
        (tmp_path / door / "static" / "scan.js").write_text(door)
    monkeypatch.syspath_prepend(tmp_path)
    assert Shelf(["a_door"]).files["scan.js"].body == b"a_door"
    with pytest.raises(ValueError, match=r"scan\.js"):
        Shelf(["a_door", "another_door"])
