"""What waits at this agency: requests to decide, requests sent on, orders to makers, cards that arrived."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from onecard.domains.cards import api as cards
from onecard.doors.api.given import TheLimits
from onecard.doors.console.deciding import accept, open_case, refuse, waiting
from onecard.doors.console.desk import Asked, Console, Form
from onecard.doors.console.routes_sign_in import take_form
from onecard.doors.console.telling_work import told_case, told_waiting
from onecard.doors.console.tickets import CaseTicket, open_case_ticket, seal_ticket
from onecard.doors.look.forms import go_to
from onecard.doors.look.writing import reference_of
from onecard.doors.security.errors_visitors import NotForYou, NothingHere
from onecard.doors.security.limits import RateLimits
from onecard.doors.security.visitors import Staff
from onecard.kernel.errors import Problem
from onecard.kernel.ids import new_id

WORK, DECIDE, TAKEN = "/console/work", "cards.decide", "cards.apply"
WHY_LENGTH_MAX = 200
DONE = ("accepted", "refused", "ordered", "finished", "delivered")


def work_routes(console: Console) -> list[Any]:
    """GET /console/work; a request opened, accepted, refused."""

    @get(WORK, sync_to_thread=True, include_in_schema=False)
    def work(request: Asked, done: FromQuery[str] = "", number: FromQuery[str] = "") -> Response[str]:
        return show_work(console, request, done, number)

    @post("/console/cases", status_code=200, include_in_schema=False)
    async def open_one(request: Asked, limits: TheLimits) -> Response[Any]:
        return await take_form(console, request, lambda con, ask, form: open_request(con, ask, form, limits))

    @get("/console/cases/{ticket:str}", sync_to_thread=True, include_in_schema=False)
    def case(request: Asked, ticket: FromPath[str]) -> Response[str]:
        return show_case(console, request, ticket)

    @post("/console/cases/{ticket:str}/decision", status_code=200, include_in_schema=False)
    async def decision(request: Asked, ticket: FromPath[str]) -> Response[Any]:
        return await take_form(console, request, lambda con, ask, form: decide(con, ask, ticket, form))

    return [work, open_one, case, decision]


def needs(console: Console, request: Asked, permission: str) -> Staff:
    """The member of staff, who must have this permission."""
    staff = console.clerk(request)
    if permission not in staff.permissions:
        raise NotForYou
    return staff


def show_work(
    console: Console, request: Asked, done: str = "", number: str = "", *, problem: Problem | None = None,
    typed: Form | None = None,
) -> Response[str]:  # fmt: skip
    """The work list, each part for who may see it."""
    staff, (t, manner) = console.clerk(request), console.words(request)
    house, may = console.house, staff.permissions
    with console.reading(staff) as tx:
        taken = cards.requests_taken(tx, agency_id=staff.agency_id) if TAKEN in may else []
        orders = cards.productions(tx) if "cards.produce" in may else []
    decide_list = waiting(house, staff) if DECIDE in may else []
    return console.show(
        request,
        "work.html",
        staff,
        here="work",
        status=problem.status if problem else 200,
        place=WORK,
        may=may,
        notice=t(f"work.{done}", number=number[:40]) if done in DONE else "",
        problems=[("", manner.told(problem))] if problem else [],
        waiting=told_waiting(console, decide_list, house.clock(), t, manner),
        taken=told_waiting(console, taken, house.clock(), t, manner),
        orders=orders,
        typed=typed or {},
        once=new_id(),
    )


def open_request(console: Console, request: Asked, form: Form, limits: RateLimits) -> Response[Any]:
    """Write the look, then show the request with its person."""
    staff = needs(console, request, DECIDE)
    limits.take("look", str(staff.staff_id))
    wanted = uuid_in(form.get("request", ""))
    open_case(console.house, staff, wanted, reference=reference_of(wanted))
    ticket = CaseTicket(wanted, console.house.clock())
    return go_to(f"/console/cases/{seal_ticket(console.house.keyring, staff.staff_id, ticket)}")


def show_case(
    console: Console, request: Asked, ticket: str, *, wrong: str = "", why: str = "", problem: Problem | None = None
) -> Response[str]:
    """One request: what was asked, by whom, how the card stands; accept, or say why not."""
    staff, (t, manner) = needs(console, request, DECIDE), console.words(request)
    opened = open_case_ticket(console.house.keyring, staff.staff_id, ticket, at=console.house.clock())
    case = open_case(console.house, staff, opened.request_id)
    said = manner.told(problem) if problem else ""
    return console.show(
        request,
        "case.html",
        staff,
        here="work",
        status=problem.status if problem else 422 if wrong else 200,
        place=f"/console/cases/{ticket}",
        ticket=ticket,
        case=told_case(console, case, t, manner),
        wrong=wrong,
        why=why,
        problems=([("why", wrong)] if wrong else []) + ([("", said)] if said else []),
        once=new_id(),
        why_most=WHY_LENGTH_MAX,
    )


def decide(console: Console, request: Asked, ticket: str, form: Form) -> Response[Any]:
    """Accept, or refuse with the reason; once, however often it is sent."""
    staff, (t, _) = needs(console, request, DECIDE), console.words(request)
    opened = open_case_ticket(console.house.keyring, staff.staff_id, ticket, at=console.house.clock())
    why, step = form.get("why", "").strip()[:WHY_LENGTH_MAX], form.get("step", "")
    if step not in ("accept", "refuse"):
        return show_case(console, request, ticket, why=why)
    if step == "refuse" and not why:
        return show_case(console, request, ticket, wrong=t("case.why_missing"))
    key = form.get("once", "")[:64] or str(new_id())
    try:
        if step == "accept":
            accept(console.house, staff, opened.request_id, key)
        else:
            refuse(console.house, staff, opened.request_id, why, key)
    except Problem as problem:
        return show_case(console, request, ticket, why=why, problem=problem)
    done = "accepted" if step == "accept" else "refused"
    return go_to(f"{WORK}?done={done}&number={reference_of(opened.request_id)}")


def uuid_in(text: str) -> UUID:
    """An id out of a form of ours; NothingHere for anything else."""
    try:
        return UUID(text)
    except ValueError:
        raise NothingHere from None
