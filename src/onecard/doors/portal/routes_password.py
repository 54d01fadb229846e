"""The e-card password: changed by who knows it, chosen anew by who forgot it, with a code sent to the telephone."""

from typing import Any

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread

from onecard.doors.api import ecard_verbs as verbs
from onecard.doors.api.given import TheLimits
from onecard.doors.look.forms import brought_by, go_to, is_https, small_form
from onecard.doors.look.manner import Manner
from onecard.doors.portal.desk import Asked, Portal
from onecard.doors.security.cookies import end_cookie
from onecard.kernel.errors import Problem

Form = dict[str, str]
CHANGE, RESET = ("old", "new", "again"), ("number", "code", "new", "again")


def password_routes(portal: Portal) -> list[Any]:
    """GET and POST /ecard/password; GET and POST /forgot, and POST /forgot/reset."""

    @get("/ecard/password", include_in_schema=False)
    async def show_change(request: Asked) -> Response[str]:
        return await sync_to_thread(change_page, portal, request, {}, "")

    @post("/ecard/password", status_code=200, include_in_schema=False)
    async def change(request: Asked) -> Response[Any]:
        form = dict(await small_form(request))
        return await sync_to_thread(take_change, portal, request, form)

    @get("/forgot", include_in_schema=False)
    async def show_forgot(request: Asked) -> Response[str]:
        return forgot_page(portal, request, {}, {}, "")

    @post("/forgot", status_code=200, include_in_schema=False)
    async def ask(request: Asked, limits: TheLimits) -> Response[Any]:
        form = dict(await small_form(request))
        return await sync_to_thread(take_asking, portal, request, limits, form)

    @post("/forgot/reset", status_code=200, include_in_schema=False)
    async def reset(request: Asked, limits: TheLimits) -> Response[Any]:
        form = dict(await small_form(request))
        return await sync_to_thread(take_reset, portal, request, limits, form)

    return [show_change, change, show_forgot, ask, reset]


def change_page(portal: Portal, request: Asked, wrong: Form, said: str) -> Response[str]:
    """The old password and twice the new one."""
    resident = portal.resident(request)
    return portal.show(
        request,
        "password.html",
        resident,
        "me",
        place="/ecard/password",
        status=422 if any(wrong.values()) or said else 200,
        problems=_problems(wrong, said),
        wrong=dict.fromkeys(CHANGE, "") | wrong,
    )


def take_change(portal: Portal, request: Asked, form: Form) -> Response[Any]:
    """Change it; every session ends with it, so the sign-in page follows."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    wrong = _six_digits(form, ("old", "new"), t) | _again(form, t)
    if wrong:
        return change_page(portal, request, wrong, "")
    try:
        verbs.change_password(portal.house, resident, old=form["old"].strip(), new=form["new"].strip())
    except Problem as problem:
        field = "old" if problem.code == "ecards.password_wrong" else "new"
        return change_page(portal, request, {field: said_of(problem, manner)}, "")
    return go_to("/sign-in?after=password", end_cookie(https=is_https(request)))


def forgot_page(portal: Portal, request: Asked, form: Form, wrong: Form, said: str, *, step: int = 1) -> Response[str]:
    """First the number, then the code from the telephone with the new password."""
    return portal.pages.show(
        request,
        "forgot.html",
        status=422 if wrong or said else 200,
        place="/forgot",
        step=step,
        number=form.get("number", ""),
        problems=_problems(wrong, said),
        wrong=dict.fromkeys(RESET, "") | wrong,
    )


def take_asking(portal: Portal, request: Asked, limits: Any, form: Form) -> Response[Any]:
    """Put a code on its way; the next page is the same whoever's number it was."""
    _, manner = portal.words(request)
    try:
        verbs.ask_reset(portal.house, limits, number=form.get("number", ""), address=brought_by(request)[0])
    except Problem as problem:
        return forgot_page(portal, request, form, {"number": said_of(problem, manner)}, "")
    return forgot_page(portal, request, form, {}, "", step=2)


def take_reset(portal: Portal, request: Asked, limits: Any, form: Form) -> Response[Any]:
    """Choose the new password by the code."""
    t, manner = portal.words(request)
    wrong = _six_digits(form, ("code", "new"), t) | _again(form, t)
    if wrong:
        return forgot_page(portal, request, form, wrong, "", step=2)
    given = {"number": form.get("number", ""), "code": form["code"].strip(), "password": form["new"].strip()}
    try:
        verbs.reset_password(portal.house, limits, **given, address=brought_by(request)[0])
    except Problem as problem:
        field = {"ecards.reset_refused": "code", "ecards.password_too_simple": "new"}.get(problem.code, "")
        words = said_of(problem, manner)
        return forgot_page(portal, request, form, {field: words} if field else {}, "" if field else words, step=2)
    return go_to("/sign-in?after=reset")


def said_of(problem: Problem, manner: Manner) -> str:
    """A refusal in one sentence and what to do."""
    said = problem.words()
    return manner.pick(f"{said['title_zh']}。{said['next_step_zh']}", f"{said['title']}. {said['next_step']}")


def _six_digits(form: Form, fields: tuple[str, ...], t: Any) -> Form:
    found = {}
    for field in fields:
        text = form.get(field, "").strip()
        if len(text) != 6 or not text.isascii() or not text.isdigit():
            found[field] = t(f"password.{field}_missing")
    return found


def _again(form: Form, t: Any) -> Form:
    same = form.get("new", "").strip() == form.get("again", "").strip()
    return {} if same else {"again": t("password.again_differs")}


def _problems(wrong: Form, said: str) -> list[tuple[str, str]]:
    return [(field, words) for field, words in wrong.items() if words] + ([("", said)] if said else [])
