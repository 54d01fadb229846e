"""The style guide shows every component: each class of the style sheets stands on it, or is the frame of one page."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from onecard.doors.look.guide import guide_facts
from onecard.doors.look.manner import Manner
from onecard.doors.look.pages import SHARED, SHELF, Pages

SHEETS = ["look.css", "board.css", "terminal.css", "console.css"]
#: Where single pages put their parts, and what only paper or a bare page has: frames, not components.
FRAMES = {
    "band", "bench", "board", "board-head", "code-page", "column", "console", "desk", "for-narrow", "for-wide",
    "goals", "latest", "no-print", "pair", "panes", "purses", "relative-page", "side", "sidebar", "signed",
    "slip", "terminal", "two",
}  # fmt: skip


def classes_of(sheet: str) -> set[str]:
    text = re.sub(r"/\*.*?\*/", "", SHELF.files[sheet].body.decode(), flags=re.S)
    selectors = re.sub(r"\{[^{}]*\}", "{}", re.sub(r"url\([^)]*\)", "", text))
    return set(re.findall(r"\.([a-z][\w-]*)", selectors))


def classes_on(page: str) -> set[str]:
    return {name for attribute in re.findall(r'class="([^"]*)"', page) for name in attribute.split()}


@pytest.fixture(params=["zh", "en"])
def guide(request: Any) -> str:
    manner = Manner(request.param)
    return Pages(SHARED).render("guide.html", manner, **guide_facts(datetime(2026, 11, 23, 2, 0, tzinfo=UTC), manner))


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_component_of_the_style_sheets_stands_on_the_guide(guide: str, sheet: str) -> None:
    assert classes_of(sheet) - classes_on(guide) - FRAMES == set()


def test_what_is_called_a_frame_is_still_in_a_style_sheet() -> None:
    known = set().union(*(classes_of(sheet) for sheet in SHEETS))
    assert known >= FRAMES


def test_the_guide_shows_what_a_guide_must(guide: str) -> None:
    for element in ("<table", "<details", "<progress", "<fieldset", '<nav class="tabs"', "aria-invalid", "disabled"):
        assert element in guide, element
