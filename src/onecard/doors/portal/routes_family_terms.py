"""What a delegate of mine may do, to be changed: with the password, and it holds at once."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath

from onecard.domains.delegations import api as delegations
from onecard.doors.api import family_steps as steps
from onecard.doors.look.forms import go_to, small_form
from onecard.doors.portal.desk import Asked, Portal
from onecard.doors.portal.family_desk import beside, choices, find_own, offered, said_of
from onecard.doors.portal.family_form import TermsForm, of_delegation, read_terms
from onecard.doors.portal.family_view import view
from onecard.kernel.clock import day_of
from onecard.kernel.errors import Problem


def family_terms_routes(portal: Portal) -> list[Any]:
    """GET and POST /family/{id}/terms."""

    @get("/family/{delegation_id:uuid}/terms", include_in_schema=False)
    async def terms(request: Asked, delegation_id: FromPath[UUID]) -> Response[str]:
        return await sync_to_thread(show_terms, portal, request, delegation_id, None, {})

    @post("/family/{delegation_id:uuid}/terms", status_code=200, include_in_schema=False)
    async def change(request: Asked, delegation_id: FromPath[UUID]) -> Response[Any]:
        form = await small_form(request)
        password = form.get("password", "").strip()
        return await sync_to_thread(change_terms, portal, request, delegation_id, read_terms(form), password)

    return [terms, change]


def show_terms(
    portal: Portal, request: Asked, delegation_id: UUID, form: TermsForm | None, wrong: dict[str, str]
) -> Response[str]:
    """What a delegate of mine may do, to be changed."""
    resident, (_, manner) = portal.resident(request), portal.words(request)
    with portal.reading(resident) as tx:
        one = find_own(tx, resident, delegation_id)
        shown = view(portal, tx, one, resident.holder_id, manner)
    if shown is None or not shown.mine or shown.state != "active" or shown.guarded:
        raise delegations.DelegationUnknown
    form = form or of_delegation(one, offered(portal, resident))
    return portal.show(
        request,
        "family_terms.html",
        resident,
        "me",
        status=422 if wrong else 200,
        place=f"/family/{delegation_id}/terms",
        one=shown,
        **beside(wrong),
        **choices(portal, resident, form, manner),
    )


def change_terms(portal: Portal, request: Asked, delegation_id: UUID, form: TermsForm, password: str) -> Response[Any]:
    """Change them, with the password; doing it twice changes nothing more."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    wrong = {} if form.scopes else {"scope_show_code": t("family.scopes_missing")}
    wrong |= {} if len(password) == 6 else {"password": t("sign_in.password_missing")}
    if wrong:
        return show_terms(portal, request, delegation_id, form, wrong)
    house = portal.house
    wanted = form.terms(offered(portal, resident), day_of(house.clock()))
    try:
        steps.prove_consent(house, resident, password)
        with portal.writing(resident) as tx:
            steps.change(house, tx, resident, delegation_id, wanted)
    except delegations.DelegationUnknown:
        raise
    except Problem as problem:
        return show_terms(portal, request, delegation_id, form, said_of(problem, manner))
    return go_to("/family?done=changed")
