"""Every pair of tokens that meets on a page has the contrast WCAG asks for, in light and in dark."""

import re
from importlib.resources import files

import pytest

TEXT, LARGE_OR_LINE = 4.5, 3.0
PAPERS = ["paper", "ground", "sunk"]
#: (foreground, background, least).
PAIRS = [
    *((ink, paper, TEXT) for ink in ("ink", "soft", "brand", "bad", "good") for paper in PAPERS),
    ("brand-strong", "paper", TEXT),
    ("brand-strong", "brand-tint", TEXT),
    *(("ink", f"{tint}-tint", TEXT) for tint in ("brand", "good", "bad", "note", "violet")),
    *((colour, f"{colour}-tint", TEXT) for colour in ("brand", "good", "bad", "note", "violet")),
    ("on-brand", "brand", TEXT),
    ("on-brand", "brand-strong", TEXT),
    ("paper", "bad", TEXT),
    ("on-seal", "seal", TEXT),
    ("edge", "paper", LARGE_OR_LINE),
    ("focus-out", "ground", LARGE_OR_LINE),
    ("face-soft", "face-a", TEXT),
    ("face-soft", "face-b", TEXT),
    ("face-line", "face-a", LARGE_OR_LINE),
]
BOARD_PAIRS = [(f"on-{n}", f"shade-{n}", TEXT) for n in range(5)] + [
    (f"hue-{n}", "paper", LARGE_OR_LINE) for n in range(4)
]


def tokens(*, dark: bool, care: bool = False) -> dict[str, str]:
    """The colours in force: light ones first, then what elder mode and the dark screen change."""
    look = (files("onecard.doors.look") / "static/styles/1_tokens.css").read_text(encoding="utf-8")
    board = (files("onecard.doors.boards") / "static/board.css").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for sheet in (look, board):
        light, _, night = sheet.partition("@media (prefers-color-scheme: dark)")
        plain, _, elder = light.partition('html[data-mode="care"]')
        for part, wanted in ((plain, True), (elder, care), (night.partition("}\n}")[0], dark)):
            if wanted:
                found |= dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})\b", part))
    return found


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("dark", "care"), [(False, False), (False, True), (True, False), (True, True)])
def test_every_pair_of_tokens_can_be_told_apart(dark: bool, care: bool) -> None:
    held = tokens(dark=dark, care=care)
    weak = {
        f"{front} on {back}": round(contrast(held[front], held[back]), 2)
        for front, back, least in PAIRS + BOARD_PAIRS
        if contrast(held[front], held[back]) < least
    }
    assert weak == {}


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
