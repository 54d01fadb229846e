"""The terminal's pages. A point is opened by a member of staff of the point's own agency who may accept uses.

Nothing is kept in between: each request checks again that the session's member of staff may act for that point, so a
point that is closed or a person who leaves stops at once. No terminal key is in the browser; the server accepts as the
point on the strength of the session.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath

from onecard.domains.agencies import api as agencies
from onecard.domains.ecards import api as ecards
from onecard.doors.api.given import TheLimits
from onecard.doors.bootstrap import House
from onecard.doors.look.forms import go_to, small_form
from onecard.doors.look.problems import is_part
from onecard.doors.look.sign_in import (
    NOTHING_WRONG,
    Form,
    answer_sign_in,
    answer_sign_out,
    missing_of_staff,
    problems_of,
    sign_in_with,
)
from onecard.doors.security.venue_codes import write_venue_code
from onecard.doors.security.visitors import Staff, scope_of
from onecard.doors.terminal.booth import Asked, Booth
from onecard.doors.terminal.frames import read_frame
from onecard.doors.terminal.routes_proofs import proof_routes
from onecard.doors.terminal.verdicts import nothing_read, refusal, verdict_of, waiting
from onecard.kernel.clock import day_of
from onecard.kernel.errors import Problem


def terminal_routes(house: House) -> list[Any]:
    """The handlers of one house."""
    booth = Booth(house)
    return [*_sign_in_routes(booth), *_point_routes(booth), *proof_routes(booth)]


def _sign_in_routes(booth: Booth) -> list[Any]:
    def page(request: Asked, form: Form, wrong: Form, said: str = "") -> Response[str]:
        problems = problems_of(wrong, said)
        facts = {"problems": problems, "wrong": wrong, "sign_in_name": form.get("sign_in_name", "")}
        status = 422 if problems else 200
        return booth.pages.show(request, "terminal_sign_in.html", status=status, place="/terminal/sign-in", **facts)

    @get("/terminal/sign-in", sync_to_thread=False, include_in_schema=False)
    def show_sign_in(request: Asked) -> Response[Any]:
        return go_to("/terminal") if isinstance(request.scope.get("user"), Staff) else page(request, {}, NOTHING_WRONG)

    @post("/terminal/sign-in", status_code=200, include_in_schema=False)
    async def sign_in_here(request: Asked, limits: TheLimits) -> Response[Any]:
        t, _ = booth.words(request)

        def wrong_in(form: Form) -> Form:
            return missing_of_staff(form, t)

        sign_in = sign_in_with(booth.house, limits)
        return await answer_sign_in(request, page, wrong_in=wrong_in, sign_in=sign_in, home="/terminal")

    @post("/terminal/sign-out", sync_to_thread=True, include_in_schema=False)
    def sign_out_here(request: Asked) -> Response[Any]:
        return answer_sign_out(request, booth.house, to="/terminal/sign-in")

    return [show_sign_in, sign_in_here, sign_out_here]


def _point_routes(booth: Booth) -> list[Any]:
    @get("/terminal", sync_to_thread=True, include_in_schema=False)
    def choose(request: Asked) -> Response[Any]:
        staff, (_, manner) = booth.attendant(request), booth.words(request)
        with booth.house.app.reading() as tx:
            points = [p for p in agencies.points_of(tx, agency_id=staff.agency_id) if p.state == "open"]
            agency = agencies.find_agencies(tx, [staff.agency_id])[staff.agency_id]
        return booth.pages.show(
            request,
            "terminal_points.html",
            csrf=staff.csrf_token,
            agency=manner.pick(agency.name_zh, agency.name_en),
            points=[booth.shown_point(point, manner) for point in points],
        )

    @post("/terminal/open", include_in_schema=False)
    async def open_point(request: Asked) -> Response[Any]:
        booth.attendant(request)
        point = (await small_form(request)).get("point", "")
        return go_to(f"/terminal/at/{UUID(point)}" if _is_uuid(point) else "/terminal")

    @get("/terminal/at/{point_id:uuid}", sync_to_thread=True, include_in_schema=False)
    def at_point(request: Asked, point_id: FromPath[UUID]) -> Response[str]:
        booth.opened(request, point_id)
        return booth.desk(request, point_id, waiting(booth.words(request)[0]))

    @post("/terminal/at/{point_id:uuid}/uses", status_code=200, include_in_schema=False)
    async def present(request: Asked, point_id: FromPath[UUID]) -> Response[str]:
        form = await small_form(request)
        return await sync_to_thread(_present, booth, request, point_id, form)

    @post("/terminal/at/{point_id:uuid}/frames", status_code=200, include_in_schema=False)
    async def frame(request: Asked, point_id: FromPath[UUID]) -> Response[str]:
        grey, width = await request.body(), request.headers.get("x-frame-width", "")
        text = await sync_to_thread(_read, booth, request, point_id, grey, width)
        return Response(text or "", status_code=200 if text else 204, media_type="text/plain")

    @get("/terminal/at/{point_id:uuid}/venue", sync_to_thread=True, include_in_schema=False)
    def venue(request: Asked, point_id: FromPath[UUID]) -> Response[str]:
        return _show_venue(booth, request, point_id)

    @post("/terminal/at/{point_id:uuid}/next", include_in_schema=False)
    async def call_next(request: Asked, point_id: FromPath[UUID]) -> Response[Any]:
        return await sync_to_thread(_call_next, booth, request, point_id)

    return [choose, open_point, at_point, present, frame, venue, call_next]


def _call_next(booth: Booth, request: Asked, point_id: UUID) -> Response[Any]:
    """Call the one who waits longest; the page that follows shows the number."""
    booth.opened(request, point_id)
    with booth.house.app.writing() as tx:
        ecards.call_next(tx, point_id=point_id, at=booth.house.clock())
    return go_to(f"/terminal/at/{point_id}/venue")


def _show_venue(booth: Booth, request: Asked, point_id: UUID) -> Response[str]:
    """The point's code to print and hang up, and who checked in with it today: marks and times, no person."""
    point, (_, manner) = booth.opened(request, point_id), booth.words(request)
    staff, house, at = booth.attendant(request), booth.house, booth.house.clock()
    with house.app.reading(scope_of(staff)) as tx:
        found = ecards.check_ins_at(tx, point_id=point_id, agency_id=staff.agency_id, day=day_of(at))
    with house.app.reading() as tx:
        tickets = ecards.tickets_at(tx, point_id=point_id, day=day_of(at))
    code = write_venue_code(point_id, keyring=house.keyring, at=at)
    return booth.pages.show(
        request,
        "venue_code.html",
        place=f"/terminal/at/{point_id}/venue",
        csrf=staff.csrf_token,
        point=booth.shown_point(point, manner),
        code=code,
        address=f"{house.settings.address}/venue/{code}",
        check_ins=found,
        queue=point.kind in ("counter", "office"),
        called=next((one for one in tickets if one.state == "called"), None),
        waiting=[one for one in tickets if one.state == "waiting"],
    )


def _present(booth: Booth, request: Asked, point_id: UUID, form: Mapping[str, str]) -> Response[str]:
    """Take one presentation; answer with the verdict alone where the page's script asks, else with the whole page."""
    booth.opened(request, point_id)
    t, manner = booth.words(request)
    text = form.get("presentation", "").strip()
    details = {"direction": form["direction"]} if form.get("direction") in ("in", "out") else {}
    try:
        verdict = (
            verdict_of(booth.till.present(point_id, text, details), booth.looks, t, manner) if text else nothing_read(t)
        )
    except Problem as problem:
        verdict = refusal(problem, t, manner)
    if is_part(request):
        return booth.pages.show(request, "verdict.html", verdict=verdict)
    return booth.desk(request, point_id, verdict, direction=details.get("direction", ""))


def _read(booth: Booth, request: Asked, point_id: UUID, grey: bytes, width: str) -> str | None:
    booth.opened(request, point_id)
    return read_frame(grey, int(width)) if width.isascii() and width.isdigit() else None


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
