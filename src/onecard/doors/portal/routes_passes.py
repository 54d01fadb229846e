"""GET /passes; POST /passes/buy, /passes/activate and /passes/refund. A pass is paid from the bank purse of the card.

Giving a pass back cannot be undone, so GET /passes/refund asks first.
"""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromQuery

from onecard.domains.cards import api as cards
from onecard.doors.look.forms import go_to, small_form
from onecard.doors.portal.desk import Asked, Portal
from onecard.doors.portal.passes import offers_to, pass_desk, shown_pass
from onecard.doors.security.errors_visitors import NothingHere
from onecard.kernel.clock import day_of
from onecard.kernel.errors import Problem

DONE = {"buy": "pass.done_buy", "activate": "pass.done_activate", "refund": "pass.done_refund"}


def pass_routes(portal: Portal) -> list[Any]:
    """The pages of the pass desk, where there is one."""
    if pass_desk() is None:
        return []

    @get("/passes", sync_to_thread=True, include_in_schema=False)
    def show_passes(request: Asked, done: FromQuery[str] = "") -> Response[str]:
        return passes_page(portal, request, done=DONE.get(done, ""))

    @post("/passes/buy", status_code=200, include_in_schema=False)
    async def buy(request: Asked) -> Response[Any]:
        form = await small_form(request)
        return await sync_to_thread(_do, portal, request, "buy", form.get("offer", ""), form.get("once", ""))

    @post("/passes/activate", status_code=200, include_in_schema=False)
    async def activate(request: Asked) -> Response[Any]:
        form = await small_form(request)
        return await sync_to_thread(_do, portal, request, "activate", form.get("pass", ""), "")

    # `async` and not `sync_to_thread=True`: Litestar wraps a handler twice where its path has another method.
    @get("/passes/refund", include_in_schema=False)
    async def sure_refund(request: Asked) -> Response[Any]:
        return await sync_to_thread(sure_page, portal, request, request.query_params.get("pass", ""))

    @post("/passes/refund", status_code=200, include_in_schema=False)
    async def refund(request: Asked) -> Response[Any]:
        form = await small_form(request)
        return await sync_to_thread(_do, portal, request, "refund", form.get("pass", ""), "")

    return [show_passes, buy, activate, sure_refund, refund]


def passes_page(portal: Portal, request: Asked, *, done: str = "", problem: Problem | None = None) -> Response[str]:
    """The passes held and the passes offered."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    book, day, desk = portal.house.book, day_of(portal.house.clock()), pass_desk()
    assert desk is not None, "there is no page without a desk"
    with portal.reading(resident) as tx:
        held = desk.list_passes(tx, holder_id=resident.holder_id, book=book, day=day)
        card = cards.card_of(tx, holder_id=resident.holder_id)
    live = {view.held.alliance for view in held if view.phase in ("waiting", "active")}
    offers = offers_to(card.issuer, book, day, t, manner) if card else []
    said = problem.words() if problem else {}
    words = manner.pick("{title_zh}。{next_step_zh}", "{title}. {next_step}").format(**said) if said else ""
    return portal.show(
        request,
        "passes.html",
        resident,
        "home",
        place="/passes",
        status=problem.status if problem else 200,
        problems=[("", words)] if words else [],
        done=t(done) if done else "",
        passes=[shown_pass(view, book, t, manner) for view in held],
        offers=[offer for offer in offers if offer.id not in live],
        once=f"{len(held)}",
    )


def sure_page(portal: Portal, request: Asked, about: str) -> Response[Any]:
    """Ask before a pass is given back; one that does not wait any more is told of on the page of passes."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    book, day, desk = portal.house.book, day_of(portal.house.clock()), pass_desk()
    assert desk is not None, "there is no page without a desk"
    with portal.reading(resident) as tx:
        views = desk.list_passes(tx, holder_id=resident.holder_id, book=book, day=day)
    held = next((view for view in views if view.held.pass_id == _uuid(about)), None)
    if held is None:
        raise NothingHere
    if held.phase != "waiting":
        return go_to("/passes")
    return portal.show(request, "pass_refund.html", resident, "home", held=shown_pass(held, book, t, manner))


def _do(portal: Portal, request: Asked, what: str, about: str, once: str) -> Response[Any]:
    """Buy, activate or give back, then see the page again; a refusal is told on the page itself."""
    resident, desk, book, at = portal.resident(request), pass_desk(), portal.house.book, portal.house.clock()
    assert desk is not None, "there is no page without a desk"
    try:
        with portal.writing(resident) as tx:
            if what in ("activate", "refund"):
                verb = desk.activate_pass if what == "activate" else desk.refund_pass
                verb(tx, holder_id=resident.holder_id, pass_id=_uuid(about), book=book, at=at)
            else:
                desk.sell_pass(
                    tx,
                    holder_id=resident.holder_id,
                    alliance=about,
                    book=book,
                    at=at,
                    request_key=f"portal:{about}:{once}",
                )
    except Problem as problem:
        return passes_page(portal, request, problem=problem)
    return go_to(f"/passes?done={what}")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NothingHere from None
