"""Draws a code as QR: version 8-Q for our 144 characters, black on white, quiet zone of 4, mask fixed for speed."""

from io import BytesIO
from typing import NamedTuple

import segno
from markupsafe import Markup

QUIET_ZONE = 4
_MASK = 2  # scoring all eight masks takes 4-8 times as long and reads no better (measured)


class Drawing(NamedTuple):
    """Path data (strokes one module high) and the width in modules, quiet zone included."""

    path: str
    width: int


def qr_drawing(text: str) -> Drawing:
    """What a script needs to redraw the code that stands on the page."""
    code = segno.make(text, error="q", mask=_MASK, boost_error=False, micro=False)
    out = BytesIO()
    code.save(out, kind="svg", border=QUIET_ZONE, xmldecl=False, svgns=False, lineclass=None, svgclass=None)
    path = out.getvalue().decode().split(' d="', 1)[1].split('"', 1)[0]
    return Drawing(path, int(code.symbol_size(scale=1, border=QUIET_ZONE)[0]))


def qr_svg(text: str) -> Markup:
    """An inline SVG that says nothing to a screen reader: the page says in words what it is."""
    path, width = qr_drawing(text)
    return Markup(  # noqa: S704  # path data of our own drawing
        f'<svg viewBox="0 0 {width} {width}" width="{width * 5}" height="{width * 5}" shape-rendering="crispEdges"'
        f' aria-hidden="true" focusable="false"><rect width="{width}" height="{width}" fill="#fff"/>'
        f'<path id="qr-path" stroke="#000" fill="none" d="{path}"/></svg>'
    )
