"""Renders a door's templates: look's layout and components, the door's own pages, its words, the visitor's manner.

`Pages("onecard.doors.portal").show(request, "home.html", card=card)` answers a whole page. Nothing here reads the
database; pages are never cached by anybody, because most of them are about one person.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from litestar import MediaType, Request, Response
from markupsafe import Markup, escape

from onecard.doors.look import charts, writing
from onecard.doors.look.icons import icon
from onecard.doors.look.manner import Manner, place_within
from onecard.doors.look.qr import qr_svg
from onecard.doors.look.shelf import Shelf
from onecard.kernel.words import Words, load_words

SHARED = "onecard.doors.look"
#: Every folder whose static files are served; a door that adds some is named here by its package.
SHELF = Shelf([f"onecard.doors.{door}" for door in ("portal", "terminal", "boards", "console", "openid")])
HTML = MediaType.HTML  # Litestar adds the charset
_NO_STORE = {"Cache-Control": "no-store"}


class Pages:
    """The pages of one door; `front` is where it begins."""

    def __init__(self, package: str, front: str = "/") -> None:
        self.front = front
        shared, own = load_words(SHARED).by_language, load_words(package).by_language
        self.words = Words({**shared["zh"], **own["zh"]}, {**shared["en"], **own["en"]})
        loaders = [PackageLoader(name) for name in dict.fromkeys([package, SHARED])]
        self.environment = Environment(
            loader=ChoiceLoader(loaders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.globals.update(icon=icon, url=SHELF.url, qr_svg=qr_svg, charts=charts, yuan=writing.yuan)
        self.environment.globals.update(percent=writing.percent)

    def show(
        self, request: Request[Any, Any, Any], template: str, *, status: int = 200, place: str = "", **facts: Any
    ) -> Response[str]:
        """One page as an answer, in the visitor's manner.

        A page that answers a form gives as `place` its own address to come back to, for the form's cannot be visited.
        """
        html = self.render(template, Manner.of(request), place=_place(request) or place or self.front, **facts)
        return Response(html, media_type=HTML, status_code=status, headers=_NO_STORE)

    def render(self, template: str, manner: Manner, *, place: str = "/", **facts: Any) -> str:
        """The same as text; also for fragments that a script puts into a page that already stands."""
        said = {
            "t": self.saying(manner),
            "manner": manner,
            "switch": _switch(place),
            "day": lambda value: writing.day(value, manner.language),
            "month": lambda value: writing.month(value, manner.language),
            "moment": lambda value: writing.moment(value, manner.language),
            "large": lambda value: writing.large(value, manner.language),
            "signed_in": False,
            "csrf": "",
        }
        return self.environment.get_template(template).render(said | facts)

    def saying(self, manner: Manner) -> Callable[..., Markup]:
        """`t("home.title", name=…)`: the words of a code; facts are escaped, the words may hold mark-up of ours."""

        def say(code: str, **facts: Any) -> Markup:
            safe = {key: value if isinstance(value, int) else escape(value) for key, value in facts.items()}
            return Markup(self.words.say(code, safe, manner.language))  # noqa: S704  # our words, escaped facts

        return say


def _place(request: Request[Any, Any, Any]) -> str:
    """Where the visitor is, to come back to after a switch; empty where a form was sent."""
    if request.method not in ("GET", "HEAD"):
        return ""
    query = request.scope["query_string"].decode("ascii", "replace")
    return place_within(request.scope["path"] + (f"?{query}" if query else ""))


def _switch(place: str) -> Callable[..., str]:
    """The address that changes language or mode and comes back to where the visitor is."""
    return lambda **change: "/manner?" + urlencode({**change, "to": place})
