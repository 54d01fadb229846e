"""A refusal as a page for people: what happened, what to do, the trace number and 12333.

Where signing in is what helps, the visitor is led there instead; after it the way starts at the front again.
"""

from typing import Any

from litestar import Request, Response
from litestar.response import Redirect

from onecard.doors.look.manner import Manner
from onecard.doors.look.pages import SHARED, Pages
from onecard.doors.security.refusing import TRACE
from onecard.kernel.errors import Problem

SIGN_IN_NEEDED = "door.sign_in_needed"
#: Where a door begins and where to sign in there, by the beginning of the path; the first that fits.
FRONTS = (("/terminal", "/terminal/sign-in"), ("/console", "/console/sign-in"), ("/", "/sign-in"))
_MARKS = {404: "map-pinned", 401: "lock", 403: "lock", 429: "hourglass", 500: "wrench", 503: "wrench"}

_pages = Pages(SHARED)


def draw_problem(scope: Any, problem: Problem) -> bytes:
    """The same page for a problem met before any handler, as bytes."""
    return str(show_problem(Request(scope), problem, scope.get(TRACE, "")).content).encode()


def show_problem(request: Request[Any, Any, Any], problem: Problem, trace: str) -> Response[Any]:
    """The page for any problem a handler or the gate raised."""
    if problem.code == SIGN_IN_NEEDED and request.method == "GET" and not is_part(request):
        return Redirect(sign_in_at(request.scope["path"]), status_code=303, headers={"Cache-Control": "no-store"})
    manner, said = Manner.of(request), problem.words()
    front = next(front for front, _ in FRONTS if request.scope["path"].startswith(front))
    return _pages.show(
        request,
        "error.html",
        status=problem.status,
        place=front,
        front=front,
        head=manner.pick(said["title_zh"], said["title"]),
        words=manner.pick(said["next_step_zh"], said["next_step"]),
        mark=_MARKS.get(problem.status, "circle-alert"),
        trace=trace if problem.status >= 500 else "",
    )


def sign_in_at(path: str) -> str:
    """The sign-in page of the door this path belongs to."""
    return next(page for front, page in FRONTS if path.startswith(front))


def is_part(request: Request[Any, Any, Any]) -> bool:
    """True where a script of ours asks for a part of a page."""
    return request.headers.get("x-part") == "yes"
