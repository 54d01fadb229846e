"""What every sign-in page does with its form: say what is missing, say what was refused, or open a session."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from litestar import Request, Response
from litestar.concurrency import sync_to_thread
from litestar.response import Redirect

from onecard.doors.bootstrap import House
from onecard.doors.look.forms import brought_by, go_to, is_https, small_form
from onecard.doors.look.manner import Manner
from onecard.doors.security.cookies import end_cookie, session_cookie
from onecard.doors.security.sign_in import Opened, sign_out
from onecard.kernel.errors import Problem

Asked = Request[Any, Any, Any]
Form = Mapping[str, str]


class SignInPage(Protocol):
    """Draws the page again: what was typed, what is wrong by field, and what was said of the whole."""

    def __call__(self, request: Asked, form: Form, wrong: Form, said: str = "") -> Response[str]: ...


async def answer_sign_in(
    request: Asked,
    page: SignInPage,
    *,
    wrong_in: Callable[[Form], Form],
    sign_in: Callable[[Form, str, str | None], Opened],
    home: str,
) -> Response[Any]:
    """`sign_in` gets the form, the client's address and the session it came with; then on to `home`."""
    form = await small_form(request)
    wrong = wrong_in(form)
    if any(wrong.values()):
        return page(request, form, wrong)
    try:
        opened = await sync_to_thread(sign_in, form, *brought_by(request))
    except Problem as problem:
        return page(request, form, dict.fromkeys(wrong, ""), _told(problem, Manner.of(request)))
    return go_to(home, session_cookie(opened.token, https=is_https(request)))


def answer_sign_out(request: Asked, house: House, *, to: str) -> Redirect:
    """End this browser's session, here and in the database."""
    sign_out(house, brought_by(request)[1])
    return go_to(to, end_cookie(https=is_https(request)))


def problems_of(wrong: Form, said: str) -> list[tuple[str, str]]:
    """(field, words) of everything that is wrong; what concerns no single field has none."""
    return [(field, words) for field, words in wrong.items() if words] + ([("", said)] if said else [])


def _told(problem: Problem, manner: Manner) -> str:
    said = problem.words()
    return manner.pick(f"{said['title_zh']}。{said['next_step_zh']}", f"{said['title']}. {said['next_step']}")
