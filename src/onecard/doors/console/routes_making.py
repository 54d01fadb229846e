"""Cards on their way, many at once: ordered from a maker, taken back from it, arrived at a counter. Nobody is named."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath

from onecard.domains.cards import api as cards
from onecard.doors.api.card_counter import actor_of, division_of
from onecard.doors.console.desk import Asked, Console, Form
from onecard.doors.console.routes_sign_in import take_form
from onecard.doors.console.routes_work import WORK, needs, show_work
from onecard.doors.look.forms import go_to
from onecard.doors.security.errors_visitors import RequestMalformed
from onecard.doors.security.request_keys import once, request_of
from onecard.kernel.errors import Problem
from onecard.kernel.ids import new_id

PRODUCE, DELIVER = "cards.produce", "cards.deliver"
ORDER_MOST, LIST_LENGTH_MAX = 10_000, 400_000


class Counted(msgspec.Struct, frozen=True):
    """How many cards an errand was about."""

    errand: str
    cards: int
    problems: int = 0


def making_routes(console: Console) -> list[Any]:
    """Orders placed and finished, their lists, and deliveries."""

    @post("/console/orders", status_code=200, include_in_schema=False)
    async def order(request: Asked) -> Response[Any]:
        return await take_form(console, request, place_order)

    @get("/console/orders/{order_id:uuid}/list", include_in_schema=False)
    async def order_list(request: Asked, order_id: FromPath[UUID]) -> Response[str]:
        return await sync_to_thread(list_order, console, request, order_id)

    @post("/console/orders/{order_id:uuid}/finish", status_code=200, include_in_schema=False)
    async def finish(request: Asked, order_id: FromPath[UUID]) -> Response[Any]:
        def handle(con: Console, ask: Asked, form: Form) -> Response[Any]:
            return finish_order(con, ask, order_id, form)

        return await take_form(console, request, handle, length_max=LIST_LENGTH_MAX)

    @post("/console/deliveries", status_code=200, include_in_schema=False)
    async def deliver(request: Asked) -> Response[Any]:
        return await take_form(console, request, take_delivery, length_max=LIST_LENGTH_MAX)

    return [order, order_list, finish, deliver]


def place_order(console: Console, request: Asked, form: Form) -> Response[Any]:
    """The longest waiting applications of the agency's places, in one order."""
    staff, house = needs(console, request, PRODUCE), console.house
    at, division = house.clock(), division_of(staff)
    asked = request_of(staff, "console.order", _key(form), None, house.keyring)
    with console.writing(staff) as tx:

        def work() -> Counted:
            made = cards.order_production(tx, division=division, at_most=ORDER_MOST, at=at, actor=actor_of(staff))
            return Counted("order-production", made.cards)

        try:
            with tx.transaction():
                done = once(tx, asked, Counted, work, at=at)
        except Problem as problem:
            return show_work(console, request, problem=problem)
    return go_to(f"{WORK}?done=ordered&number={done.cards}")


def finish_order(console: Console, request: Asked, order_id: UUID, form: Form) -> Response[Any]:
    """All of the order but the spoiled, which wait for the next one."""
    staff, house = needs(console, request, PRODUCE), console.house
    spoiled, at = identifiers_in(form.get("spoiled", "")), house.clock()
    asked = request_of(staff, f"console.finish {order_id}", _key(form), [str(one) for one in spoiled], house.keyring)
    with console.writing(staff) as tx:

        def work() -> Counted:
            made = cards.finish_production(tx, order_id=order_id, spoiled=spoiled, at=at, actor=actor_of(staff))
            return Counted("finish-production", made.cards, made.spoiled)

        done = once(tx, asked, Counted, work, at=at)
    return go_to(f"{WORK}?done=finished&number={done.cards - done.problems}")


def take_delivery(console: Console, request: Asked, form: Form) -> Response[Any]:
    """Cards arrived; those that cannot have arrived are named, and the rest is delivered all the same."""
    staff, house = needs(console, request, DELIVER), console.house
    identifiers, at = identifiers_in(form.get("identifiers", "")), house.clock()
    if not identifiers:
        return show_work(console, request, problem=RequestMalformed())
    asked = request_of(staff, "console.deliver", _key(form), [str(one) for one in identifiers], house.keyring)
    with console.writing(staff) as tx:

        def work() -> Counted:
            told = cards.deliver_cards(tx, identifiers, at=at, actor=actor_of(staff))
            refused = sum(isinstance(one, Problem) for one in told)
            return Counted("deliver-cards", len(told) - refused, refused)

        done = once(tx, asked, Counted, work, at=at)
    return go_to(f"{WORK}?done=delivered&number={done.cards}/{done.cards + done.problems}")


def list_order(console: Console, request: Asked, order_id: UUID) -> Response[str]:
    """What the maker makes, as a file: numbers and identifiers, nobody's name."""
    staff = needs(console, request, PRODUCE)
    with console.writing(staff) as tx:  # held while it is read, so that nobody finishes it meanwhile
        wanted = cards.cards_to_make(tx, order_id=order_id)
    rows = [f"{one.card_number},{one.identifier.hex},{one.issuer},{_quoted(one.bank or '')}" for one in wanted]
    body = "\ufeff" + "\r\n".join(["card_number,identifier,issuer,bank", *rows, ""])
    headers = {"Content-Disposition": f'attachment; filename="order-{order_id}.csv"', "Cache-Control": "no-store"}
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


def identifiers_in(text: str) -> list[UUID]:
    """Identifiers out of a box that a reader types into, one a line or with spaces; RequestMalformed for others."""
    try:
        return [UUID(hex=word) for word in text.replace(",", " ").split()]
    except ValueError:
        raise RequestMalformed from None


def _quoted(text: str) -> str:
    """A field of the file; a first character that a spreadsheet would calculate with is disarmed."""
    safe = f"'{text}" if text[:1] in "=+-@" and text else text
    return '"' + safe.replace('"', '""') + '"'


def _key(form: Form) -> str:
    return form.get("once", "")[:64] or str(new_id())
