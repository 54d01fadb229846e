"""Line icons from the `lucide` package, written into the page: no second request, no font, nothing copied in."""

from functools import lru_cache

from lucide.jinja import lucide
from markupsafe import Markup

_PLAIN = {"stroke_width": "1.9", "aria_hidden": "true", "focusable": "false", "class": "i"}


@lru_cache(maxsize=256)
def icon(name: str, size: int = 22) -> Markup:
    """An icon as inline SVG, hidden from screen readers: the words beside it say what it means."""
    svg = " ".join(str(lucide(name, size=size, **_PLAIN)).split())
    return Markup(svg.replace("> <", "><").replace(" />", "/>"))  # noqa: S704  # the package's drawing, not a visitor's words
