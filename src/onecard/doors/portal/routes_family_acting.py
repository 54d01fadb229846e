"""Acting for a relative: whose code it is stands above it in words and in another colour, never only in one of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath, FromQuery

from onecard.domains.delegations import api as delegations
from onecard.doors.api.family_acting import acting_for, report_loss, see_record, see_uses, show_code
from onecard.doors.family import telling
from onecard.doors.look.forms import go_to, small_form
from onecard.doors.paging import NO_ID, older, start_of_page
from onecard.doors.portal.desk import Asked, Portal
from onecard.doors.portal.family_view import done_for
from onecard.doors.portal.once import once_a_form
from onecard.doors.portal.uses import shown_use
from onecard.kernel.errors import Problem

A_PAGE = 30
#: What the pages have words for; whatever else happens to cards is shown by its name.
_EVENTS = frozenset(
    {
        "issued", "produced", "delivered", "activated", "temporary_loss_reported", "formal_loss_reported",
        "loss_cancelled", "loss_lapsed", "replaced", "cancelled",
    }
)  # fmt: skip


def family_acting_routes(portal: Portal) -> list[Any]:
    """GET and POST /family/{id}/code; POST /family/{id}/loss; GET /family/{id}/record and /family/{id}/uses."""

    @get("/family/{delegation_id:uuid}/code", include_in_schema=False)
    async def choose(request: Asked, delegation_id: FromPath[UUID]) -> Response[str]:
        return await sync_to_thread(choose_scene, portal, request, delegation_id)

    @post("/family/{delegation_id:uuid}/code", status_code=200, include_in_schema=False)
    async def show(request: Asked, delegation_id: FromPath[UUID]) -> Response[str]:
        scene = (await small_form(request)).get("scene", "")
        return await sync_to_thread(show_for, portal, request, delegation_id, scene)

    @post("/family/{delegation_id:uuid}/loss", status_code=200, include_in_schema=False)
    async def loss(request: Asked, delegation_id: FromPath[UUID]) -> Response[Any]:
        key = (await small_form(request)).get("once", "")
        return await sync_to_thread(report_for, portal, request, delegation_id, key)

    @get("/family/{delegation_id:uuid}/record", sync_to_thread=True, include_in_schema=False)
    def record(request: Asked, delegation_id: FromPath[UUID]) -> Response[str]:
        return show_record(portal, request, delegation_id)

    @get("/family/{delegation_id:uuid}/uses", sync_to_thread=True, include_in_schema=False)
    def uses(
        request: Asked,
        delegation_id: FromPath[UUID],
        before: FromQuery[datetime | None] = None,
        before_use: FromQuery[UUID] = NO_ID,
    ) -> Response[str]:
        return show_uses(portal, request, delegation_id, start_of_page(before), before_use)

    return [choose, show, loss, record, uses]


def choose_scene(portal: Portal, request: Asked, delegation_id: UUID, wrong: str = "") -> Response[str]:
    """Where the code is to be used; each button shows one code, which counts."""
    resident, (_, manner) = portal.resident(request), portal.words(request)
    with acting_for(portal.house, resident, delegation_id, scope="show_code") as acting:
        one = acting.delegation
    looks = [portal.looks.of(scene) for scene in one.scenes if scene in portal.house.scenes]
    return portal.show(
        request,
        "family_code.html",
        resident,
        "me",
        status=409 if wrong else 200,
        place=f"/family/{delegation_id}/code",
        scenes=[(look.id, manner.pick(look.name_zh, look.name_en), look.mark, look.colour) for look in looks],
        wrong=wrong,
        text="",
        scene="",
        codes_per_day=one.codes_per_day,
        **_whose(portal, one),
    )


def show_for(portal: Portal, request: Asked, delegation_id: UUID, scene: str) -> Response[str]:
    """The code, with whose it is; or why there is none."""
    resident, (_, manner) = portal.resident(request), portal.words(request)
    try:
        code, one = show_code(portal.house, resident, delegation_id, scene)
    except (delegations.DelegationUnknown, delegations.DelegateStopped, delegations.DelegationNotInForce):
        raise
    except Problem as problem:
        words = problem.words()
        said = (manner.pick(words["title_zh"], words["title"]), manner.pick(words["next_step_zh"], words["next_step"]))
        return choose_scene(portal, request, delegation_id, manner.pick("。", ". ").join(said))
    look = portal.looks.of(scene)
    return portal.show(
        request,
        "family_code.html",
        resident,
        "me",
        place=f"/family/{delegation_id}/code",
        scenes=[],
        wrong="",
        text=code.text,
        seconds=portal.house.settings.code_seconds,
        scene=scene,
        scene_name=manner.pick(look.name_zh, look.name_en),
        codes_per_day=one.codes_per_day,
        **_whose(portal, one),
    )


def report_for(portal: Portal, request: Asked, delegation_id: UUID, key: str) -> Response[Any]:
    """Stop the relative's card for now; she herself takes it back."""
    resident = portal.resident(request)
    with acting_for(portal.house, resident, delegation_id, scope="report_loss") as acting:

        def stop() -> object:
            return report_loss(portal.house, acting)

        kept_with = acting.delegation.holder_id
        once_a_form(portal, acting.tx, resident, "family.loss", key, do=stop, kept_with=kept_with)
    return go_to("/family?done=reported")


def show_record(portal: Portal, request: Asked, delegation_id: UUID) -> Response[str]:
    """The relative's card and its events; the relative sees that it was looked at."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    found, one = see_record(portal.house, resident, delegation_id)
    state = found.card.effective(portal.house.clock()) if found.card else "none"
    return portal.show(
        request,
        "family_record.html",
        resident,
        "me",
        usable=state == "active",
        state=t(f"card.state.{state}"),
        events=[(_event_words(event.event, t), event.happened_at) for event in found.events],
        acts=done_for(portal, found.acts, found.given, one.holder_id, manner),
        **_whose(portal, one),
    )


def show_uses(portal: Portal, request: Asked, delegation_id: UUID, before: datetime, before_use: UUID) -> Response[str]:
    """The relative's uses, a page at a time."""
    resident, (_, manner) = portal.resident(request), portal.words(request)
    page = A_PAGE + 1
    rows, one = see_uses(portal.house, resident, delegation_id, before=before, before_use=before_use, at_most=page)
    uses = [shown_use(row, portal.looks, portal.house.book.places, manner) for row in rows[:A_PAGE]]
    more = older(before=uses[-1].happened_at, before_use=uses[-1].use_id) if len(rows) > A_PAGE else ""
    return portal.show(request, "family_uses.html", resident, "me", uses=uses, older=more, **_whose(portal, one))


def _whose(portal: Portal, one: delegations.Delegation) -> dict[str, Any]:
    name = telling.other_name(one, one.delegate_id, portal.house.keyring)
    return {"whose": name, "id": one.delegation_id, "guarded": one.kind == "guardianship"}


def _event_words(event: str, t: Any) -> str:
    return str(t(f"family.event.{event}")) if event in _EVENTS else event
