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
from onecard.doors.security.limits import RateLimits
from onecard.doors.security.sign_in import Opened, sign_in_staff, sign_out
from onecard.kernel.errors import Problem

Asked = Request[Any, Any, Any]
Form = Mapping[str, str]
#: What staff type to sign in, each with the words for when it is missing.
STAFF_FIELDS = {
    "sign_in_name": "staff.name_missing",
    "password": "staff.password_missing",
    "totp": "staff.totp_missing",
}
#: A page may carry what was being typed when the session ended.
SIGN_IN_LENGTH_MAX = 20_000
NOTHING_WRONG = dict.fromkeys(STAFF_FIELDS, "")


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
    then: Callable[[Form, Opened], Response[Any] | None] = lambda _form, _opened: None,
) -> Response[Any]:
    """`sign_in` gets the form, the client's address and the session it came with; then what `then` shows, or `home`."""
    form = await small_form(request, length_max=SIGN_IN_LENGTH_MAX)
    wrong = wrong_in(form)
    if any(wrong.values()):
        return page(request, form, wrong)
    try:
        opened = await sync_to_thread(sign_in, form, *brought_by(request))
    except Problem as problem:
        return page(request, form, dict.fromkeys(wrong, ""), Manner.of(request).told(problem))
    cookie = session_cookie(opened.token, https=is_https(request))
    shown = then(form, opened)
    if shown is None:
        return go_to(home, cookie)
    shown.headers["Set-Cookie"] = cookie
    return shown


def answer_sign_out(request: Asked, house: House, *, to: str) -> Redirect:
    """End this browser's session, here and in the database."""
    sign_out(house, brought_by(request)[1])
    return go_to(to, end_cookie(https=is_https(request)))


def missing_of_staff(form: Form, t: Callable[[str], str]) -> Form:
    """What is wrong with what a member of staff typed, by field."""
    return {field: t(words) if _is_missing(form, field) else "" for field, words in STAFF_FIELDS.items()}


def sign_in_with(house: House, limits: RateLimits) -> Callable[[Form, str, str | None], Opened]:
    """How a sign-in page of staff signs in."""

    def sign_in(form: Form, address: str, before: str | None) -> Opened:
        typed = {field: form[field] for field in STAFF_FIELDS}
        return sign_in_staff(house, limits, address=address, before=before, **typed)

    return sign_in


def problems_of(wrong: Form, said: str) -> list[tuple[str, str]]:
    """(field, words) of everything that is wrong; what concerns no single field has none."""
    return [(field, words) for field, words in wrong.items() if words] + ([("", said)] if said else [])


def _is_missing(form: Form, field: str) -> bool:
    text = form.get(field, "").strip()
    return not text or (field == "totp" and not (len(text) == 6 and text.isascii() and text.isdigit()))
