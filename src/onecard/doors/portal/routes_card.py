"""The card: home, the eye, the live code, and what was just used. A stopped card never gets a code."""

from datetime import datetime, timedelta
from typing import Any

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromQuery

from onecard.domains.ecards import api as ecards
from onecard.domains.ledger import api as ledger
from onecard.domains.usage import api as usage
from onecard.doors.look.forms import small_form
from onecard.doors.look.problems import is_part
from onecard.doors.look.qr import qr_drawing
from onecard.doors.portal.cardface import face_of, read_held
from onecard.doors.portal.desk import Asked, Portal
from onecard.doors.portal.services import services_of
from onecard.doors.portal.uses import shown_use
from onecard.doors.security.visitors import Resident
from onecard.kernel.postgres.transaction import Transaction

LATEST, ANY = 3, "any"
#: What happened later than this counts as not yet; a terminal's clock may be a little ahead.
AHEAD = timedelta(days=1)
NO_STORE = {"Cache-Control": "no-store"}


def card_routes(portal: Portal) -> list[Any]:
    """GET /, POST /card/eye, GET /code, /code/live and /code/notice."""

    @get("/", sync_to_thread=True, include_in_schema=False)
    def home(request: Asked) -> Response[str]:
        return show_home(portal, request, shown=False)

    @post("/card/eye", status_code=200, include_in_schema=False)
    async def eye(request: Asked) -> Response[str]:
        shown = (await small_form(request)).get("shown") == "yes"
        return await sync_to_thread(show_home, portal, request, shown=shown)

    @get("/code", sync_to_thread=True, include_in_schema=False)
    def code(request: Asked, scene: FromQuery[str] = "any") -> Response[str]:
        return show_code_page(portal, request, scene)

    @get("/code/live", sync_to_thread=True, include_in_schema=False)
    def live(request: Asked, scene: FromQuery[str] = "any") -> Response[dict[str, Any]]:
        resident = portal.resident(request)
        with portal.reading(resident) as tx:
            fresh = _fresh_code(portal, tx, resident, scene)
        body = {"path": qr_drawing(fresh.text).path, "seconds": _seconds_left(fresh, portal.house.clock())}
        return Response(body, headers=NO_STORE)

    @get("/code/notice", sync_to_thread=True, include_in_schema=False)
    def notice(request: Asked, since: FromQuery[str] = "") -> Response[str]:
        return tell_newest(portal, request, since)

    return [home, eye, code, live, notice]


def show_home(portal: Portal, request: Asked, *, shown: bool) -> Response[str]:
    """The home page, or only its card where a script asks for that."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    house, at = portal.house, portal.house.clock()
    with portal.reading(resident) as tx:
        held = read_held(tx, holder_id=resident.holder_id, keyring=house.keyring, at=at, shown=shown)
        face = face_of(held, house.book.places, t, manner)
        if is_part(request):
            return portal.show(request, "card_part.html", resident, "home", card=face)
        rows = usage.list_uses(tx, holder_id=resident.holder_id, before=at + AHEAD, at_most=LATEST)
        purses = ledger.balances(tx, holder_id=resident.holder_id)
    return portal.show(
        request,
        "home.html",
        resident,
        "home",
        card=face,
        services=services_of(portal, held.issuer, t, manner),
        uses=[shown_use(row, portal.looks, house.book.places, manner) for row in rows],
        purses=[{"name": manner.pick(p.name_zh, p.name_en), "balance_fen": p.balance_fen} for p in purses],
    )


def show_code_page(portal: Portal, request: Asked, scene: str) -> Response[str]:
    """The live code, or for a stopped card why there is none and what helps."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    house, at = portal.house, portal.house.clock()
    with portal.reading(resident) as tx:
        held = read_held(tx, holder_id=resident.holder_id, keyring=house.keyring, at=at)
        face = face_of(held, house.book.places, t, manner)
        if not face.usable:
            return portal.show(request, "code_stopped.html", resident, "code", card=face)
        offered = portal.offered(held.issuer)
        scene = scene if scene in offered else ANY
        fresh = _fresh_code(portal, tx, resident, scene)
    looks = [portal.looks.of(one) for one in offered]
    choices = [(ANY, t("code.any")), *((look.id, manner.pick(look.name_zh, look.name_en)) for look in looks)]
    return portal.show(
        request,
        "code.html",
        resident,
        "code",
        card=face,
        scene=scene,
        scenes=[{"id": one, "name": name} for one, name in choices],
        text=fresh.text,
        seconds=_seconds_left(fresh, at),
        life=house.settings.code_seconds,
        since=at.isoformat(),
    )


def tell_newest(portal: Portal, request: Asked, since: str) -> Response[str]:
    """What was used since that moment, as a notice; 204 where nothing was. The answer says from when to ask next."""
    resident, (_, manner) = portal.resident(request), portal.words(request)
    after = _moment(since)
    with portal.reading(resident) as tx:
        rows = usage.list_uses(tx, holder_id=resident.holder_id, before=portal.house.clock() + AHEAD, at_most=1)
    if after is None or not rows or rows[0].recorded_at <= after:
        return Response("", status_code=204, headers=NO_STORE)
    use = shown_use(rows[0], portal.looks, portal.house.book.places, manner)
    answer = portal.show(request, "told.html", resident, "code", use=use)
    answer.headers["X-Since"] = rows[0].recorded_at.isoformat()
    return answer


def _fresh_code(portal: Portal, tx: Transaction, resident: Resident, scene: str) -> ecards.Code:
    house = portal.house
    wire = house.scenes[scene].manner.wire if scene in house.scenes else 0
    return ecards.show_code(
        tx,
        holder_id=resident.holder_id,
        scene=wire,
        at=house.clock(),
        keyring=house.keyring,
        seconds=house.settings.code_seconds,
    )


def _seconds_left(code: ecards.Code, at: datetime) -> int:
    return max(int((code.expires_at - at).total_seconds()), 0)


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
