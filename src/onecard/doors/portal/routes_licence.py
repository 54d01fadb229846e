"""The licence (亮证): the card shown to somebody's eye, masked until asked, with a moving mark and the time of day.

No code is in it, so that nothing can be scanned from it; a still picture shows by its mark standing still and its time.
"""

from typing import Any

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread

from onecard.domains.ecards import api as ecards
from onecard.doors.look.forms import small_form
from onecard.doors.portal.cardface import face_of, read_held
from onecard.doors.portal.desk import Asked, Portal
from onecard.kernel.clock import SHANGHAI


def licence_routes(portal: Portal) -> list[Any]:
    """GET /licence, and POST /licence for the eye."""

    @get("/licence", include_in_schema=False)
    async def licence(request: Asked) -> Response[str]:
        return await sync_to_thread(show_licence, portal, request, shown=False)

    @post("/licence", status_code=200, include_in_schema=False)
    async def eye(request: Asked) -> Response[str]:
        shown = (await small_form(request)).get("shown") == "yes"
        return await sync_to_thread(show_licence, portal, request, shown=shown)

    return [licence, eye]


def show_licence(portal: Portal, request: Asked, *, shown: bool) -> Response[str]:
    """The licence of a card that stands; of one that has stopped why, and nothing to show."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    house, at = portal.house, portal.house.clock()
    with portal.reading(resident) as tx:
        held = read_held(tx, holder_id=resident.holder_id, keyring=house.keyring, at=at, shown=shown)
        ecard = ecards.ecard_of(tx, holder_id=resident.holder_id)
    face = face_of(held, house.book.places, t, manner)
    if not face.usable:
        return portal.show(request, "code_stopped.html", resident, "code", card=face, place="/licence")
    return portal.show(
        request,
        "licence.html",
        resident,
        "code",
        place="/licence",
        card=face,
        level=ecard.level if ecard else 1,
        at=f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}",
    )
