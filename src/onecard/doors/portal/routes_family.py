"""My family: who may act for me and for whom I act; asking, offering, answering, changing, ending."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath, FromQuery

from onecard.domains.delegations import api as delegations
from onecard.doors.api import family_steps as steps
from onecard.doors.family import telling
from onecard.doors.look.forms import go_to, small_form
from onecard.doors.portal.desk import Asked, Portal
from onecard.doors.portal.family_desk import beside, choices, find_own, offered, said_of
from onecard.doors.portal.family_form import FamilyForm, blank, read_form
from onecard.doors.portal.family_view import done_for, relatives, view
from onecard.doors.portal.once import once_a_form
from onecard.kernel.clock import day_of
from onecard.kernel.errors import Problem
from onecard.kernel.ids import new_id

DONE = ("asked", "offered", "accepted", "declined", "changed", "ended", "reported")


def family_routes(portal: Portal) -> list[Any]:
    """GET /family, /family/add, /family/acts and /family/{id}; and what their forms send."""

    @get("/family", sync_to_thread=True, include_in_schema=False)
    def family(request: Asked, done: FromQuery[str] = "") -> Response[str]:
        return show_family(portal, request, done if done in DONE else "")

    @get("/family/acts", sync_to_thread=True, include_in_schema=False)
    def acts(request: Asked, by: FromQuery[str] = "others") -> Response[str]:
        return show_acts(portal, request, by_me=by == "me")

    @get("/family/add", include_in_schema=False)
    async def add(request: Asked, part: FromQuery[str] = "offer") -> Response[str]:
        form = blank("ask" if part == "ask" else "offer", new_id())
        return await sync_to_thread(show_form, portal, request, form, {})

    @post("/family/add", status_code=200, include_in_schema=False)
    async def send(request: Asked) -> Response[Any]:
        return await sync_to_thread(begin, portal, request, read_form(await small_form(request)))

    @get("/family/{delegation_id:uuid}", sync_to_thread=True, include_in_schema=False)
    def one(request: Asked, delegation_id: FromPath[UUID]) -> Response[str]:
        return show_one(portal, request, delegation_id)

    @post("/family/{delegation_id:uuid}/accept", status_code=200, include_in_schema=False)
    async def accept(request: Asked, delegation_id: FromPath[UUID]) -> Response[Any]:
        form = await small_form(request)
        return await sync_to_thread(say_yes, portal, request, delegation_id, form.get("password", "").strip())

    @post("/family/{delegation_id:uuid}/decline", status_code=200, include_in_schema=False)
    async def decline(request: Asked, delegation_id: FromPath[UUID]) -> Response[Any]:
        return await sync_to_thread(change_state, portal, request, delegation_id, "declined")

    @post("/family/{delegation_id:uuid}/end", status_code=200, include_in_schema=False)
    async def end(request: Asked, delegation_id: FromPath[UUID]) -> Response[Any]:
        return await sync_to_thread(change_state, portal, request, delegation_id, "ended")

    return [family, acts, add, send, one, accept, decline, end]


def show_family(portal: Portal, request: Asked, done: str) -> Response[str]:
    """What waits for an answer, for whom I act, who acts for me."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    with portal.reading(resident) as tx:
        everybody = relatives(portal, tx, resident.holder_id, manner)
    standing = [one for one in everybody if one.state in ("asked", "active")]
    return portal.show(
        request,
        "family.html",
        resident,
        "me",
        done=t(f"family.done_{done}") if done else "",
        waiting=[one for one in standing if one.waits],
        helping=[one for one in standing if not one.mine and not one.waits],
        helpers=[one for one in standing if one.mine and not one.waits],
        past=[one for one in everybody if one.state not in ("asked", "active")][:10],
    )


def show_acts(portal: Portal, request: Asked, *, by_me: bool) -> Response[str]:
    """What my delegates did for me, or what I did for others."""
    resident, (_, manner) = portal.resident(request), portal.words(request)
    me = resident.holder_id
    with portal.reading(resident) as tx:
        if by_me:
            acts, known = delegations.acts_by(tx, delegate_id=me), delegations.helping_of(tx, delegate_id=me)
        else:
            acts, known = delegations.acts_for(tx, holder_id=me), delegations.delegations_of(tx, holder_id=me)
    shown = done_for(portal, acts, known, me, manner)
    return portal.show(request, "family_acts.html", resident, "me", acts=shown, by_me=by_me)


def show_form(portal: Portal, request: Asked, form: FamilyForm, wrong: dict[str, str]) -> Response[str]:
    """One page: who, what, how long; for consent the password."""
    resident, (_, manner) = portal.resident(request), portal.words(request)
    said = [(one, telling.say(f"relation.{one}", manner.language)) for one in delegations.RELATIONS]
    return portal.show(
        request,
        "family_add.html",
        resident,
        "me",
        status=422 if wrong else 200,
        place=f"/family/add?part={form.part}",
        form=form,
        relations=said,
        **beside(wrong),
        **choices(portal, resident, form.terms, manner),
    )


def begin(portal: Portal, request: Asked, form: FamilyForm) -> Response[Any]:
    """Ask, or offer with the password; what is refused is said beside its field."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    wrong = form.problems(t)
    if wrong:
        return show_form(portal, request, form, wrong)
    house = portal.house
    other = form.other(offered(portal, resident), day_of(house.clock()))
    try:
        if form.part == "offer":
            steps.prove_consent(house, resident, form.password)
        with portal.writing(resident) as tx:
            step = steps.offer if form.part == "offer" else steps.ask

            def do() -> object:
                return step(house, tx, resident, other)

            once_a_form(portal, tx, resident, "family.change", form.once, do=do)
    except Problem as problem:
        return show_form(portal, request, form, said_of(problem, manner))
    return go_to(f"/family?done={'offered' if form.part == 'offer' else 'asked'}")


def show_one(portal: Portal, request: Asked, delegation_id: UUID, wrong: dict[str, str] | None = None) -> Response[str]:
    """One delegation with all that can be done about it."""
    resident, (_, manner) = portal.resident(request), portal.words(request)
    wrong = wrong or {}
    with portal.reading(resident) as tx:
        shown = view(portal, tx, find_own(tx, resident, delegation_id), resident.holder_id, manner)
    if shown is None:
        raise delegations.DelegationUnknown
    return portal.show(
        request,
        "family_one.html",
        resident,
        "me",
        status=422 if wrong else 200,
        place=f"/family/{delegation_id}",
        one=shown,
        **beside(wrong),
        once=new_id(),
    )


def say_yes(portal: Portal, request: Asked, delegation_id: UUID, password: str) -> Response[Any]:
    """Accept; the represented person with her password."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    house = portal.house
    with portal.reading(resident) as tx:
        consents = steps.consents(tx, resident, delegation_id)
    if consents and len(password) != 6:
        return show_one(portal, request, delegation_id, {"password": t("sign_in.password_missing")})
    try:
        if consents:
            steps.prove_consent(house, resident, password)
        with portal.writing(resident) as tx:
            steps.accept(house, tx, resident, delegation_id)
    except delegations.DelegationUnknown:
        raise
    except Problem as problem:
        return show_one(portal, request, delegation_id, said_of(problem, manner))
    return go_to("/family?done=accepted")


def change_state(portal: Portal, request: Asked, delegation_id: UUID, done: str) -> Response[Any]:
    """Decline or end; no password, for saying no must be easy."""
    resident, (_, manner) = portal.resident(request), portal.words(request)
    step = steps.decline if done == "declined" else steps.end
    try:
        with portal.writing(resident) as tx:
            step(portal.house, tx, resident, delegation_id)
    except delegations.DelegationUnknown:
        raise
    except Problem as problem:
        return show_one(portal, request, delegation_id, said_of(problem, manner))
    return go_to(f"/family?done={done}")
