"""The e-card's own page: state, level, channels, password; one button for a stolen telephone; resume, cancel."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromQuery

from onecard.domains.agencies import api as agencies
from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.doors.api import ecard_verbs as verbs
from onecard.doors.look.forms import go_to, is_https, small_form
from onecard.doors.portal.desk import Asked, Portal
from onecard.doors.portal.routes_password import said_of
from onecard.doors.security.cookies import end_cookie
from onecard.doors.security.visitors import Resident
from onecard.kernel.errors import Problem

#: What the page says after a form, by the word in its address.
DONE = ("level", "unlink", "resume")
Act = Callable[[Portal, Resident, str], None]


@dataclass(frozen=True, slots=True)
class Step:
    """Something to be sure of: whether the password is asked, whether it is grave, and what is done."""

    ask_password: bool
    grave: bool
    ends_session: bool
    act: Act


def _stop(portal: Portal, resident: Resident, _: str) -> None:
    verbs.stop_everywhere(portal.house, resident)


def _resume(portal: Portal, resident: Resident, password: str) -> None:
    verbs.resume(portal.house, resident, password=password)


def _cancel(portal: Portal, resident: Resident, password: str) -> None:
    verbs.cancel(portal.house, resident, password=password)


def _level(portal: Portal, resident: Resident, _: str) -> None:
    with portal.writing(resident) as tx:
        ecards.ask_level_two(tx, holder_id=resident.holder_id, at=portal.house.clock())


STEPS: dict[str, Step] = {
    "stop": Step(ask_password=False, grave=True, ends_session=True, act=_stop),
    "resume": Step(ask_password=True, grave=False, ends_session=False, act=_resume),
    "cancel": Step(ask_password=True, grave=True, ends_session=True, act=_cancel),
    "level": Step(ask_password=False, grave=False, ends_session=False, act=_level),
}


def ecard_routes(portal: Portal) -> list[Any]:
    """GET /ecard, POST /ecard/unlink; GET and POST /ecard/sure, for each of the steps."""

    @get("/ecard", sync_to_thread=True, include_in_schema=False)
    def ecard(request: Asked, done: FromQuery[str] = "") -> Response[str]:
        return show_ecard(portal, request, done if done in DONE else "")

    @get("/ecard/sure", include_in_schema=False)
    async def sure(request: Asked, step: FromQuery[str] = "") -> Response[Any]:
        return await sync_to_thread(show_sure, portal, request, step)

    @post("/ecard/sure", status_code=200, include_in_schema=False)
    async def do(request: Asked) -> Response[Any]:
        form = dict(await small_form(request))
        return await sync_to_thread(take_step, portal, request, form)

    @post("/ecard/unlink", status_code=200, include_in_schema=False)
    async def unlink(request: Asked) -> Response[Any]:
        form = dict(await small_form(request))
        return await sync_to_thread(unlink_channel, portal, request, form.get("channel", ""))

    return [ecard, sure, do, unlink]


def show_ecard(portal: Portal, request: Asked, done: str = "") -> Response[str]:
    """How the e-card stands and what can be done with it."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    holder_id, at = resident.holder_id, portal.house.clock()
    with portal.reading(resident) as tx:
        held, card = ecards.ecard_of(tx, holder_id=holder_id), cards.card_of(tx, holder_id=holder_id)
        linked = ecards.channels_of(tx, holder_id=holder_id)
        known = agencies.find_agencies(tx, {one.agency_id for one in linked})
    names = {one.client_id: manner.pick(known[one.agency_id].name_zh, known[one.agency_id].name_en) for one in linked}
    state = ecards.effective_state(held, card, at)
    return portal.show(
        request,
        "ecard.html",
        resident,
        "me",
        place="/ecard",
        ecard=held,
        state=state,
        state_words=t(f"ecard.state.{state}"),
        why=t(f"ecard.why.{state}"),
        done=t(f"ecard.done.{done}") if done else "",
        may_pay=held is not None and held.level == 1 and state == "active" and card is not None,
        bank_ready=card is not None and card.bank_state == "active",
        channels=[(one.client_id, names[one.client_id], one.linked_at) for one in linked],
    )


def show_sure(portal: Portal, request: Asked, step: str, wrong: str = "") -> Response[Any]:
    """What will happen, and a button that says so."""
    resident, (t, _) = portal.resident(request), portal.words(request)
    if step not in STEPS:
        return go_to("/ecard")
    said = STEPS[step]
    return portal.show(
        request,
        "ecard_sure.html",
        resident,
        "me",
        place=f"/ecard/sure?step={step}",
        status=422 if wrong else 200,
        step=step,
        head=t(f"ecard.{step}.head"),
        effect=t(f"ecard.{step}.effect"),
        words=t(f"ecard.{step}.do"),
        grave="grave" if said.grave else "",
        ask_password=said.ask_password,
        problems=[("password" if said.ask_password else "", wrong)] if wrong else [],
        wrong={"password": wrong},
    )


def take_step(portal: Portal, request: Asked, form: dict[str, str]) -> Response[Any]:
    """Do it; where it was refused the page again with the words of the refusal. Doing it twice changes nothing."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    step, password = form.get("step", ""), form.get("password", "").strip()
    if step not in STEPS:
        return go_to("/ecard")
    if STEPS[step].ask_password and len(password) != 6:
        return show_sure(portal, request, step, t("sign_in.password_missing"))
    try:
        STEPS[step].act(portal, resident, password)
    except Problem as problem:
        return show_sure(portal, request, step, said_of(problem, manner))
    if STEPS[step].ends_session:
        return go_to(f"/sign-in?after={step}", end_cookie(https=is_https(request)))
    return go_to(f"/ecard?done={step}")


def unlink_channel(portal: Portal, request: Asked, client_id: str) -> Response[Any]:
    """End one channel; where it is unlinked already the page says how things stand."""
    resident = portal.resident(request)
    try:
        with portal.writing(resident) as tx:
            ecards.unlink_channel(tx, holder_id=resident.holder_id, client_id=client_id, at=portal.house.clock())
    except ecards.ChannelUnknown:
        return go_to("/ecard")
    return go_to("/ecard?done=unlink")
