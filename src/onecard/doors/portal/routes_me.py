"""GET /me: the card in short, the other places, display, signing out."""

from typing import Any

from litestar import Response, get

from onecard.doors.portal.cardface import face_of, read_held
from onecard.doors.portal.desk import Asked, Portal
from onecard.doors.portal.services import always


def me_routes(portal: Portal) -> list[Any]:
    """The one page."""

    @get("/me", sync_to_thread=True, include_in_schema=False)
    def me(request: Asked) -> Response[str]:
        resident, (t, manner) = portal.resident(request), portal.words(request)
        house = portal.house
        with portal.reading(resident) as tx:
            held = read_held(tx, holder_id=resident.holder_id, keyring=house.keyring, at=house.clock())
        face = face_of(held, house.book.places, t, manner)
        return portal.show(request, "me.html", resident, "me", card=face, rows=always(t))

    return [me]
