"""A visit: the person and the card as they stand, what can be done now, what happened; and each operation's steps."""

from typing import Any

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath

from onecard.domains.residents import api as residents
from onecard.domains.sharing import api as sharing
from onecard.doors.api.given import TheLimits
from onecard.doors.console.counter import FIND, Counter, read_counter, scope_at
from onecard.doors.console.desk import REVEAL, Asked, Console
from onecard.doors.console.flow import show_form, take_step
from onecard.doors.console.operation import offers
from onecard.doors.console.routes_find import GROUNDS, visit_again, write_look
from onecard.doors.console.routes_sign_in import take_form
from onecard.doors.console.slips import show_receipt
from onecard.doors.console.telling import told_card, told_carriers, told_ecard, told_events, told_requests
from onecard.doors.console.tickets import seal_ticket
from onecard.doors.look.forms import go_to
from onecard.doors.look.places import place_words, province_words
from onecard.doors.security.errors_visitors import NotForYou, NothingHere
from onecard.doors.security.limits import RateLimits
from onecard.kernel.clock import age_on, day_of


def visit_routes(console: Console) -> list[Any]:
    """GET /console/at/{ticket}, its operations, its reveal, and GET /console/receipts/{ticket}."""

    @get("/console/at/{ticket:str}", sync_to_thread=True, include_in_schema=False)
    def visit(request: Asked, ticket: FromPath[str]) -> Response[Any]:
        staff = console.clerk(request)
        seen = console.visit(staff, ticket)
        again = visit_again(console, staff, seen) if seen.where == "new" else None
        if again is not None:
            return go_to(f"/console/at/{seal_ticket(console.house.keyring, staff.staff_id, again)}")
        return show_visit(console, request, ticket)

    @post("/console/at/{ticket:str}/reveal", status_code=200, include_in_schema=False)
    async def reveal(request: Asked, ticket: FromPath[str], limits: TheLimits) -> Response[Any]:
        return await take_form(console, request, lambda con, ask, _: reveal_person(con, ask, ticket, limits))

    # `async` and not `sync_to_thread=True`: Litestar wraps a handler twice where its path has another method.
    @get("/console/at/{ticket:str}/{operation:str}", include_in_schema=False)
    async def form(request: Asked, ticket: FromPath[str], operation: FromPath[str]) -> Response[Any]:
        return await sync_to_thread(show_form, console, request, ticket, operation)

    @post("/console/at/{ticket:str}/{operation:str}", status_code=200, include_in_schema=False)
    async def step(request: Asked, ticket: FromPath[str], operation: FromPath[str]) -> Response[Any]:
        return await take_form(console, request, lambda con, ask, sent: take_step(con, ask, ticket, operation, sent))

    @get("/console/receipts/{ticket:str}", sync_to_thread=True, include_in_schema=False)
    def receipt(request: Asked, ticket: FromPath[str]) -> Response[str]:
        return show_receipt(console, request, ticket)

    return [visit, reveal, form, step, receipt]


def reveal_person(console: Console, request: Asked, ticket: str, limits: RateLimits) -> Response[str]:
    """Name, number and phone in full, once; a look of its own."""
    staff = console.clerk(request)
    if REVEAL not in staff.permissions:
        raise NotForYou
    limits.take("look", str(staff.staff_id))
    visit = console.visit(staff, ticket)
    ground = sharing.Ground(visit.purpose, visit.legal_basis, visit.reference)
    with console.house.app.writing(scope_at(staff, visit)) as tx:
        found = residents.find_resident(tx, holder_id=visit.holder_id) is not None
        write_look(console, tx, staff, visit.holder_id, ground, subject="person.full", found=found)
        whole = residents.reveal(tx, holder_id=visit.holder_id, keyring=console.house.keyring) if found else None
    if whole is None:
        raise NothingHere
    return show_visit(console, request, ticket, whole)


def show_visit(console: Console, request: Asked, ticket: str, whole: residents.Revealed | None = None) -> Response[str]:
    """The counter view; masked unless `whole` was just revealed."""
    staff, (t, manner) = console.clerk(request), console.words(request)
    visit = console.visit(staff, ticket)
    with console.house.app.reading(scope_at(staff, visit)) as tx:
        counter = read_counter(console.house, tx, staff, visit)
    found = offers(counter)
    return console.show(
        request,
        "visit.html",
        staff,
        place=f"/console/at/{ticket}",
        ticket=ticket,
        say=lambda said: manner.pick(*said),
        person=told_person(console, counter, whole, manner),
        purpose=GROUNDS.say(f"purpose.{visit.purpose}", {}, manner.language),
        may_reveal=REVEAL in staff.permissions and whole is None and visit.where == "here",
        where=visit.where,
        keeps=FIND not in staff.permissions,
        carriers=told_carriers(counter, t),
        decided=province_words(console.house.book.places, visit.home, manner) if visit.home else "",
        requests=told_requests(console, counter, t, manner),
        revealed=whole is not None,
        card=told_card(counter, t, manner),
        ecard=told_ecard(counter, t),
        now=[one.operation for one in found if one.why_not is None],
        not_now=[(one.operation, manner.pick(*one.why_not)) for one in found if one.why_not is not None],
        events=told_events(console, counter, t, manner),
    )


def told_person(
    console: Console, counter: Counter, whole: residents.Revealed | None, manner: Any
) -> dict[str, Any]:  # fmt: skip
    """Who is at the counter, in words."""
    person = counter.person
    if person is None:
        return {"name": "", "number": counter.masked.number, "phone": "", "died_on": None}
    return {
        "name": whole.name if whole else counter.masked.name,
        "number": whole.number if whole else counter.masked.number,
        "phone": (whole.phone or "–") if whole else "",
        "place": place_words(console.house.book.places, person.division, manner),
        "age": age_on(person.birth_date, day_of(counter.at)),
        "died_on": person.died_on,
    }
