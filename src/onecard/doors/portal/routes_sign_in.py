"""Signing in with card number and e-card password, and signing out. Which of the two was wrong is never said."""

from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.response import Redirect

from onecard.doors.api.given import TheLimits
from onecard.doors.look.forms import brought_by, go_to, is_https, small_form
from onecard.doors.portal.desk import Asked, Portal
from onecard.doors.security.cookies import end_cookie, session_cookie
from onecard.doors.security.sign_in import sign_in_resident, sign_out
from onecard.doors.security.visitors import Resident
from onecard.kernel.errors import Problem

NOTHING_WRONG = {"card_number": "", "password": ""}


def sign_in_routes(portal: Portal) -> list[Any]:
    """GET and POST /sign-in, POST /sign-out."""

    def page(request: Asked, form: Mapping[str, str], wrong: Mapping[str, str], said: str = "") -> Response[str]:
        problems = [(field, words) for field, words in wrong.items() if words]
        problems += [("", said)] if said else []
        return portal.pages.show(
            request,
            "sign_in.html",
            status=422 if problems else 200,
            problems=problems,
            wrong=wrong,
            card_number=form.get("card_number", ""),
        )

    @get("/sign-in", sync_to_thread=False, include_in_schema=False)
    def show_sign_in(request: Asked) -> Response[Any]:
        if isinstance(request.scope.get("user"), Resident):
            return go_to("/")
        return page(request, {}, NOTHING_WRONG)

    @post("/sign-in", status_code=200, include_in_schema=False)
    async def sign_in_here(request: Asked, limits: TheLimits) -> Response[Any]:
        form, (t, manner) = await small_form(request), portal.words(request)
        wrong = {name: t(f"sign_in.{words}") if _is_missing(form, name) else "" for name, words in _MISSING.items()}
        if any(wrong.values()):
            return page(request, form, wrong)
        address, before = brought_by(request)
        try:
            opened = await sync_to_thread(
                sign_in_resident,
                portal.house,
                limits,
                address=address,
                card_number=form["card_number"],
                password=form["password"].strip(),
                before=before,
            )
        except Problem as problem:
            said = problem.words()
            words = manner.pick(f"{said['title_zh']}。{said['next_step_zh']}", f"{said['title']}. {said['next_step']}")
            return page(request, form, NOTHING_WRONG, words)
        return go_to("/", session_cookie(opened.token, https=is_https(request)))

    @post("/sign-out", sync_to_thread=True, include_in_schema=False)
    def sign_out_here(request: Asked) -> Redirect:
        sign_out(portal.house, brought_by(request)[1])
        return go_to("/sign-in", end_cookie(https=is_https(request)))

    return [show_sign_in, sign_in_here, sign_out_here]


_MISSING = {"card_number": "card_missing", "password": "password_missing"}


def _is_missing(form: Mapping[str, str], field: str) -> bool:
    text = form.get(field, "").strip()
    if field == "card_number":
        return len(text) != 9 or not text.isascii() or not text.isalnum()
    return len(text) != 6 or not text.isascii() or not text.isdigit()
