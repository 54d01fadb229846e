"""Finds out who is asking, before anything is answered: a session's cookie, a partner's token, a terminal's signature.

What a browser is asked to change must come from our own pages: the Origin it names is ours, and with a session the
form or script carries the session's CSRF token.
"""

import asyncio
import hmac
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

from onecard.doors.security.cookies import session_token
from onecard.doors.security.errors import QueryNotSigned
from onecard.doors.security.errors_visitors import CameFromElsewhere, FormNotOurs, TokenRefused
from onecard.doors.security.limits import KnownSessions
from onecard.doors.security.refusing import App, Message, Receive, Scope, Send
from onecard.doors.security.uploads import MULTIPART, read_upload
from onecard.doors.security.visitors import Partner, Resident, Staff, Terminal, Visitor
from onecard.kernel.errors import Problem

SESSION, REFUSED = "onecard.session", "onecard.refused"
CSRF_FIELD, CSRF_HEADER = "csrf", b"x-csrf-token"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
#: Paths that look the same to everybody, or know visitors by a protocol of their own; no look-up is spent on them.
_SAME_FOR_ALL = ("/static/", "/health/", "/metrics", "/wallet/")
#: Signing in asks for secrets of its own and begins a new session: it needs our Origin, not the old session's token.
#: So does choosing a forgotten password anew.
_SIGN_IN = frozenset(
    {
        "/sign-in",
        "/terminal/sign-in",
        "/console/sign-in",
        "/v1/sign-in/resident",
        "/v1/sign-in/staff",
        "/openid/sign-in",
        "/forgot",
        "/forgot/reset",
        "/kiosk/state",
        "/v1/password-reset",
        "/v1/password-reset/code",
    }
)
#: Where the bearer token is not a partner's: the handler itself knows whose it is.
_OTHER_TOKENS = frozenset({"/openid/userinfo"})
_FORM = b"application/x-www-form-urlencoded"


class Doorkeeper(Protocol):
    """Knows visitors by what they bring; each method may block and is called from a thread."""

    def by_session(self, token: str) -> Resident | Staff | None: ...

    def by_bearer(self, token: str) -> Partner: ...

    def by_signature(self, method: str, path: str, headers: dict[bytes, bytes], body: bytes) -> Terminal: ...


class Gate:
    """The ASGI layer that puts the visitor into `scope["user"]`, or its refusal into `scope[REFUSED]`.

    The refusal is raised inside (see api.given), so that programs get problem+json and people a page.
    """

    def __init__(self, app: App, keeper: Doorkeeper, sessions: KnownSessions) -> None:
        self._app, self._keeper, self._sessions = app, keeper, sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["user"], scope[SESSION] = None, None
            if not scope["path"].startswith(_SAME_FOR_ALL):
                try:
                    receive = await self._know(scope, receive)
                except Problem as problem:
                    scope["user"], scope[REFUSED] = None, problem
        await self._app(scope, receive, send)

    async def _know(self, scope: Scope, receive: Receive) -> Receive:
        headers: dict[bytes, bytes] = dict(scope["headers"])
        if b"signature-input" in headers:
            return await self._know_terminal(scope, headers, receive)
        if scope["path"] in _OTHER_TOKENS:
            return receive
        if b"authorization" in headers:
            scope["user"] = await asyncio.to_thread(self._keeper.by_bearer, _bearer(headers[b"authorization"]))
            return receive
        token = session_token(scope)
        if token:
            scope["user"] = await asyncio.to_thread(self._keeper.by_session, token)
            scope[SESSION] = token if scope["user"] else None
            self._sessions.note(token, found=scope["user"] is not None)
        if scope["method"] not in _SAFE:
            _check_origin(headers)
            if scope["path"] not in _SIGN_IN:
                return await _check_form(scope["user"], headers, receive)
        return receive

    async def _know_terminal(self, scope: Scope, headers: dict[bytes, bytes], receive: Receive) -> Receive:
        if scope.get("query_string"):
            raise QueryNotSigned
        body = await _whole(receive)
        path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
        keeper = self._keeper
        scope["user"] = await asyncio.to_thread(keeper.by_signature, scope["method"], path, headers, body)
        return _again(body, receive)


def _bearer(header: bytes) -> str:
    kind, _, token = header.decode("latin-1").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise TokenRefused
    return token


def _check_origin(headers: dict[bytes, bytes]) -> None:
    """Browsers say where a changing request comes from; programs say nothing and bring no cookie by accident."""
    site, origin = headers.get(b"sec-fetch-site"), headers.get(b"origin")
    if site not in (None, b"same-origin", b"none"):
        raise CameFromElsewhere
    if origin is not None and _host_of(origin) != headers.get(b"host", b"").decode("latin-1").lower():
        raise CameFromElsewhere


def _host_of(origin: bytes) -> str | None:
    try:
        return urlsplit(origin.decode("latin-1")).netloc.lower()
    except ValueError:
        return None


async def _check_form(visitor: Visitor, headers: dict[bytes, bytes], receive: Receive) -> Receive:
    if not isinstance(visitor, Resident | Staff):
        return receive
    brought = headers.get(CSRF_HEADER, b"").decode("latin-1")
    if not brought and headers.get(b"content-type", b"").startswith(_FORM):
        body = await _whole(receive)
        receive = _again(body, receive)
        brought = parse_qs(body.decode("utf-8", "replace")).get(CSRF_FIELD, [""])[0]
    elif not brought and headers.get(b"content-type", b"").startswith(MULTIPART):
        body = await _whole(receive)
        receive = _again(body, receive)
        brought = read_upload(headers[b"content-type"], body).fields.get(CSRF_FIELD, "")
    if not hmac.compare_digest(brought.encode(), visitor.csrf_token.encode()):
        raise FormNotOurs
    return receive


async def _whole(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """Give a body that was read already to the next reader; then whatever the server says (a disconnect)."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def give() -> Message:
        return waiting.pop() if waiting else await receive()

    return give
