"""The tile map: each province one square on a grid of 7 columns and 8 rows; a plain list, no boundary file.

Alliances are drawn as the outline of the union of their members' tiles. 台港澳 are always drawn, dashed: not yet
included. The bingtuan (XPCC) has no tile of its own; it is noted with 新.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from markupsafe import Markup, escape

COLUMNS, ROWS = 7, 8
_PITCH, _GAP = 84, 8
Corner = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tile:
    """Where a province stands on the map, by its code, and the one character it is called by."""

    code: int
    short: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What one tile says: its name, its figure in words, a shade 0 (pale) to 4 (deep), or None where not included."""

    name: str
    figure: str
    shade: int | None


@dataclass(frozen=True, slots=True)
class Outline:
    """An alliance to be drawn around its members; `hue` picks the colour class."""

    name: str
    members: tuple[int, ...]
    hue: int


@cache
def tiles() -> tuple[Tile, ...]:
    """All 34 tiles."""
    page = files("onecard.doors.boards") / "tiles.csv"
    rows = csv.DictReader(page.read_text(encoding="utf-8").splitlines())
    return tuple(Tile(int(r["code"]), r["short"], int(r["row"]), int(r["column"])) for r in rows)


def draw(shown: Mapping[int, Shown], outlines: Sequence[Outline], *, name: str, link: str = "") -> Markup:
    """The map as one SVG; it scales from a phone to a wall. `link` + code makes each tile lead to its row."""
    width, height = COLUMNS * _PITCH, ROWS * _PITCH
    parts = [_tile(tile, shown[tile.code], link) for tile in tiles()]
    parts += [f'<path class="alliance hue-{o.hue}" d="{outline_path(o.members)}"/>' for o in outlines]
    head = f'<svg class="map" viewBox="-4 -4 {width + 8} {height + 8}" role="group" aria-label="{escape(name)}">'
    return Markup(head + "".join(parts) + "</svg>")  # noqa: S704  # numbers, and escaped names


def outline_path(members: Iterable[int]) -> str:
    """The closed lines around the union of the members' tiles."""
    cells = {(tile.column, tile.row) for tile in tiles() if tile.code in set(members)}
    return "".join(_loop(loop) for loop in _loops(_edges(cells)))


def _tile(tile: Tile, said: Shown, link: str) -> str:
    side, x, y = _PITCH - _GAP, tile.column * _PITCH + _GAP // 2, tile.row * _PITCH + _GAP // 2
    look = "out" if said.shade is None else f"shade-{said.shade}"
    middle = x + side // 2
    label = escape(f"{tile.short} {said.figure} {said.name}")
    square = (
        f'<rect class="tile {look}" x="{x}" y="{y}" width="{side}" height="{side}" rx="11"/>'
        f'<text class="on-{look}" x="{middle}" y="{y + 38}" text-anchor="middle" font-size="27" font-weight="700">{tile.short}</text>'
        f'<text class="on-{look}" x="{middle}" y="{y + 61}" text-anchor="middle" font-size="16">{escape(said.figure)}</text>'
    )
    return f'<a href="{link}{tile.code}" aria-label="{label}">{square}<title>{label}</title></a>'


def _edges(cells: set[tuple[int, int]]) -> dict[Corner, list[Corner]]:
    """Directed edges, clockwise, where a cell of the union meets the outside."""
    edges: dict[Corner, list[Corner]] = {}
    for column, row in sorted(cells):
        around = (
            ((column, row - 1), (column, row), (column + 1, row)),
            ((column + 1, row), (column + 1, row), (column + 1, row + 1)),
            ((column, row + 1), (column + 1, row + 1), (column, row + 1)),
            ((column - 1, row), (column, row + 1), (column, row)),
        )
        for neighbour, start, end in around:
            if neighbour not in cells:
                edges.setdefault(start, []).append(end)
    return edges


def _loops(edges: dict[Corner, list[Corner]]) -> list[list[Corner]]:
    loops = []
    while edges:
        start = here = next(iter(edges))
        loop = []
        while True:
            loop.append(here)
            ends = edges[here]
            there = ends.pop()
            if not ends:
                del edges[here]
            here = there
            if here == start:
                break
        loops.append(loop)
    return loops


def _loop(loop: list[Corner]) -> str:
    turns = [
        corner
        for before, corner, after in zip([loop[-1], *loop], loop, [*loop[1:], loop[0]], strict=False)
        if not (before[0] == corner[0] == after[0] or before[1] == corner[1] == after[1])
    ]
    return "M" + "L".join(f"{x * _PITCH} {y * _PITCH}" for x, y in turns) + "Z"
