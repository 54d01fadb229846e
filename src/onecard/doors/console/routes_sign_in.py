"""Signing in and out of the console; a form that comes after the session ended is kept over the sign-in."""

from collections.abc import Callable
from typing import Any

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread

from onecard.doors.api.given import TheLimits
from onecard.doors.console.carried import FIELD, carry, uncarry
from onecard.doors.console.desk import FRONT, SIGN_IN, Asked, Console, Form
from onecard.doors.look.forms import FIELD_LENGTH_MAX, go_to, small_form
from onecard.doors.look.manner import place_within
from onecard.doors.look.sign_in import (
    NOTHING_WRONG,
    SIGN_IN_LENGTH_MAX,
    answer_sign_in,
    answer_sign_out,
    missing_of_staff,
    problems_of,
    sign_in_with,
)
from onecard.doors.security.sign_in import Opened
from onecard.doors.security.visitors import Staff

#: An application has more questions than other forms.
FIELDS_MAX = 60
Handle = Callable[[Console, Asked, Form], Response[Any]]


def sign_in_routes(console: Console) -> list[Any]:
    """GET and POST /console/sign-in, POST /console/sign-out."""

    def page(request: Asked, form: Form, wrong: Form, said: str = "") -> Response[str]:
        return sign_in_page(console, request, form, wrong, said=said)

    @get(SIGN_IN, sync_to_thread=False, include_in_schema=False)
    def show_sign_in(request: Asked) -> Response[Any]:
        return go_to(FRONT) if isinstance(request.scope.get("user"), Staff) else page(request, {}, NOTHING_WRONG)

    @post(SIGN_IN, status_code=200, include_in_schema=False)
    async def sign_in_here(request: Asked, limits: TheLimits) -> Response[Any]:
        t, _ = console.words(request)

        def wrong_in(form: Form) -> Form:
            return missing_of_staff(form, t)

        def resume(form: Form, opened: Opened) -> Response[Any] | None:
            return _resume(console, request, form.get(FIELD, ""), opened)

        sign_in = sign_in_with(console.house, limits)
        return await answer_sign_in(request, page, wrong_in=wrong_in, sign_in=sign_in, home=FRONT, then=resume)

    @post("/console/sign-out", sync_to_thread=True, include_in_schema=False)
    def sign_out_here(request: Asked) -> Response[Any]:
        return answer_sign_out(request, console.house, to=SIGN_IN)

    return [show_sign_in, sign_in_here, sign_out_here]


async def take_form(
    console: Console, request: Asked, handle: Handle, *, length_max: int = FIELD_LENGTH_MAX
) -> Response[Any]:
    """Give a form to its handler; without a session its fields wait on the sign-in page instead of being lost."""
    form = await small_form(request, fields_max=FIELDS_MAX, length_max=length_max)
    if not isinstance(request.scope.get("user"), Staff):
        carried = carry(console.house.keyring, request.scope["path"], form)
        return sign_in_page(console, request, {FIELD: carried}, NOTHING_WRONG, status=401)
    return await sync_to_thread(handle, console, request, form)


def sign_in_page(
    console: Console, request: Asked, form: Form, wrong: Form, *, said: str = "", status: int = 200
) -> Response[str]:
    """The sign-in page; what is carried stays with it however often the password is wrong."""
    problems = problems_of(wrong, said)
    return console.pages.show(
        request,
        "console_sign_in.html",
        status=422 if problems else status,
        place=SIGN_IN,
        problems=problems,
        wrong=wrong,
        sign_in_name=form.get("sign_in_name", ""),
        carried=form.get(FIELD, "")[:SIGN_IN_LENGTH_MAX],
    )


def _resume(console: Console, request: Asked, carried: str, opened: Opened) -> Response[str] | None:
    """A page from which what was typed goes on to where it was going: the form again, filled in, nothing done yet."""
    typed = uncarry(console.house.keyring, carried) if carried else None
    if typed is None or not place_within(typed.path).startswith(FRONT):
        return None
    return console.pages.show(
        request, "console_resume.html", place=FRONT, csrf=opened.csrf_token, path=typed.path, fields=typed.fields
    )
