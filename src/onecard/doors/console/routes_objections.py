"""异议 · Objections that this agency has to answer: opened with a look, answered once in words."""

from typing import Any, cast

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath, FromQuery

from onecard.domains.sharing import api as sharing
from onecard.doors.api.given import TheLimits
from onecard.doors.console import objecting
from onecard.doors.console.desk import OBJECTIONS, Asked, Console, Form
from onecard.doors.console.routes_find import GROUNDS
from onecard.doors.console.routes_sign_in import take_form
from onecard.doors.console.routes_work import needs, uuid_in
from onecard.doors.console.tickets import ObjectionTicket, open_objection_ticket, seal_ticket
from onecard.doors.look.forms import go_to
from onecard.doors.look.manner import Manner
from onecard.doors.look.writing import reference_of
from onecard.doors.security.limits import RateLimits
from onecard.kernel.clock import day_of
from onecard.kernel.errors import Problem
from onecard.kernel.ids import new_id

FRONT = "/console/objections"
ANSWER_LENGTH_MAX, _KEY_LENGTH_MAX = 1000, 64


def objection_routes(console: Console) -> list[Any]:
    """GET and POST /console/objections; one that was opened, and its answer."""

    # `async` and not `sync_to_thread=True`: Litestar wraps a handler twice where its path has another method.
    @get(FRONT, include_in_schema=False)
    async def listed(request: Asked, done: FromQuery[str] = "") -> Response[str]:
        return await sync_to_thread(show_waiting, console, request, done)

    @post(FRONT, status_code=200, include_in_schema=False)
    async def open_one(request: Asked, limits: TheLimits) -> Response[Any]:
        return await take_form(console, request, lambda con, ask, form: open_it(con, ask, form, limits))

    @get(f"{FRONT}/{{ticket:str}}", sync_to_thread=True, include_in_schema=False)
    def opened(request: Asked, ticket: FromPath[str]) -> Response[str]:
        return show_objection(console, request, ticket)

    @post(f"{FRONT}/{{ticket:str}}/answer", status_code=200, include_in_schema=False)
    async def answer(request: Asked, ticket: FromPath[str]) -> Response[Any]:
        return await take_form(console, request, lambda con, ask, form: take_answer(con, ask, ticket, form))

    return [listed, open_one, opened, answer]


def show_waiting(console: Console, request: Asked, done: str = "") -> Response[str]:
    """What waits, with its last day; nobody is shown and nothing of what was written."""
    staff, (t, _) = needs(console, request, OBJECTIONS), console.words(request)
    today = day_of(console.house.clock())
    rows = [
        {
            "id": one.objection_id,
            "number": reference_of(one.objection_id),
            "what": t(f"objections.about.{one.about_kind}"),
            "at": one.made_at,
            "due": one.due_on,
            "days": (one.due_on - today).days,
        }
        for one in objecting.waiting(console.house, staff)
    ]
    notice = t("objections.answered") if done == "answered" else ""
    return console.show(request, "objections.html", staff, here="objections", place=FRONT, rows=rows, notice=notice)


def open_it(console: Console, request: Asked, form: Form, limits: RateLimits) -> Response[Any]:
    """Write the look, then show it."""
    staff = needs(console, request, OBJECTIONS)
    limits.take("look", str(staff.staff_id))
    wanted = uuid_in(form.get("objection", ""))
    objecting.open_objection(console.house, staff, wanted, look=True)
    ticket = ObjectionTicket(wanted, console.house.clock())
    return go_to(f"{FRONT}/{seal_ticket(console.house.keyring, staff.staff_id, ticket)}")


def show_objection(
    console: Console, request: Asked, ticket: str, *, wrong: Form | None = None, typed: Form | None = None,
    problem: Problem | None = None,
) -> Response[str]:  # fmt: skip
    """What the person wrote, the entry it is about, and the form for the answer."""
    staff, (t, manner) = needs(console, request, OBJECTIONS), console.words(request)
    opened = open_objection_ticket(console.house.keyring, staff.staff_id, ticket, at=console.house.clock())
    found = objecting.open_objection(console.house, staff, opened.objection_id, look=False)
    wrong, typed = wrong or {}, typed or {}
    said = [("", manner.told(problem))] if problem else []
    return console.show(
        request,
        "objection.html",
        staff,
        here="objections",
        status=problem.status if problem else 422 if wrong else 200,
        place=f"{FRONT}/{ticket}",
        ticket=ticket,
        one=found.objection,
        number=reference_of(found.objection.objection_id),
        entry=_told_entry(found, t, manner),
        late=found.objection.due_on < day_of(console.house.clock()),
        outcomes=[(one, t(f"objections.outcome.{one}"), t(f"objections.means.{one}")) for one in objecting.OUTCOMES],
        form={"outcome": "", "answer": ""} | dict(typed),
        wrong={"outcome": "", "answer": ""} | dict(wrong),
        problems=[*wrong.items(), *said],
        most=ANSWER_LENGTH_MAX,
        once=new_id(),
    )


def take_answer(console: Console, request: Asked, ticket: str, form: Form) -> Response[Any]:
    """Keep the answer; what is missing is said at its field, and who looked is told that another must answer."""
    staff, (t, _) = needs(console, request, OBJECTIONS), console.words(request)
    opened = open_objection_ticket(console.house.keyring, staff.staff_id, ticket, at=console.house.clock())
    outcome, text = form.get("outcome", ""), form.get("answer", "").strip()
    wrong = {} if outcome in objecting.OUTCOMES else {"outcome": t("objections.outcome_missing")}
    wrong |= {} if text else {"answer": t("objections.answer_missing")}
    if wrong or form.get("step") == "form":
        return show_objection(console, request, ticket, wrong={} if form.get("step") == "form" else wrong, typed=form)
    key = form.get("once", "")[:_KEY_LENGTH_MAX] or str(new_id())
    try:
        objecting.answer(
            console.house, staff, opened.objection_id, outcome=cast(sharing.Outcome, outcome), text=text, key=key
        )
    except Problem as problem:
        return show_objection(console, request, ticket, typed=form, problem=problem)
    return go_to(f"{FRONT}?done=answered")


def _told_entry(found: objecting.Opened, t: Any, manner: Manner) -> list[tuple[str, Any]]:
    """The entry objected to, as (label, words or an instant)."""
    if found.look is not None:
        look = found.look
        named = [
            ("objections.looked_at", GROUNDS.say(f"subject.{look.subject}", {}, manner.language)),
            ("objections.purpose", GROUNDS.say(f"purpose.{look.purpose}", {}, manner.language)),
            ("objections.basis", GROUNDS.say(f"legal_basis.{look.legal_basis}", {}, manner.language)),
            ("objections.reference", look.reference or t("objections.no_reference")),
        ]
        return [(t("objections.at"), look.looked_at), *((t(label), words) for label, words in named)]
    use = found.use
    return [(t("objections.at"), use.happened_at), (t("objections.where"), manner.pick(use.point_zh, use.point_en))]
