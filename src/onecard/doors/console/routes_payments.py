"""发放 · Payments: the batches of a finance department, what needs somebody in each, and one line with its history."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from onecard.domains.disbursement import api as disbursement
from onecard.domains.residents import api as residents
from onecard.doors.console.desk import PAYMENTS, Asked, Console, Form
from onecard.doors.console.paying_desk import LineErrand, find_line, reissue, settle, told_batch, told_line
from onecard.doors.console.routes_sign_in import take_form
from onecard.doors.console.routes_work import needs
from onecard.doors.look.forms import go_to
from onecard.kernel.errors import Problem
from onecard.kernel.ids import new_id

FRONT = "/console/payments"
LINES_A_PAGE = 50
_KEY_LENGTH_MAX, _FIELD_LENGTH_MAX = 64, 60


def payment_routes(console: Console) -> list[Any]:
    """GET /console/payments, a batch, a line; POST to issue a line again or to settle it."""

    @get(FRONT, sync_to_thread=True, include_in_schema=False)
    def listed(request: Asked) -> Response[str]:
        return show_batches(console, request)

    @get(f"{FRONT}/{{batch_id:uuid}}", sync_to_thread=True, include_in_schema=False)
    def batch(
        request: Asked, batch_id: FromPath[UUID], show: FromQuery[str] = "", after: FromQuery[int] = 0
    ) -> Response[str]:
        return show_batch(console, request, batch_id, show, after)

    @get(f"{FRONT}/{{batch_id:uuid}}/lines/{{number:int}}", sync_to_thread=True, include_in_schema=False)
    def line(
        request: Asked, batch_id: FromPath[UUID], number: FromPath[int], done: FromQuery[str] = ""
    ) -> Response[str]:
        return show_line(console, request, batch_id, number, done=done)

    @post(f"{FRONT}/{{batch_id:uuid}}/lines/{{number:int}}/reissue", status_code=200, include_in_schema=False)
    async def again(request: Asked, batch_id: FromPath[UUID], number: FromPath[int]) -> Response[Any]:
        return await take_form(console, request, lambda con, ask, form: issue_again(con, ask, batch_id, number, form))

    @post(f"{FRONT}/{{batch_id:uuid}}/lines/{{number:int}}/settlement", status_code=200, include_in_schema=False)
    async def settled(request: Asked, batch_id: FromPath[UUID], number: FromPath[int]) -> Response[Any]:
        return await take_form(console, request, lambda con, ask, form: settle_line(con, ask, batch_id, number, form))

    return [listed, batch, line, again, settled]


def show_batches(console: Console, request: Asked) -> Response[str]:
    """The agency's latest batches, each with a bar of where its money is."""
    staff, (t, _) = needs(console, request, PAYMENTS), console.words(request)
    with console.reading(staff) as tx:
        found = disbursement.batches_of(tx, agency_id=staff.agency_id)
    batches = [told_batch(one, t) for one in found]
    return console.show(request, "payments.html", staff, here="payments", place=FRONT, batches=batches)


def show_batch(console: Console, request: Asked, batch_id: UUID, show: str = "", after: int = 0) -> Response[str]:
    """One batch and its lines: those that need somebody first, all of them when asked for."""
    staff, (t, manner) = needs(console, request, PAYMENTS), console.words(request)
    after, every = max(0, min(after, 2**31 - 1)), show == "all"
    with console.reading(staff) as tx:
        found = disbursement.progress(tx, agency_id=staff.agency_id, batch_id=batch_id)
        lines = disbursement.lines_of(tx, batch_id=batch_id, after=after, at_most=LINES_A_PAGE + 1, attention=not every)
    told = [told_line(one, manner) for one in lines[:LINES_A_PAGE]]
    return console.show(
        request,
        "payment_batch.html",
        staff,
        here="payments",
        place=f"{FRONT}/{batch_id}",
        one=told_batch(found, t),
        lines=told,
        every=every,
        first=after == 0,
        more=told[-1]["number"] if len(lines) > LINES_A_PAGE else 0,
    )


def show_line(
    console: Console, request: Asked, batch_id: UUID, number: int, *, done: str = "", form: Form | None = None,
    wrong: Form | None = None, problem: Problem | None = None,
) -> Response[str]:  # fmt: skip
    """One line: what became of it, why, what to do, and what happened one after another."""
    staff, (t, manner) = needs(console, request, PAYMENTS), console.words(request)
    wrong = wrong or {}
    with console.reading(staff) as tx:
        batch = disbursement.progress(tx, agency_id=staff.agency_id, batch_id=batch_id)
        line = find_line(tx, staff, batch_id, number)
        events = disbursement.history_of(tx, line)
    said = [("", manner.told(problem))] if problem else []
    return console.show(
        request,
        "payment_line.html",
        staff,
        here="payments",
        status=problem.status if problem else 422 if wrong else 200,
        place=f"{FRONT}/{batch_id}/lines/{number}",
        batch=told_batch(batch, t),
        one=told_line(line, manner),
        events=[(one.happened_at, manner.pick(*disbursement.tell_event(one))) for one in events][::-1],
        notice=t(f"payments.done.{done}") if done in ("reissued", "settled") else "",
        form={"to": "same", "name": "", "account": "", "bank": "", "found": ""} | dict(form or {}),
        wrong={"name": "", "account": "", "found": ""} | dict(wrong),
        problems=[*wrong.items(), *said],
        once=new_id(),
    )


def issue_again(console: Console, request: Asked, batch_id: UUID, number: int, form: Form) -> Response[Any]:
    """To the same account, or to another that is typed; once."""
    staff, (t, _) = needs(console, request, PAYMENTS), console.words(request)
    payee, wrong = None, dict[str, str]()
    if form.get("to") == "other":
        name, account, bank = (form.get(one, "").strip()[:_FIELD_LENGTH_MAX] for one in ("name", "account", "bank"))
        wrong |= {} if name else {"name": t("payments.name_missing")}
        wrong |= {} if account else {"account": t("payments.account_missing")}
        payee = None if wrong else disbursement.Payee(name, account.replace(" ", ""), bank)
    if wrong or form.get("step") == "form":
        return show_line(console, request, batch_id, number, form=form, wrong=wrong)
    try:
        if payee is not None:
            payee = disbursement.Payee(residents.read_name(payee.name), payee.account, payee.bank)
        new = reissue(LineErrand(console.house, staff, batch_id, number, _key(form)), payee)
    except (disbursement.BatchUnknown, disbursement.LineUnknown):
        raise
    except Problem as problem:
        return show_line(console, request, batch_id, number, form=form, problem=problem)
    return go_to(f"{FRONT}/{batch_id}/lines/{new}?done=reissued")


def settle_line(console: Console, request: Asked, batch_id: UUID, number: int, form: Form) -> Response[Any]:
    """Where the bank and we found the money to be."""
    staff, (t, _) = needs(console, request, PAYMENTS), console.words(request)
    found = form.get("found", "")
    if found not in ("paid", "home") or form.get("step") == "form":
        wrong = {} if form.get("step") == "form" else {"found": t("payments.found_missing")}
        return show_line(console, request, batch_id, number, form=form, wrong=wrong)
    try:
        errand = LineErrand(console.house, staff, batch_id, number, _key(form))
        settle(errand, "paid" if found == "paid" else "home")
    except (disbursement.BatchUnknown, disbursement.LineUnknown):
        raise
    except Problem as problem:
        return show_line(console, request, batch_id, number, form=form, problem=problem)
    return go_to(f"{FRONT}/{batch_id}/lines/{number}?done=settled")


def _key(form: Form) -> str:
    return form.get("once", "")[:_KEY_LENGTH_MAX] or str(new_id())
