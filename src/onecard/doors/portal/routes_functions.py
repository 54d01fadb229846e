"""Card functions and passwords: how the three halves stand, lock one at once, unlock it, choose another password.

Locking asks for no password, because stopping must be easy; unlocking asks for the e-card's.
"""

from typing import Any, get_args

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromQuery

from onecard.domains.cards import api as cards
from onecard.doors.api.half_routes import change_once, lock_own, refusal_of, unlock_own
from onecard.doors.look.forms import go_to, small_form
from onecard.doors.look.writing import moment
from onecard.doors.portal.cardface import face_of, read_held
from onecard.doors.portal.desk import Asked, Portal
from onecard.doors.portal.functions import shown_events, shown_half
from onecard.doors.portal.once import form_request, once_a_form
from onecard.doors.security.errors_visitors import NothingHere
from onecard.doors.security.sign_in import prove_holder
from onecard.kernel.errors import Problem
from onecard.kernel.ids import new_id

DONE = {what: f"functions.done_{what}" for what in ("lock", "unlock", "still", "pin")}
#: At which field of the password form a refusal stands; the others stand above it.
_FIELDS = {"cards.pin_wrong": "old", "cards.pin_too_simple": "new", "cards.pin_not_new": "new"}


def function_routes(portal: Portal) -> list[Any]:
    """GET /functions; GET and POST /functions/lock, /functions/unlock and /functions/pin."""

    @get("/functions", sync_to_thread=True, include_in_schema=False)
    def functions(request: Asked, done: FromQuery[str] = "") -> Response[str]:
        return show_functions(portal, request, DONE.get(done, ""))

    # `async` and not `sync_to_thread=True`: Litestar wraps a handler twice where its path has another method.
    @get("/functions/lock", include_in_schema=False)
    async def sure_lock(request: Asked, half: FromQuery[str] = "social") -> Response[str]:
        return await sync_to_thread(sure_page, portal, request, "lock", half)

    @get("/functions/unlock", include_in_schema=False)
    async def sure_unlock(request: Asked, half: FromQuery[str] = "social") -> Response[str]:
        return await sync_to_thread(sure_page, portal, request, "unlock", half)

    @get("/functions/pin", include_in_schema=False)
    async def sure_pin(request: Asked) -> Response[str]:
        return await sync_to_thread(pin_page, portal, request)

    @post("/functions/lock", status_code=200, include_in_schema=False)
    async def lock(request: Asked) -> Response[Any]:
        return await sync_to_thread(do_lock, portal, request, await small_form(request))

    @post("/functions/unlock", status_code=200, include_in_schema=False)
    async def unlock(request: Asked) -> Response[Any]:
        return await sync_to_thread(do_unlock, portal, request, await small_form(request))

    @post("/functions/pin", status_code=200, include_in_schema=False)
    async def pin(request: Asked) -> Response[Any]:
        return await sync_to_thread(do_pin, portal, request, await small_form(request))

    return [functions, sure_lock, sure_unlock, sure_pin, lock, unlock, pin]


def show_functions(portal: Portal, request: Asked, done: str) -> Response[str]:
    """The three halves, each with what can be done about it, and what happened to them."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    house, at = portal.house, portal.house.clock()
    with portal.reading(resident) as tx:
        held = read_held(tx, holder_id=resident.holder_id, keyring=house.keyring, at=at)
        halves = cards.halves_of(tx, holder_id=resident.holder_id, at=at)
        events = cards.events_of(tx, holder_id=resident.holder_id)
    in_use = held.state in ("active", "locked", "suspended", "no_ecard")
    return portal.show(
        request,
        "functions.html",
        resident,
        "me",
        card=face_of(held, house.book.places, t, manner),
        done=t(done) if done else "",
        in_use=in_use,
        halves=[shown_half(one, t, lambda at: moment(at, manner.language)) for one in halves],
        events=shown_events(events, t),
    )


def sure_page(portal: Portal, request: Asked, what: str, half: str, wrong: str = "") -> Response[str]:
    """The second step: what will happen, and a button that says so."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    known = _half(half)
    with portal.reading(resident) as tx:
        found = cards.halves_of(tx, holder_id=resident.holder_id, at=portal.house.clock())
    one = next(one for one in found if one.half == known)
    name = t(f"functions.half.{known}")
    effect = "lock_social" if (what, known) == ("lock", "social") else what
    return portal.show(
        request,
        "functions_sure.html",
        resident,
        "me",
        place=f"/functions/{what}?half={known}",
        status=422 if wrong else 200,
        head=t(f"functions.sure_{what}", half=name),
        half=shown_half(one, t, lambda at: moment(at, manner.language)),
        effect=t(f"functions.effect_{effect}"),
        action=f"/functions/{what}",
        words=t(f"functions.do_{what}"),
        grave="grave" if what == "lock" else "",
        ask_password=what == "unlock",
        once=new_id(),
        problems=[("password", wrong)] if wrong else [],
        wrong={"password": wrong},
    )


def pin_page(portal: Portal, request: Asked, wrong: dict[str, str] | None = None) -> Response[str]:
    """Old password, new one, and the new one again."""
    resident = portal.resident(request)
    with portal.reading(resident) as tx:
        found = cards.halves_of(tx, holder_id=resident.holder_id, at=portal.house.clock())
    wrong = wrong or {}
    return portal.show(
        request,
        "functions_pin.html",
        resident,
        "me",
        place="/functions/pin",
        status=422 if wrong else 200,
        initial=next(one.pin for one in found if one.half == "social") == "initial",
        once=new_id(),
        problems=list(wrong.items()),
        wrong={"old": "", "new": "", "again": "", **wrong},
    )


def do_lock(portal: Portal, request: Asked, form: Any) -> Response[Any]:
    """Lock one half."""
    resident, half = portal.resident(request), _half(form.get("half", ""))
    with portal.writing(resident) as tx:

        def lock() -> None:
            lock_own(tx, resident, half, portal.house.clock())

        once_a_form(portal, tx, resident, "functions.lock", form.get("once", ""), do=lock)
    return go_to("/functions?done=lock")


def do_unlock(portal: Portal, request: Asked, form: Any) -> Response[Any]:
    """Unlock one half, once the password has shown that it is the holder who asks."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    half, password = _half(form.get("half", "")), form.get("password", "").strip()
    if len(password) != 6:
        return sure_page(portal, request, "unlock", half, t("sign_in.password_missing"))
    try:
        prove_holder(portal.house, resident.holder_id, password)
    except Problem as problem:
        said = problem.words()
        return sure_page(portal, request, "unlock", half, manner.pick(said["title_zh"], said["title"]))
    with portal.writing(resident) as tx:

        def unlock() -> None:
            unlock_own(tx, resident, half, portal.house.clock())

        once_a_form(portal, tx, resident, "functions.unlock", form.get("once", ""), do=unlock)
        found = cards.halves_of(tx, holder_id=resident.holder_id, at=portal.house.clock())
    works = all(one.state == "active" for one in found if one.half == half)
    return go_to(f"/functions?done={'unlock' if works else 'still'}")


def do_pin(portal: Portal, request: Asked, form: Any) -> Response[Any]:
    """Change the social password; what is wrong stands at its field."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    typed = {name: form.get(name, "").strip() for name in ("old", "new", "again")}
    wrong = {name: t("functions.pin_missing") for name in ("old", "new") if not _six(typed[name])}
    if not wrong and typed["new"] != typed["again"]:
        wrong = {"again": t("functions.pin_differs")}
    if wrong:
        return pin_page(portal, request, wrong)
    asked = form_request(portal, resident, "functions.pin", form.get("once", ""))
    try:
        answer = change_once(portal.house, resident, asked, "social", old=typed["old"], new=typed["new"])
        if not answer.matches:
            raise refusal_of(portal.house, resident, "social", answer)
    except Problem as problem:
        said = problem.words()
        words = manner.pick(f"{said['title_zh']}。{said['next_step_zh']}", f"{said['title']}. {said['next_step']}")
        return pin_page(portal, request, {_FIELDS.get(problem.code, ""): words})
    return go_to("/functions?done=pin")


def _half(said: str) -> cards.Half:
    if said not in get_args(cards.Half):
        raise NothingHere
    return said  # type: ignore[return-value]


def _six(digits: str) -> bool:
    return len(digits) == 6 and digits.isascii() and digits.isdecimal()
