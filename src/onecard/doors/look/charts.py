"""Charts as server-side SVG: numbers in, mark-up out; colours come from the style sheet's classes.

Each chart is an image with a name for screen readers; the page beside it offers the same numbers as a table.
"""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup, escape


class Box(NamedTuple):
    """A drawing surface: a narrow one for phones keeps its letters readable."""

    width: int
    height: int
    letters: int


WIDE, NARROW = Box(620, 230, 13), Box(340, 210, 13)


def line(points: Sequence[tuple[str, int]], *, name: str, box: Box = WIDE, class_: str = "") -> Markup:
    """A line over an area, (label, value) in order. The last step is dashed: its day is not over yet."""
    top = nice_top(max((value for _, value in points), default=0))
    left, bottom, high = 52, box.height - 26, 14
    xs = [left + (box.width - left - 12) * i / max(len(points) - 1, 1) for i in range(len(points))]
    ys = [bottom - (bottom - high) * value / top for _, value in points]
    corners = [f"{x:.1f},{y:.1f}" for x, y in zip(xs, ys, strict=True)]
    parts = _grid(top, left, bottom, high, box) + _below(points, xs, box)
    if len(points) > 1:
        whole = " ".join(corners[:-1])
        parts.append(f'<polygon class="area" points="{xs[0]:.1f},{bottom} {whole} {xs[-2]:.1f},{bottom}"/>')
        parts.append(f'<polyline class="line" points="{whole}"/>')
        parts.append(f'<polyline class="line so-far" points="{" ".join(corners[-2:])}"/>')
        parts.append(f'<circle class="dot" cx="{xs[-1]:.1f}" cy="{ys[-1]:.1f}" r="4"/>')
    return _svg(parts, box, name, class_)


def bars(rows: Sequence[tuple[str, int]], *, name: str, width: int = 300) -> list[tuple[str, int, Markup]]:
    """One bar a row, as separate small images, so that labels stay text and wrap: (label, value, bar)."""
    top = max((value for _, value in rows), default=0) or 1
    return [(label, value, bar(value, top, name=f"{name}: {label}", width=width)) for label, value in rows]


def bar(value: float, top: float, *, name: str, width: int = 300, mark: float | None = None) -> Markup:
    """A single bar on its rail, with a mark where it should reach."""
    rail = f'width="{width}" height="12" rx="6"/>'
    filled = max(0.0, min(1.0, value / top if top else 0)) * width
    parts = [f'<rect class="rail" {rail}', f'<rect class="fill" width="{filled:.1f}" height="12" rx="6"/>']
    if mark is not None:
        parts.append(f'<rect class="mark" x="{min(mark / top, 1) * width - 2:.1f}" width="2" height="12"/>')
    head = (
        f'<svg class="bar" viewBox="0 0 {width} 12" preserveAspectRatio="none" role="img" aria-label="{escape(name)}">'
    )
    return Markup(head + "".join(parts) + "</svg>")  # noqa: S704  # numbers, and an escaped name


def columns(rows: Sequence[tuple[str, int]], *, name: str) -> Markup:
    """One upright column a row, side by side on one line, each with its label below; the last is this month's."""
    box, top = Box(340, 132, 13), max((value for _, value in rows), default=0) or 1
    step, bottom, high = box.width / max(len(rows), 1), box.height - 24, 8
    parts = [f'<line class="rule" x1="0" x2="{box.width}" y1="{bottom}" y2="{bottom}"/>']
    for place, (label, value) in enumerate(rows):
        tall = (bottom - high) * value / top
        x, y, wide = step * place + step * 0.18, bottom - tall, step * 0.64
        last = " so-far" if place == len(rows) - 1 else ""
        if value:
            place_of = f'x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}" rx="3"'
            parts.append(f'<rect class="column-bar{last}" {place_of}/>')
        parts.append(_label(label, step * (place + 0.5), Box(box.width, box.height, 10), "middle"))
    return _svg(parts, box, name, "columns")


def swing(loss: int, gain: int, top: int, *, name: str, width: int = 300) -> Markup:
    """A loss to the left of a middle line and a gain to its right; the loss has an edge, so that grey tells."""
    middle, parts = width / 2, [f'<rect class="rail" width="{width}" height="14" rx="4"/>']
    left, right = (max(0, amount) / top * middle if top else 0.0 for amount in (loss, gain))
    parts.append(f'<rect class="fall" x="{middle - left:.1f}" width="{left:.1f}" height="14"/>')
    parts.append(f'<rect class="rise" x="{middle:.1f}" width="{right:.1f}" height="14"/>')
    parts.append(f'<rect class="middle" x="{middle - 1:.1f}" width="2" height="14"/>')
    head = f'<svg class="swing" viewBox="0 0 {width} 14" preserveAspectRatio="none" role="img" aria-label='
    return Markup(head + f'"{escape(name)}">' + "".join(parts) + "</svg>")  # noqa: S704  # numbers, and an escaped name


def stacked(amounts: Sequence[int], top: int, *, name: str, width: int = 300) -> Markup:
    """One bar made of parts side by side, on a rail as long as `top`; a legend beside it says which colour is which."""
    parts, x = [f'<rect class="rail" width="{width}" height="18" rx="5"/>'], 0.0
    for place, amount in enumerate(amounts):
        wide = max(0, amount) / top * width if top else 0.0
        parts.append(f'<rect class="part-{place}" x="{x:.1f}" width="{wide:.1f}" height="18"/>')
        x += wide
    head = f'<svg class="stacked" viewBox="0 0 {width} 18" preserveAspectRatio="none" role="img" aria-label='
    return Markup(head + f'"{escape(name)}">' + "".join(parts) + "</svg>")  # noqa: S704  # numbers, and an escaped name


def nice_top(value: int) -> int:
    """The next round number above: 1, 2 or 5 times a power of ten, split in four or five steps."""
    step = 1
    while True:
        for factor in (1, 2, 4, 5, 8):
            if step * factor >= value:
                return max(step * factor, 4)
        step *= 10


def short(value: float) -> str:
    """An axis label: 1200 is 1.2k, in every language."""
    for size, mark in ((1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")):
        if value >= size:
            return f"{value / size:g}{mark}"
    return f"{value:g}"


def _grid(top: int, left: int, bottom: int, high: int, box: Box) -> list[str]:
    parts = []
    for quarter in range(5):
        y = bottom - (bottom - high) * quarter / 4
        parts.append(f'<line class="rule" x1="{left}" x2="{box.width - 8}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(
            f'<text class="axis" x="{left - 8}" y="{y + 4:.1f}" text-anchor="end" font-size="{box.letters}">'
            f"{short(top * quarter / 4)}</text>"
        )
    return parts


def _below(points: Sequence[tuple[str, int]], xs: list[float], box: Box) -> list[str]:
    every = max(1, -(-len(points) * 52 // (box.width - 60)))
    shown = range(len(points) - 1, -1, -every)
    return [_label(points[i][0], xs[i], box, "end" if i == len(points) - 1 else "middle") for i in shown]


def _label(words: str, x: float, box: Box, anchor: str) -> str:
    place = f'x="{x:.1f}" y="{box.height - 6}" text-anchor="{anchor}" font-size="{box.letters}"'
    return f'<text class="axis" {place}>{escape(words)}</text>'


def _svg(parts: list[str], box: Box, name: str, class_: str) -> Markup:
    head = f'<svg class="chart {class_}" viewBox="0 0 {box.width} {box.height}" role="img" aria-label="{escape(name)}">'
    return Markup(head + "".join(parts) + "</svg>")  # noqa: S704  # numbers, and escaped labels
