"""Report the card lost for now, and cancel that: two steps each; the password again before the card works again."""

from collections.abc import Callable
from typing import Any

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromQuery

from onecard.domains.cards import api as cards
from onecard.doors.api.loss_routes import restore_card, stop_card
from onecard.doors.look.forms import go_to, small_form
from onecard.doors.look.writing import reference_of
from onecard.doors.portal.cardface import Held, face_of, read_held
from onecard.doors.portal.desk import Asked, Portal
from onecard.doors.portal.once import once_a_form
from onecard.doors.security.sign_in import prove_holder
from onecard.kernel.clock import day_of
from onecard.kernel.errors import Problem
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction
from onecard.rules.book import Dated

DONE = {"report": "loss.done_report", "cancel": "loss.done_cancel"}
ACTOR = "resident"
STOPPED = ("temporarily_lost", "lost")
REPORTS = ("temporary_loss_reported", "formal_loss_reported")


def loss_routes(portal: Portal) -> list[Any]:
    """GET /loss; GET and POST /loss/report and /loss/cancel."""

    @get("/loss", sync_to_thread=True, include_in_schema=False)
    def loss(request: Asked, done: FromQuery[str] = "") -> Response[str]:
        return loss_page(portal, request, DONE.get(done, ""))

    # `async` and not `sync_to_thread=True`: Litestar wraps a handler twice where its path has another method.
    @get("/loss/report", include_in_schema=False)
    async def sure_report(request: Asked) -> Response[str]:
        return await sync_to_thread(sure_page, portal, request, "report")

    @get("/loss/cancel", include_in_schema=False)
    async def sure_cancel(request: Asked) -> Response[str]:
        return await sync_to_thread(sure_page, portal, request, "cancel")

    @post("/loss/report", status_code=200, include_in_schema=False)
    async def report(request: Asked) -> Response[Any]:
        form = await small_form(request)
        return await sync_to_thread(report_lost, portal, request, form.get("once", ""))

    @post("/loss/cancel", status_code=200, include_in_schema=False)
    async def cancel(request: Asked) -> Response[Any]:
        form = await small_form(request)
        password = form.get("password", "").strip()
        return await sync_to_thread(cancel_report, portal, request, password, form.get("once", ""))

    return [loss, sure_report, sure_cancel, report, cancel]


def loss_page(portal: Portal, request: Asked, done: str) -> Response[str]:
    """The card's state, and the one thing that can be done about it."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    house = portal.house
    with portal.reading(resident) as tx:
        held = read_held(tx, holder_id=resident.holder_id, keyring=house.keyring, at=house.clock())
        report = _last_report(tx, resident.holder_id) if held.state in STOPPED else None
    days = _days(portal, held.issuer)
    may_cancel = held.state == "temporarily_lost" or (held.state == "lost" and _formal_may_go(portal, held.issuer))
    return portal.show(
        request,
        "loss.html",
        resident,
        "loss",
        card=face_of(held, house.book.places, t, manner),
        done=t(done) if done else "",
        report=report,
        number=reference_of(report.event_id) if report else "",
        until=held.until,
        may_report=held.state in ("active", "suspended", "no_ecard", "locked"),
        may_cancel=may_cancel,
        days=days.value,
        days_illustrative=days.illustrative,
        next_steps=_next_steps(held, may_cancel, t),
    )


def sure_page(portal: Portal, request: Asked, what: str, wrong: str = "") -> Response[str]:
    """The second step: what will happen, and a button that says so."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    house = portal.house
    with portal.reading(resident) as tx:
        held = read_held(tx, holder_id=resident.holder_id, keyring=house.keyring, at=house.clock())
    return portal.show(
        request,
        "loss_sure.html",
        resident,
        "loss",
        place=f"/loss/{what}",
        status=422 if wrong else 200,
        card=face_of(held, house.book.places, t, manner),
        head=t(f"loss.sure_{what}"),
        fee=_rule(portal, "temporary_loss_fee_fen", held.issuer) if what == "report" else None,
        effect=t(f"loss.effect_{what}", days=_days(portal, held.issuer).value),
        action=f"/loss/{what}",
        words=t(f"loss.do_{what}"),
        grave="grave" if what == "report" else "",
        ask_password=what == "cancel",
        once=new_id(),
        problems=[("password", wrong)] if wrong else [],
        wrong={"password": wrong},
    )


def report_lost(portal: Portal, request: Asked, key: str) -> Response[Any]:
    """Stop the card at once. No password is asked: stopping must be easy, and it can be taken back."""
    resident, house = portal.resident(request), portal.house
    with portal.writing(resident) as tx:

        def stop() -> None:
            stop_card(house, tx, holder_id=resident.holder_id, kind="temporary", at=house.clock(), actor=ACTOR)

        once_a_form(portal, tx, resident, "loss.report", key, do=stop)
    return go_to("/loss?done=report")


def cancel_report(portal: Portal, request: Asked, password: str, key: str) -> Response[Any]:
    """Let the card work again, once the password has shown that it is the holder who asks."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    if len(password) != 6:
        return sure_page(portal, request, "cancel", t("sign_in.password_missing"))
    house, holder_id = portal.house, resident.holder_id
    try:
        prove_holder(house, holder_id, password)
    except Problem as problem:
        said = problem.words()
        return sure_page(portal, request, "cancel", manner.pick(said["title_zh"], said["title"]))
    with portal.writing(resident) as tx:

        def restore() -> None:
            restore_card(house, tx, holder_id=holder_id, at=house.clock(), actor=ACTOR)

        once_a_form(portal, tx, resident, "loss.cancel", key, do=restore)
    return go_to("/loss?done=cancel")


def _last_report(tx: Transaction, holder_id: Any) -> cards.CardEvent | None:
    """The report that stopped the card."""
    return next((one for one in cards.events_of(tx, holder_id=holder_id) if one.event in REPORTS), None)


def _next_steps(held: Held, may_cancel: bool, t: Callable[..., str]) -> list[str]:
    """What happens after a report, and what its holder may do."""
    steps = ["next_found"] if may_cancel else []
    steps += ["next_bank", "next_new"]
    lapses = ["next_lapses"] if held.state == "temporarily_lost" else []
    return [t(f"loss.{step}") for step in (*lapses, *steps)]


def _days(portal: Portal, issuer: int) -> Dated:
    return _rule(portal, "temporary_loss_days", issuer)


def _formal_may_go(portal: Portal, issuer: int) -> bool:
    return bool(_rule(portal, "unhang_after_formal", issuer).value)


def _rule(portal: Portal, name: str, issuer: int) -> Dated:
    return portal.house.book.value(f"cards.{name}", place=issuer, on=day_of(portal.house.clock()))
