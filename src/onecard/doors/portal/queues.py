"""The queue of a counter as its code's page shows it: take a number, see how many stand before, give it up."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath

from onecard.domains.agencies import api as agencies
from onecard.domains.ecards import api as ecards
from onecard.doors.bootstrap import House
from onecard.doors.look.forms import go_to, small_form
from onecard.doors.portal.desk import Asked, Portal
from onecard.doors.security.errors import VenueCodeRefused
from onecard.doors.security.venue_codes import read_venue_code
from onecard.doors.security.visitors import Resident
from onecard.kernel.postgres.transaction import Transaction


def queue_routes(portal: Portal) -> list[Any]:
    """GET /venue/{code}/ticket for the page's script; POST /venue/ticket to take a number or give it up."""

    @get("/venue/{code:str}/ticket", sync_to_thread=True, include_in_schema=False)
    def ticket(request: Asked, code: FromPath[str]) -> Response[str]:
        resident = portal.resident(request)
        with portal.reading(resident) as tx:
            point = point_of(portal.house, tx, code)
        found = find_ticket(portal, resident, point.point_id)
        return portal.show(request, "ticket.html", resident, "code", place="/scan", ticket=found, code=code)

    @post("/venue/ticket", status_code=200, include_in_schema=False)
    async def take(request: Asked) -> Response[Any]:
        form = dict(await small_form(request))
        return await sync_to_thread(take_or_leave, portal, request, form.get("venue", ""), form.get("act", "take"))

    return [ticket, take]


def take_or_leave(portal: Portal, request: Asked, code: str, act: str) -> Response[Any]:
    """A number, or the end of it; the venue's page shows which."""
    resident, house = portal.resident(request), portal.house
    with house.app.writing() as tx:
        point = point_of(house, tx, code)
        if not has_queue(point):
            raise VenueCodeRefused
        where = {"holder_id": resident.holder_id, "point_id": point.point_id}
        if act == "leave":
            ecards.leave_queue(tx, **where, at=house.clock())
        else:
            words = f"{point.name_zh} · {point.name_en}"
            ecards.take_ticket(tx, **where, point_words=words, at=house.clock())
    return go_to(f"/venue/{quote(code, safe='')}")


def has_queue(point: agencies.Point) -> bool:
    """Whether people queue there: at counters and offices, not at gates and tills."""
    return point.kind in ("counter", "office")


def find_ticket(portal: Portal, resident: Resident, point_id: UUID) -> ecards.Ticket | None:
    """The resident's open ticket there, with how many wait before her."""
    with portal.house.app.reading() as tx:
        return ecards.find_ticket(tx, holder_id=resident.holder_id, point_id=point_id, at=portal.house.clock())


def point_of(house: House, tx: Transaction, code: str) -> agencies.Point:
    """The open point a code hangs at; a closed one's code is as if it were none."""
    point_id = read_venue_code(code, house.keyring.code_keys())
    point = agencies.find_points(tx, [point_id]).get(point_id)
    if point is None or point.state != "open":
        raise VenueCodeRefused
    return point
