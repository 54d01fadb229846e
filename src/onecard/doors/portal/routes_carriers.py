"""Phones without network and printed codes: the list, stopping one or all, a print; and the page that works offline.

The offline page is the same for everybody and holds nothing of a person, so that a browser may keep it; what is
personal stays in that browser's own store.
"""

from collections.abc import Callable
from typing import Any

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromQuery
from msgspec import Struct

from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.doors.api.carrier_routes import print_anew, tell_print
from onecard.doors.api.shapes_carriers import PrintMade
from onecard.doors.look.forms import go_to, small_form
from onecard.doors.look.pages import SHELF
from onecard.doors.look.writing import day as in_words
from onecard.doors.look.writing import yuan
from onecard.doors.portal.desk import Asked, Portal
from onecard.doors.security.request_keys import once, request_of
from onecard.doors.security.sign_in import prove_holder
from onecard.doors.security.visitors import Resident
from onecard.kernel.clock import day_of
from onecard.kernel.errors import Problem
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction

Say = Callable[..., str]
_WORKER = "offline-worker.js"
_PHONE_LIMITS = ("limit_days", "limit_times", "limit_where", "limit_lost")
_PRINT_LIMITS = ("print_days", "printed_uses_per_day", "printed_fen_max")


class _Done(Struct, frozen=True):
    """All there is to keep of a form's answer."""


def carrier_routes(portal: Portal) -> list[Any]:
    """GET /carriers, POST /carriers/stop, GET and POST /carriers/print, GET /offline and its worker."""

    @get("/carriers", sync_to_thread=True, include_in_schema=False)
    def carriers(request: Asked, done: FromQuery[str] = "") -> Response[str]:
        return list_page(portal, request, done == "stopped")

    @post("/carriers/stop", status_code=200, include_in_schema=False)
    async def stop(request: Asked) -> Response[Any]:
        form = await small_form(request)
        return await sync_to_thread(stop_carrier, portal, request, form.get("serial", ""), form.get("once", ""))

    # `async` and not `sync_to_thread=True`: Litestar wraps a handler twice where its path has another method.
    @get("/carriers/print", include_in_schema=False)
    async def ask_print(request: Asked) -> Response[str]:
        return await sync_to_thread(print_page, portal, request)

    @post("/carriers/print", status_code=200, include_in_schema=False)
    async def make_print(request: Asked) -> Response[Any]:
        form = await small_form(request)
        password = form.get("password", "").strip()
        return await sync_to_thread(printed_page, portal, request, password, form.get("once", ""))

    @get("/offline", sync_to_thread=False, include_in_schema=False)
    def offline(request: Asked) -> Response[str]:
        t, _ = portal.words(request)
        return portal.pages.show(request, "offline.html", limits=[t(f"offline.{one}") for one in _PHONE_LIMITS])

    @get(f"/{_WORKER}", sync_to_thread=False, include_in_schema=False)
    def worker() -> Response[bytes]:
        """At the root, because a worker serves the pages below its own address."""
        return Response(SHELF.files[_WORKER].body, media_type="text/javascript")

    return [carriers, stop, ask_print, make_print, offline, worker]


def list_page(portal: Portal, request: Asked, stopped: bool) -> Response[str]:
    """Everything that may show this person's codes for days, the ended ones too."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    at = portal.house.clock()
    with portal.reading(resident) as tx:
        held = ecards.carriers_of(tx, holder_id=resident.holder_id)

    def words(one: ecards.Carrier) -> str:
        if one.reason is not None and one.revoked_at is not None:
            return t(f"carriers.reason.{one.reason}", at=in_words(day_of(one.revoked_at), manner.language))
        return t("carriers.good_until", at=in_words(day_of(one.expires_at), manner.language))

    rows = [
        {"serial": c.serial, "kind": c.kind, "issued": day_of(c.issued_at), "stands": c.stands(at), "words": words(c)}
        for c in held
    ]
    many = sum(one.stands(at) for one in held) > 1
    done = t("carriers.stopped") if stopped else ""
    return portal.show(request, "carriers.html", resident, "me", carriers=rows, many=many, done=done, once=new_id())


def stop_carrier(portal: Portal, request: Asked, serial: str, key: str) -> Response[Any]:
    """Stop one, or all: a session is enough, because stopping must be easy."""
    resident, at = portal.resident(request), portal.house.clock()
    if serial != "all" and not (serial.isascii() and serial.isdecimal() and len(serial) < 11):
        raise ecards.CarrierUnknown
    with portal.writing(resident) as tx:

        def stop() -> _Done:
            if serial == "all":
                ecards.revoke_carriers(tx, holder_id=resident.holder_id, at=at, reason="lost")
            else:
                ecards.revoke_carrier(tx, holder_id=resident.holder_id, serial=int(serial), at=at, reason="not_needed")
            return _Done()

        asked = request_of(
            resident, "portal.carriers", f"stop {serial} {key or new_id()}"[:100], None, portal.house.keyring
        )
        once(tx, asked, _Done, stop, at=at)
    return go_to("/carriers?done=stopped")


def print_page(portal: Portal, request: Asked, wrong: str = "") -> Response[str]:
    """What a print may do, and the password."""
    resident, (t, _) = portal.resident(request), portal.words(request)
    with portal.reading(resident) as tx:
        limits, illustrative = _print_limits(portal, tx, resident, t)
    return portal.show(
        request,
        "carrier_print.html",
        resident,
        "me",
        place="/carriers/print",
        status=422 if wrong else 200,
        limits=limits,
        illustrative=illustrative,
        once=new_id(),
        problems=[("password", wrong)] if wrong else [],
        wrong={"password": wrong},
    )


def printed_page(portal: Portal, request: Asked, password: str, key: str) -> Response[Any]:
    """The print itself: shown in answer to the form and kept nowhere; the form sent again shows the same print."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    house, at = portal.house, portal.house.clock()
    if len(password) != 6:
        return print_page(portal, request, t("sign_in.password_missing"))
    try:
        prove_holder(house, resident.holder_id, password)
    except Problem as problem:
        said = problem.words()
        return print_page(portal, request, manner.pick(said["title_zh"], said["title"]))
    with portal.writing(resident) as tx:

        def make() -> PrintMade:
            return PrintMade(print_anew(house, tx, holder_id=resident.holder_id, at=at).serial)

        asked = request_of(resident, "portal.print", f"print {key or new_id()}"[:100], None, house.keyring)
        made = once(tx, asked, PrintMade, make, at=at)
        told = tell_print(house, tx, holder_id=resident.holder_id, serial=made.serial, at=at)
        holder = residents.show_masked(tx, holder_id=resident.holder_id, keyring=house.keyring).name
        limits, _ = _print_limits(portal, tx, resident, t)
    return portal.show(
        request,
        "carrier_printed.html",
        resident,
        "me",
        place="/carriers",
        text=told.text,
        serial=told.serial,
        until=day_of(told.expires_at),
        holder=holder,
        limits=limits,
    )


def _print_limits(portal: Portal, tx: Transaction, resident: Resident, t: Say) -> tuple[list[str], bool]:
    """What the e-card's place says of prints, in words; and whether any of it has no source."""
    ecard, house = ecards.ecard_of(tx, holder_id=resident.holder_id), portal.house
    if ecard is None:
        raise ecards.EcardUnknown
    day = day_of(house.clock())
    rules = {name: house.book.value(f"ecards.{name}", place=ecard.issuer, on=day) for name in _PRINT_LIMITS}
    shown = {name: yuan(rule.value) if name.endswith("fen_max") else rule.value for name, rule in rules.items()}
    lines = [t(f"carriers.{name}", most=most) for name, most in shown.items()]
    return [*lines, t("carriers.print_ends")], any(rule.illustrative for rule in rules.values())
