"""Signing in and out over the API, and tokens for partners. Secrets come in bodies, never in addresses."""

from typing import Annotated

import msgspec
from litestar import Response
from litestar.enums import RequestEncodingType
from litestar.params import Body, JSONBody

from onecard.domains.agencies import api as agencies
from onecard.domains.ecards import api as ecards
from onecard.doors.api import examples_people as examples
from onecard.doors.api.given import Asked, TheHouse, TheLimits, client, session_of
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_people import ResidentSignIn, SignedIn, StaffSignIn, Token
from onecard.doors.security.assertions import ASSERTION_TYPE
from onecard.doors.security.cookies import end_cookie, session_cookie
from onecard.doors.security.errors_visitors import ClientRefused, GrantUnsupported, ScopeRefused
from onecard.doors.security.sign_in import Opened, sign_in_resident, sign_in_staff, sign_out
from onecard.doors.security.tokens import TOKEN_PATH, Grant, issue_token
from onecard.doors.security.visitors import Resident, Staff


class TokenForm(msgspec.Struct, frozen=True):
    """A token request (RFC 6749, RFC 7523)."""

    grant_type: str
    client_assertion_type: str
    client_assertion: str
    scope: str = ""


@operation(
    "POST",
    "/sign-in/resident",
    id="signInResident",
    summary="居民登录 · Sign in as a resident",
    tag="sign-in",
    problems=(ecards.SignInRefused, ecards.SignInLocked, ecards.EcardStopped),
    sent=examples.RESIDENT_SIGN_IN,
    said=examples.RESIDENT_IN,
)
def sign_in_as_resident(
    request: Asked, house: TheHouse, limits: TheLimits, data: JSONBody[ResidentSignIn]
) -> Response[SignedIn]:
    """With the card's number and the e-card password; the answer sets the session's cookie."""
    opened = sign_in_resident(
        house,
        limits,
        address=client(request),
        card_number=data.card_number,
        password=data.password,
        issuer=data.issuer,
        before=session_of(request),
    )
    return _welcome(request, opened, SignedIn("resident", opened.csrf_token))


@operation(
    "POST",
    "/sign-in/staff",
    id="signInStaff",
    summary="工作人员登录 · Sign in as staff",
    tag="sign-in",
    problems=(agencies.SignInRefused, agencies.SignInLocked),
    sent=examples.STAFF_SIGN_IN,
    said=examples.STAFF_IN,
)
def sign_in_as_staff(
    request: Asked, house: TheHouse, limits: TheLimits, data: JSONBody[StaffSignIn]
) -> Response[SignedIn]:
    """With name, password and the authenticator's code; each code serves once."""
    opened = sign_in_staff(
        house,
        limits,
        address=client(request),
        sign_in_name=data.sign_in_name,
        password=data.password,
        totp=data.one_time_code,
        before=session_of(request),
    )
    return _welcome(request, opened, SignedIn("staff", opened.csrf_token))


@operation(
    "GET", "/session", id="getSession", summary="当前会话 · Who is signed in", tag="sign-in", quick=True,
    said=examples.STAFF_IN,
)  # fmt: skip
def get_session(request: Asked) -> SignedIn:
    """Who is signed in here, with the token that changes must carry."""
    visitor = request.scope["user"]
    if isinstance(visitor, Staff):
        return SignedIn("staff", visitor.csrf_token, sorted(visitor.permissions))
    assert isinstance(visitor, Resident), "the table admits nobody else here"
    return SignedIn("resident", visitor.csrf_token)


@operation("POST", "/sign-out", id="signOut", summary="退出登录 · Sign out", tag="sign-in", status=204)
def sign_out_here(request: Asked, house: TheHouse) -> Response[None]:
    """End this browser's session, here and in the database."""
    sign_out(house, session_of(request))
    return Response(None, status_code=204, headers={"set-cookie": end_cookie(https=_https(request))})


@operation(
    "POST",
    TOKEN_PATH.removeprefix("/v1"),
    id="issueToken",
    summary="合作方令牌 · Get a partner's token",
    tag="partners",
    problems=(ClientRefused, GrantUnsupported, ScopeRefused),
    sent=TokenForm("client_credentials", ASSERTION_TYPE, "eyJh…", "cards.verify"),
    said=examples.TOKEN,
)
def get_token(
    request: Asked,
    house: TheHouse,
    limits: TheLimits,
    data: Annotated[TokenForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Token:
    """OAuth 2 client credentials; the client is proven by a JWT it signed (private_key_jwt)."""
    limits.take("token", client(request))
    grant = Grant(data.grant_type, data.client_assertion_type, data.client_assertion, data.scope)
    audience = house.settings.address + TOKEN_PATH
    with house.app.writing() as tx:
        issued = issue_token(tx, grant, audience=audience, keyring=house.keyring, at=house.clock())
    return Token(issued.token, "Bearer", issued.seconds, " ".join(issued.scopes))


def _welcome(request: Asked, opened: Opened, said: SignedIn) -> Response[SignedIn]:
    return Response(said, headers={"set-cookie": session_cookie(opened.token, https=_https(request))})


def _https(request: Asked) -> bool:
    return request.scope["scheme"] == "https"


SIGN_IN_ROUTES = [sign_in_as_resident, sign_in_as_staff, get_session, sign_out_here, get_token]
