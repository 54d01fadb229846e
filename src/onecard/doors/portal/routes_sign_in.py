"""Signing in with card number and e-card password, and signing out. Which of the two was wrong is never said."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromQuery
from litestar.response import Redirect

from onecard.doors.api.given import TheLimits
from onecard.doors.look.forms import go_to
from onecard.doors.look.sign_in import Form, answer_sign_in, answer_sign_out, problems_of
from onecard.doors.portal.desk import Asked, Portal
from onecard.doors.security.sign_in import Opened, sign_in_resident
from onecard.doors.security.visitors import Resident

#: What ended the session on purpose, for the page to say so.
AFTER = ("stop", "cancel", "password", "reset")
NOTHING_WRONG = {"card_number": "", "password": ""}


def sign_in_routes(portal: Portal) -> list[Any]:
    """GET and POST /sign-in, POST /sign-out."""

    def page(request: Asked, form: Form, wrong: Form, said: str = "", after: str = "") -> Response[str]:
        problems = problems_of(wrong, said)
        words = portal.words(request)[0](f"sign_in.after_{after}") if after in AFTER else ""
        facts = {"problems": problems, "wrong": wrong, "card_number": form.get("card_number", ""), "after": words}
        return portal.pages.show(request, "sign_in.html", status=422 if problems else 200, place="/sign-in", **facts)

    @get("/sign-in", sync_to_thread=False, include_in_schema=False)
    def show_sign_in(request: Asked, after: FromQuery[str] = "") -> Response[Any]:
        if isinstance(request.scope.get("user"), Resident):
            return go_to("/")
        return page(request, {}, NOTHING_WRONG, after=after)

    @post("/sign-in", status_code=200, include_in_schema=False)
    async def sign_in_here(request: Asked, limits: TheLimits) -> Response[Any]:
        t, _ = portal.words(request)

        def wrong_in(form: Form) -> Form:
            return {name: t(f"sign_in.{words}") if _is_missing(form, name) else "" for name, words in _MISSING.items()}

        def sign_in(form: Form, address: str, before: str | None) -> Opened:
            card_number, password = form["card_number"], form["password"].strip()
            return sign_in_resident(
                portal.house, limits, address=address, card_number=card_number, password=password, before=before
            )

        return await answer_sign_in(request, page, wrong_in=wrong_in, sign_in=sign_in, home="/")

    @post("/sign-out", sync_to_thread=True, include_in_schema=False)
    def sign_out_here(request: Asked) -> Redirect:
        return answer_sign_out(request, portal.house, to="/sign-in")

    return [show_sign_in, sign_in_here, sign_out_here]


_MISSING = {"card_number": "card_missing", "password": "password_missing"}


def _is_missing(form: Form, field: str) -> bool:
    text = form.get(field, "").strip()
    if field == "card_number":
        return len(text) != 9 or not text.isascii() or not text.isalnum()
    return len(text) != 6 or not text.isascii() or not text.isdigit()
