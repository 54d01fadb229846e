"""A resident's consents to services she signs in to with the e-card: what each is told, and the way back."""

from litestar.params import JSONBody

from onecard.domains.agencies import api as agencies
from onecard.doors.api import examples_consents as examples
from onecard.doors.api.given import RequestKey, TheHouse, TheResident
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_consents import ConsentShape, ConsentToWithdraw, ConsentWithdrawn
from onecard.doors.openid.clients import client_names
from onecard.doors.openid.consents import list_consents, withdraw_consent
from onecard.doors.openid.errors import ConsentUnknown
from onecard.doors.openid.scopes import OPENID
from onecard.doors.security.errors_visitors import RequestKeyTaken
from onecard.doors.security.request_keys import once, request_of
from onecard.doors.security.visitors import scope_of


@operation(
    "GET", "/me/consents", id="listMyConsents", summary="登录授权 · Services I agreed to", tag="me",
    said=[examples.CONSENT],
)  # fmt: skip
def list_my_consents(house: TheHouse, resident: TheResident) -> list[ConsentShape]:
    """What stands, the newest first: which service, whose it is, what it is told, and the last sign-in there."""
    with house.app.reading(scope_of(resident)) as tx:
        consents = list_consents(tx, holder_id=resident.holder_id)
        names = client_names(tx, [one.client_id for one in consents])
        known = agencies.find_agencies(tx, {one.agency_id for one in names.values()})
    return [
        ConsentShape(
            one.client_id, name.name_zh, name.name_en, known[name.agency_id].name_zh, known[name.agency_id].name_en,
            [scope for scope in one.scopes if scope != OPENID], one.given_at, one.last_login_at,
        )
        for one in consents
        for name in [names[one.client_id]]
    ]  # fmt: skip


@operation(
    "POST", "/me/consents/withdrawal", id="withdrawMyConsent", summary="撤回登录授权 · Withdraw a consent", tag="me",
    problems=(ConsentUnknown, RequestKeyTaken), sent=examples.TO_WITHDRAW, said=examples.WITHDRAWN,
)  # fmt: skip
def withdraw_my_consent(
    house: TheHouse, resident: TheResident, request_key: RequestKey, data: JSONBody[ConsentToWithdraw]
) -> ConsentWithdrawn:
    """At once: what the service holds opens nothing any more, and it is told to sign the person out. No password."""
    at = house.clock()
    request = request_of(resident, "withdrawMyConsent", request_key, data, house.keyring)
    with house.app.writing(scope_of(resident)) as tx:

        def withdraw() -> ConsentWithdrawn:
            if not withdraw_consent(tx, holder_id=resident.holder_id, client_id=data.service, at=at):
                raise ConsentUnknown
            return ConsentWithdrawn(data.service, at)

        return once(tx, request, ConsentWithdrawn, withdraw, at=at)


CONSENT_ROUTES = [list_my_consents, withdraw_my_consent]
