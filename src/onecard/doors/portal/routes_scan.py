"""Scanning a venue's code (扫一扫): typed, pasted, or read by the phone's camera; then checking in there."""

from typing import Any
from urllib.parse import quote

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath, FromQuery

from onecard.domains.agencies import api as agencies
from onecard.domains.ecards import api as ecards
from onecard.doors.look.forms import go_to, small_form
from onecard.doors.look.places import place_words
from onecard.doors.portal.desk import Asked, Portal
from onecard.doors.portal.queues import find_ticket, has_queue, point_of, queue_routes
from onecard.doors.portal.routes_password import said_of
from onecard.doors.security.errors import VenueCodeRefused
from onecard.doors.security.venue_codes import read_venue_code, write_venue_code
from onecard.doors.terminal.frames import read_frame
from onecard.kernel.errors import Problem

LENGTH_MAX = 400


def scan_routes(portal: Portal) -> list[Any]:
    """GET and POST /scan, POST /scan/frames, GET /venue/{code}, POST /venue; and the queue's."""

    @get("/scan", include_in_schema=False)
    async def scan(request: Asked) -> Response[Any]:
        return scan_page(portal, request, "", "")

    @post("/scan", status_code=200, include_in_schema=False)
    async def typed(request: Asked) -> Response[Any]:
        text = (await small_form(request)).get("venue", "").strip()[:LENGTH_MAX]
        return await sync_to_thread(open_venue, portal, request, text)

    @post("/scan/frames", status_code=200, include_in_schema=False)
    async def frame(request: Asked) -> Response[str]:
        portal.resident(request)
        grey, width = await request.body(), request.headers.get("x-frame-width", "")
        text = await sync_to_thread(read_frame, grey, int(width) if width.isascii() and width.isdigit() else 0)
        return Response(text or "", status_code=200 if text else 204, media_type="text/plain")

    @get("/venue/{code:str}", sync_to_thread=True, include_in_schema=False)
    def venue(request: Asked, code: FromPath[str], done: FromQuery[str] = "") -> Response[Any]:
        return show_venue(portal, request, code, done=done == "check-in")

    @post("/venue", status_code=200, include_in_schema=False)
    async def check_in(request: Asked) -> Response[Any]:
        code = (await small_form(request)).get("venue", "").strip()[:LENGTH_MAX]
        return await sync_to_thread(check_in_here, portal, request, code)

    return [scan, typed, frame, venue, check_in, *queue_routes(portal)]


def scan_page(portal: Portal, request: Asked, text: str, wrong: str) -> Response[str]:
    """The camera, and a field for who has none."""
    return portal.show(
        request,
        "scan.html",
        portal.resident(request),
        "code",
        status=422 if wrong else 200,
        place="/scan",
        text=text,
        problems=[("venue", wrong)] if wrong else [],
        wrong={"venue": wrong},
    )


def open_venue(portal: Portal, request: Asked, text: str) -> Response[Any]:
    """On to the venue's page, or the words that say why this is none."""
    portal.resident(request)
    prefix = f"{portal.house.settings.address}/handover/"
    if text.startswith(prefix):
        return go_to(f"/handover/{quote(text.removeprefix(prefix), safe='')}")
    try:
        point_id = read_venue_code(text, portal.house.keyring.code_keys())
    except VenueCodeRefused as problem:
        return scan_page(portal, request, text, said_of(problem, portal.words(request)[1]))
    return go_to(f"/venue/{write_venue_code(point_id, keyring=portal.house.keyring, at=portal.house.clock())}")


def show_venue(portal: Portal, request: Asked, code: str, *, done: bool = False, wrong: str = "") -> Response[str]:
    """Where the code hangs and what can be done there; after checking in the mark that staff compare."""
    resident, (_, manner) = portal.resident(request), portal.words(request)
    house, at = portal.house, portal.house.clock()
    with portal.reading(resident) as tx:
        point = point_of(portal.house, tx, code)
        agency = agencies.find_agencies(tx, [point.agency_id])[point.agency_id]
        visit = ecards.find_check_in(tx, holder_id=resident.holder_id, point_id=point.point_id, at=at)
        ticket = find_ticket(portal, resident, point.point_id) if has_queue(point) else None
    return portal.show(
        request,
        "venue.html",
        resident,
        "code",
        status=422 if wrong else 200,
        place=f"/venue/{code}",
        code=code,
        name=manner.pick(point.name_zh, point.name_en),
        agency=manner.pick(agency.name_zh, agency.name_en),
        where=place_words(house.book.places, point.division, manner),
        visit=visit,
        queue=has_queue(point),
        ticket=ticket,
        done=done and visit is not None,
        problems=[("", wrong)] if wrong else [],
    )


def check_in_here(portal: Portal, request: Asked, code: str) -> Response[Any]:
    """Check in; a second time the same day changes nothing and shows the same mark."""
    resident, (_, manner) = portal.resident(request), portal.words(request)
    try:
        with portal.writing(resident) as tx:
            point = point_of(portal.house, tx, code)
            ecards.check_in(
                tx,
                holder_id=resident.holder_id,
                point_id=point.point_id,
                agency_id=point.agency_id,
                point_words=f"{point.name_zh} · {point.name_en}",
                at=portal.house.clock(),
            )
    except VenueCodeRefused as problem:
        return scan_page(portal, request, "", said_of(problem, manner))
    except Problem as problem:
        return show_venue(portal, request, code, wrong=said_of(problem, manner))
    return go_to(f"/venue/{code}?done=check-in")
