"""公示 · Public notices, open to everybody: who is to get how much, names masked, until when, and how to object.

Nothing here is about whoever reads it, and nothing is kept. A notice that is over or void is gone.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from onecard import rulebook
from onecard.domains.agencies import api as agencies
from onecard.domains.rosters import api as rosters
from onecard.doors.look.manner import Manner
from onecard.doors.look.places import place_words
from onecard.doors.look.writing import reference_of
from onecard.doors.portal.desk import Asked, Portal
from onecard.doors.security.visitors import Resident
from onecard.kernel.clock import day_of

FRONT = "/notices"
LINES_A_PAGE, NUMBER_MOST = 100, 2**31 - 1
_CODE_LENGTH = 6


def notice_routes(portal: Portal) -> list[Any]:
    """GET /notices and /notices/{roster}."""

    @get(FRONT, sync_to_thread=True, include_in_schema=False)
    def listed(request: Asked, place: FromQuery[str] = "") -> Response[str]:
        return show_notices(portal, request, place)

    @get(f"{FRONT}/{{roster_id:uuid}}", sync_to_thread=True, include_in_schema=False)
    def one(request: Asked, roster_id: FromPath[UUID], after: FromQuery[int] = 0) -> Response[str]:
        return show_notice(portal, request, roster_id, after)

    return [listed, one]


def show_notices(portal: Portal, request: Asked, typed: str) -> Response[str]:
    """The notices that run now, the newest first; of one province where one was chosen."""
    _, manner = portal.words(request)
    near, places = _near(typed), portal.house.book.places
    with portal.house.app.reading() as tx:
        found = rosters.public_notices(tx, at=portal.house.clock(), near=near)
    choices = [
        (f"{one.code // 10_000:02d}", manner.pick(one.name_zh, one.name_en))
        for one in sorted(places.divisions.values(), key=lambda one: one.code) if one.level == "province"
    ]  # fmt: skip
    told = [_told(portal, one, manner) for one in found]
    return _open_page(portal, request, "notices.html", notices=told, choices=choices, chosen=near[:2])


def show_notice(portal: Portal, request: Asked, roster_id: UUID, after: int) -> Response[str]:
    """One notice, a hundred lines a page, with its first and last day and where to object."""
    _, manner = portal.words(request)
    at, house, after = portal.house.clock(), portal.house, max(0, min(after, NUMBER_MOST))
    with house.app.reading() as tx:
        found = rosters.public_notice(tx, roster_id=roster_id, at=at)
        lines = list(
            rosters.public_lines(tx, roster_id=roster_id, keyring=house.keyring, after=after, at_most=LINES_A_PAGE + 1)
        )
        whose = agencies.find_agencies(tx, [found.township, found.department])
    shown = lines[:LINES_A_PAGE]
    return _open_page(
        portal,
        request,
        "notice.html",
        one=_told(portal, found, manner),
        lines=shown,
        first=after == 0,
        more=shown[-1].number if len(lines) > LINES_A_PAGE else 0,
        answers=[manner.pick(one.name_zh, one.name_en) for one in whose.values()],
    )


def _told(portal: Portal, one: rosters.PublicNotice, manner: Manner) -> dict[str, Any]:
    programme = {each.id: each for each in rulebook.programmes().programmes.values()}.get(one.programme)
    return {
        "id": one.roster_id,
        "number": reference_of(one.roster_id),
        "name": one.name,
        "programme": manner.pick(programme.name_zh, programme.name_en) if programme else one.programme,
        "programme_id": one.programme,
        "place": place_words(portal.house.book.places, one.place, manner),
        "place_code": one.place,
        "period": one.period,
        "first_day": day_of(one.from_at),
        "last_day": day_of(one.until_at - timedelta(microseconds=1)),
        "entries": one.entries,
        "amount_fen": one.amount_fen,
    }


def _near(typed: str) -> str:
    typed = typed.strip()
    return typed[:_CODE_LENGTH] if typed.isascii() and typed.isdigit() else ""


def _open_page(portal: Portal, request: Asked, template: str, **facts: Any) -> Response[str]:
    """A page for everybody; who is signed in keeps the tabs."""
    visitor = request.scope.get("user")
    if isinstance(visitor, Resident):
        return portal.show(request, template, visitor, "", **facts)
    return portal.pages.show(request, template, **facts)
