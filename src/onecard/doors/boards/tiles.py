"""The tile map: each province one square on a grid of 7 columns and 8 rows; no boundary file.

Where the tiles stand is the rulebook's. Alliances are drawn as the outline of the union of their members' tiles.
台港澳 are always drawn, dashed: not yet included. XPCC has no tile of its own; the page notes it with 新.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup, escape

from onecard import rulebook

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
    """What one tile says: its name, its figure in words, a shade 0 (pale) to 4 (deep), or None where not included.

    `scale` names the colours: "shade" grows from pale to deep, "swing" falls below and rises above its middle, 2.
    """

    name: str
    figure: str
    shade: int | None
    scale: str = "shade"


@dataclass(frozen=True, slots=True)
class Outline:
    """An alliance to be drawn around its members; `colour` is the class that strokes it."""

    members: tuple[int, ...]
    colour: str


@cache
def tiles() -> tuple[Tile, ...]:
    """All 34 tiles."""
    return tuple(Tile(p.code, p.short_zh, *p.tile) for p in rulebook.facts().provinces if p.tile)


def draw(shown: Mapping[int, Shown], outlines: Sequence[Outline], *, name: str, link: str = "") -> Markup:
    """The map as one SVG; it scales from a phone to a wall. `link` + code makes each tile lead to its row."""
    width, height = COLUMNS * _PITCH, ROWS * _PITCH
    parts = [_tile(tile, shown[tile.code], link) for tile in tiles()]
    parts += [f'<path class="alliance {o.colour}" d="{outline_path(o.members)}"/>' for o in outlines]
    head = f'<svg class="map" viewBox="-4 -4 {width + 8} {height + 8}" role="group" aria-label="{escape(name)}">'
    return Markup(head + "".join(parts) + "</svg>")  # noqa: S704  # numbers, and escaped names


def outline_path(members: Iterable[int]) -> str:
    """The closed lines around the union of the members' tiles."""
    cells = {(tile.column, tile.row) for tile in tiles() if tile.code in set(members)}
    return "".join(_path(loop) for loop in _loops(_edges(cells)))


def _tile(tile: Tile, said: Shown, link: str) -> str:
    side, x, y = _PITCH - _GAP, tile.column * _PITCH + _GAP // 2, tile.row * _PITCH + _GAP // 2
    look = "out" if said.shade is None else f"{said.scale}-{said.shade}"
    label = escape(f"{tile.short} {said.figure} {said.name}")
    return (
        f'<a href="{link}{tile.code}" aria-label="{label}"><title>{label}</title>'
        f'<rect class="tile {look}" x="{x}" y="{y}" width="{side}" height="{side}" rx="11"/>'
        + _line(tile.short, f"short on-{look}", x + side // 2, y + 36, ' lang="zh-CN"')
        + _line(said.figure, f"figure on-{look}", x + side // 2, y + 62)
        + "</a>"
    )


def _line(words: str, look: str, x: int, y: int, more: str = "") -> str:
    return f'<text class="{look}" x="{x}" y="{y}" text-anchor="middle"{more}>{escape(words)}</text>'


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
    """The edges joined end to start, until none is left."""
    loops = []
    while edges:
        start = here = next(iter(edges))
        loop = [here]
        while (there := _take(edges, here)) != start:
            loop.append(there)
            here = there
        loops.append(loop)
    return loops


def _take(edges: dict[Corner, list[Corner]], corner: Corner) -> Corner:
    ends = edges[corner]
    end = ends.pop()
    if not ends:
        del edges[corner]
    return end


def _path(loop: list[Corner]) -> str:
    """The loop's turns; corners on a straight line are left out."""
    turns = [
        corner
        for before, corner, after in zip([loop[-1], *loop[:-1]], loop, [*loop[1:], loop[0]], strict=True)
        if not (before[0] == corner[0] == after[0] or before[1] == corner[1] == after[1])
    ]
    return "M" + "L".join(f"{x * _PITCH} {y * _PITCH}" for x, y in turns) + "Z"
