"""What is measured on a page: what axe finds, what is too wide, and text and controls that are too small."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from playwright.sync_api import Page

BOTH_LANGUAGES_AND_MODES = pytest.mark.parametrize(
    ("language", "mode"), [(language, mode) for language in ("zh", "en") for mode in ("standard", "care")]
)
DESK, TINY = {"width": 1280, "height": 860}, {"width": 320, "height": 640}
DARK_DESK: dict[str, Any] = {"viewport": DESK, "color_scheme": "dark"}

#: Text smaller than the limit, as "size text"; the hidden and the drawn (charts scale) are left out.
SMALL_TEXT = """least => [...document.querySelectorAll("body *")]
  .filter(e => !e.closest("svg, .unseen, .skip, [hidden]") && e.getClientRects().length)
  .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
  .map(e => [parseFloat(getComputedStyle(e).fontSize), e.textContent.trim().slice(0, 40)])
  .filter(([size]) => size < least)"""
#: Controls lower or narrower than the limit; links inside a sentence and tiles of the map are not controls.
SMALL_TARGETS = """least => [...document.querySelectorAll("a, button, input, label.choice, summary")]
  .filter(e => !["radio", "checkbox"].includes(e.type))
  .filter(e => !e.closest("svg, .skip, [hidden], .notice") && e.type !== "hidden" && e.getClientRects().length)
  .map(e => [e.getBoundingClientRect(), (e.textContent.trim() || e.id).slice(0, 40)])
  .filter(([r]) => r.height < least - 0.5 || r.width < least - 0.5)
  .map(([r, said]) => Math.round(r.width) + "x" + Math.round(r.height) + " " + said)"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def faults(kit: Any, page: Page, mode: str) -> list[Any]:
    """Everything that is wrong with this page on a small phone, in this mode."""
    wide = page.evaluate(TOO_WIDE)
    found = kit.violations(page) + ([f"{wide} px too wide"] if wide > 0 else [])
    found += page.evaluate(SMALL_TARGETS, 60 if mode == "care" else 44)
    return found + page.evaluate(SMALL_TEXT, 18 if mode == "care" else 13)  # type: ignore[no-any-return]


def found_on(pages: Iterable[tuple[str, Page]], look: Callable[[Page], list[Any]]) -> dict[str, list[Any]]:
    """What a look finds, by page; a page that is as it should be is left out."""
    found = {what: look(page) for what, page in pages}
    return {what: said for what, said in found.items() if said}
