"""What look itself serves: static files, the switch of language and mode, the style guide."""

from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Redirect

from onecard.doors.look.guide import guide_facts
from onecard.doors.look.manner import LANGUAGE_COOKIE, MODE_COOKIE, Manner, place_within
from onecard.doors.look.pages import SHARED, SHELF, Pages
from onecard.kernel.clock import Clock

_FOR_EVER = "public, max-age=31536000, immutable"
_YEAR_SECONDS = 31_536_000


def look_routes(clock: Clock) -> list[Any]:
    """The handlers, to be included once in the web application."""
    pages = Pages(SHARED)

    @get("/styleguide", sync_to_thread=True, include_in_schema=False)
    def style_guide(request: Request[Any, Any, Any]) -> Response[str]:
        return pages.show(request, "guide.html", **guide_facts(clock(), Manner.of(request)))

    return [static_file, change_manner, style_guide]


@get("/static/{digest:str}/{name:str}", sync_to_thread=False, include_in_schema=False)
def static_file(digest: FromPath[str], name: FromPath[str], request: Request[Any, Any, Any]) -> Response[bytes]:
    """One file by its digest; an address of an older release is not found rather than wrong for ever."""
    held = SHELF.files.get(name)
    if held is None or held.digest != digest:
        raise NotFoundException
    headers = {"Cache-Control": _FOR_EVER, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(held.packed, media_type=held.kind, headers={**headers, "Content-Encoding": "gzip"})
    return Response(held.body, media_type=held.kind, headers=headers)


@get("/manner", sync_to_thread=False, include_in_schema=False)
def change_manner(
    to: FromQuery[str] = "/",
    language: Annotated[str | None, QueryParameter(pattern="^(zh|en)$")] = None,
    mode: Annotated[str | None, QueryParameter(pattern="^(care|standard)$")] = None,
) -> Redirect:
    """Remember language or mode in this browser for a year, and go back to where the visitor was."""
    answer = Redirect(place_within(to), status_code=303, headers={"Cache-Control": "no-store"})
    for cookie, value in ((LANGUAGE_COOKIE, language), (MODE_COOKIE, mode)):
        if value:
            answer.set_cookie(cookie, value, max_age=_YEAR_SECONDS, path="/", samesite="lax", httponly=True)
    return answer
