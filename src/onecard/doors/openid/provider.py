"""What every page of signing in elsewhere needs: the house, the words, this browser's mark, and who is signed in."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request, Response

from onecard.domains.agencies import api as agencies
from onecard.doors.bootstrap import House
from onecard.doors.look.forms import is_https
from onecard.doors.look.manner import Manner
from onecard.doors.look.pages import HTML, Pages
from onecard.doors.openid.clients import Client, find_client
from onecard.doors.openid.errors import RequestOver, RequestWrong
from onecard.doors.security.gate import SESSION
from onecard.doors.security.sessions import Session, find_session
from onecard.doors.security.visitors import Resident, Staff
from onecard.kernel.postgres.transaction import Transaction

Asked = Request[Any, Any, Any]
CARD = 9
_BARE = "onecard_browser"
_FIELDS_MAX, _FIELD_MAX = 30, 8_000


@dataclass(frozen=True, slots=True)
class Shown:
    """A service as its page names it: its name, whose it is, and the host it will take the person back to."""

    name: str
    agency: str
    host: str


class Provider:
    """The OpenID Provider of one house."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.pages = Pages("onecard.doors.openid")

    @property
    def issuer(self) -> str:
        """Our name to services: the address others reach us at."""
        return self.house.settings.address

    def words(self, request: Asked) -> tuple[Callable[..., str], Manner]:
        """How to speak to this visitor."""
        manner = Manner.of(request)
        return self.pages.saying(manner), manner

    def show(self, request: Asked, template: str, *, status: int = 200, **facts: Any) -> Response[str]:
        """A page with the CSRF token of whoever is signed in."""
        visitor = request.scope.get("user")
        facts.setdefault("csrf", visitor.csrf_token if isinstance(visitor, Resident | Staff) else "")
        return self.pages.show(request, template, status=status, **facts)

    def leave(self, request: Asked, location: str, service: str, **facts: Any) -> Response[str]:
        """A page that leads the browser out to a service, by itself or by its link.

        Not a redirect: this may answer a form, and browsers hold redirects of forms to our own `form-action`.
        """
        html = self.pages.render("leaving.html", Manner.of(request), location=location, service=service, **facts)
        headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
        return Response(html, media_type=HTML, headers=headers)

    def client(self, tx: Transaction, client_id: str) -> Client:
        """The service that asks; RequestOver where it was stopped meanwhile."""
        client = find_client(tx, client_id)
        if client is None:
            raise RequestOver
        return client

    def shown(self, tx: Transaction, client: Client, host: str, manner: Manner) -> Shown:
        """The service in the visitor's language."""
        agency = agencies.find_agencies(tx, [client.agency_id])[client.agency_id]
        return Shown(manner.pick(client.name_zh, client.name_en), manner.pick(agency.name_zh, agency.name_en), host)

    def signed_in(self, request: Asked, tx: Transaction) -> tuple[Resident, datetime, str] | None:
        """The resident who is signed in with this browser, since when, and the session's token."""
        visitor, token = request.scope.get("user"), request.scope.get(SESSION)
        if not isinstance(visitor, Resident) or not isinstance(token, str):
            return None
        session = self.session_of(tx, token)
        return (visitor, session.opened_at, token) if session else None

    def session_of(self, tx: Transaction, token: str) -> Session | None:
        """The session of this token, if it lives."""
        return find_session(tx, token, at=self.house.clock())


def is_missing(text: str, size: int) -> bool:
    """Whether this is no card number (9 letters or digits) or no password or number (so many digits)."""
    text = text.strip()
    return len(text) != size or not text.isascii() or not (text.isalnum() if size == CARD else text.isdigit())


async def protocol_form(request: Asked) -> Mapping[str, str]:
    """The parameters of a service's request; a doubled one is refused, as RFC 6749 wants."""
    body = await request.body()
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if body and kind != "application/x-www-form-urlencoded":
        raise RequestWrong(what_zh="须为表单编码", what_en="it must be form-encoded")
    return as_parameters(body.decode("utf-8", "replace"))


def as_parameters(text: str) -> Mapping[str, str]:
    """The parameters of a form or a query; RequestWrong where one is doubled, too long, or there are too many."""
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=_FIELDS_MAX)
    except ValueError:
        raise RequestWrong(what_zh="参数过多", what_en="too many parameters") from None
    found = dict(pairs)
    if len(found) != len(pairs) or any(len(value) > _FIELD_MAX or "\0" in value for value in found.values()):
        raise RequestWrong(what_zh="参数重复或过长", what_en="a parameter is doubled or too long")
    return found


def browser_of(request: Asked) -> str | None:
    """The mark this browser was given when it first came with a sign-in request."""
    try:
        morsel = SimpleCookie(request.headers.get("cookie", "")).get(_name(request))
    except CookieError:
        return None
    return morsel.value if morsel and morsel.value else None


def mark_browser(request: Asked) -> tuple[str, str]:
    """The browser's mark, made if it had none, and the Set-Cookie value that keeps it."""
    mark = browser_of(request) or secrets.token_urlsafe(32)
    secure = "; Secure" if is_https(request) else ""
    return mark, f"{_name(request)}={mark}; Path=/; HttpOnly; SameSite=Lax{secure}"


def _name(request: Asked) -> str:
    return f"__Host-{_BARE}" if is_https(request) else _BARE
