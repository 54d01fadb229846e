"""A self-service terminal signed in with the phone: its screen asks, the phone approves, the screen goes on.

The terminal is any browser at `/kiosk/` and its point's venue code; nobody is signed in there before. Its session ends
by itself after ten minutes, whoever forgets to sign out.
"""

from datetime import timedelta
from typing import Any

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath

from onecard.domains.agencies import api as agencies
from onecard.domains.ecards import api as ecards
from onecard.doors.look.forms import brought_by, go_to, is_https, small_form
from onecard.doors.look.problems import is_part
from onecard.doors.portal.desk import Asked, Portal
from onecard.doors.portal.queues import point_of
from onecard.doors.portal.routes_password import said_of
from onecard.doors.security.cookies import session_cookie
from onecard.doors.security.sessions import close_session, open_session
from onecard.kernel.errors import Problem

LONGEST = timedelta(minutes=10)


def kiosk_routes(portal: Portal) -> list[Any]:
    """GET /kiosk/{code}, POST /kiosk/state; GET /handover/{token}, POST /handover."""

    @get("/kiosk/{code:str}", sync_to_thread=True, include_in_schema=False)
    def kiosk(request: Asked, code: FromPath[str]) -> Response[str]:
        return show_kiosk(portal, request, code)

    @post("/kiosk/state", status_code=200, include_in_schema=False)
    async def state(request: Asked) -> Response[Any]:
        form = dict(await small_form(request))
        return await sync_to_thread(take_over, portal, request, form)

    @get("/handover/{token:str}", sync_to_thread=True, include_in_schema=False)
    def asked(request: Asked, token: FromPath[str]) -> Response[str]:
        return show_question(portal, request, token)

    @post("/handover", status_code=200, include_in_schema=False)
    async def approve(request: Asked) -> Response[Any]:
        token = (await small_form(request)).get("token", "")
        return await sync_to_thread(approve_here, portal, request, token)

    return [kiosk, state, asked, approve]


def show_kiosk(portal: Portal, request: Asked, code: str) -> Response[str]:
    """The terminal's screen: a picture to scan and the mark to compare."""
    _, manner = portal.words(request)
    house = portal.house
    with house.app.writing() as tx:
        point = point_of(house, tx, code)
        made = ecards.begin_handover(tx, point_id=point.point_id, at=house.clock())
    return portal.pages.show(
        request,
        "kiosk.html",
        place=f"/kiosk/{code}",
        code=code,
        name=manner.pick(point.name_zh, point.name_en),
        address=f"{house.settings.address}/handover/{made.token}",
        secret=made.secret,
        mark=made.mark,
    )


def take_over(portal: Portal, request: Asked, form: dict[str, str]) -> Response[Any]:
    """Go on as who approved; 204 while nobody did, and a fresh picture when this one has lapsed."""
    house, at = portal.house, portal.house.clock()
    secret, code = form.get("secret", ""), form.get("code", "")
    try:
        with house.app.writing() as tx:
            holder_id = ecards.take_handover(tx, secret=secret, at=at)
            if holder_id is not None:
                close_session(tx, brought_by(request)[1] or "")
                token = open_session(tx, kind="resident", subject_id=holder_id, at=at, longest=LONGEST)
    except ecards.HandoverGone:
        if is_part(request):
            raise
        return show_kiosk(portal, request, code)
    if holder_id is None:
        return Response("", status_code=204) if is_part(request) else show_kiosk(portal, request, code)
    cookie = session_cookie(token, https=is_https(request))
    if is_part(request):
        return Response("", headers={"Set-Cookie": cookie, "Cache-Control": "no-store"})
    return go_to("/", cookie)


def show_question(portal: Portal, request: Asked, token: str, *, done: bool = False, wrong: str = "") -> Response[str]:
    """Which terminal asks, with the mark to compare, and a button that says yes."""
    resident, (_, manner) = portal.resident(request), portal.words(request)
    asked: ecards.HandoverAsked | None = None
    name = ""
    if not done and not wrong:
        with portal.house.app.reading() as tx:
            asked = ecards.find_handover(tx, token=token, at=portal.house.clock())
            point = agencies.find_points(tx, [asked.point_id])[asked.point_id]
        name = manner.pick(point.name_zh, point.name_en)
    return portal.show(
        request,
        "handover.html",
        resident,
        "code",
        status=422 if wrong else 200,
        place="/scan",
        token=token,
        name=name,
        mark=asked.mark if asked else "",
        done=done,
        problems=[("", wrong)] if wrong else [],
    )


def approve_here(portal: Portal, request: Asked, token: str) -> Response[Any]:
    """Say yes; the terminal's screen goes on within two seconds."""
    resident, (_, manner) = portal.resident(request), portal.words(request)
    house, at = portal.house, portal.house.clock()
    try:
        with house.app.writing() as tx:
            asked = ecards.find_handover(tx, token=token, at=at)
            point = agencies.find_points(tx, [asked.point_id])[asked.point_id]
            words = f"{point.name_zh} · {point.name_en}"
            ecards.approve_handover(tx, token=token, holder_id=resident.holder_id, point_words=words, at=at)
    except Problem as problem:
        return show_question(portal, request, token, wrong=said_of(problem, manner))
    return show_question(portal, request, token, done=True)
