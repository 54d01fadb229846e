"""The resident's page of services she agreed to: what each is told, when she last logged in there, and a way back."""

from typing import Any

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromQuery

from onecard.domains.agencies import api as agencies
from onecard.doors.look.forms import go_to, small_form
from onecard.doors.look.manner import Manner
from onecard.doors.openid.clients import client_names
from onecard.doors.openid.consents import Consent, list_consents, withdraw_consent
from onecard.doors.openid.provider import Asked, Provider
from onecard.doors.openid.scopes import OPENID
from onecard.doors.security.errors_visitors import SignInNeeded
from onecard.doors.security.visitors import Resident, scope_of
from onecard.kernel.postgres.transaction import Transaction

CONSENTS = "/openid/consents"


def consent_routes(provider: Provider) -> list[Any]:
    """GET /openid/consents, POST /openid/consents/withdraw."""

    @get(CONSENTS, sync_to_thread=True, include_in_schema=False)
    def listed(request: Asked, done: FromQuery[str] = "") -> Response[str]:
        return consents_page(provider, request, done == "yes")

    @post(f"{CONSENTS}/withdraw", status_code=200, include_in_schema=False)
    async def withdraw(request: Asked) -> Response[Any]:
        form = await small_form(request)
        return await sync_to_thread(take_back, provider, request, form.get("service", ""))

    return [listed, withdraw]


def consents_page(provider: Provider, request: Asked, done: bool) -> Response[str]:
    """What stands, the newest first."""
    resident, (_, manner) = _resident(request), provider.words(request)
    with provider.house.app.reading(scope_of(resident)) as tx:
        found = shown_consents(tx, list_consents(tx, holder_id=resident.holder_id), manner)
    facts: dict[str, Any] = {"signed_in": True, "here": "me", "csrf": resident.csrf_token}
    return provider.show(request, "consents.html", consents=found, done=done, **facts)


def shown_consents(tx: Transaction, consents: list[Consent], manner: Manner) -> list[dict[str, Any]]:
    """Consents with the names of the services and of their agencies."""
    names = client_names(tx, [one.client_id for one in consents])
    known = agencies.find_agencies(tx, {one.agency_id for one in names.values()})
    return [
        {
            "client_id": one.client_id,
            "name": manner.pick(names[one.client_id].name_zh, names[one.client_id].name_en),
            "agency": manner.pick(
                known[names[one.client_id].agency_id].name_zh, known[names[one.client_id].agency_id].name_en
            ),
            "scopes": [scope for scope in one.scopes if scope != OPENID],
            "given_at": one.given_at,
            "last_login_at": one.last_login_at,
        }
        for one in consents
    ]


def take_back(provider: Provider, request: Asked, client_id: str) -> Response[Any]:
    """Withdraw one; doing it twice changes nothing."""
    resident = _resident(request)
    with provider.house.app.writing(scope_of(resident)) as tx:
        withdraw_consent(tx, holder_id=resident.holder_id, client_id=client_id, at=provider.house.clock())
    return go_to(f"{CONSENTS}?done=yes")


def _resident(request: Asked) -> Resident:
    visitor = request.scope.get("user")
    if not isinstance(visitor, Resident):
        raise SignInNeeded
    return visitor
