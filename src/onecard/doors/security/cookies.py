"""The one cookie a person gets for signing in: HttpOnly, SameSite, and `__Host-` bound wherever there is TLS.

On plain http (the first run at home on 127.0.0.1) browsers refuse `__Host-` cookies, so the name is bare there.
"""

from collections.abc import MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

BARE = "onecard_session"
BOUND = f"__Host-{BARE}"


def session_cookie(token: str, *, https: bool) -> str:
    """The Set-Cookie value that hands the token to the browser until it is closed."""
    return f"{BOUND}={token}; {_rules(https)}" if https else f"{BARE}={token}; {_rules(https)}"


def end_cookie(*, https: bool) -> str:
    """The Set-Cookie value that takes the token away."""
    return session_cookie("", https=https) + "; Max-Age=0"


def read_session_cookie(header: str, *, https: bool) -> str | None:
    """The token in a Cookie header, or None."""
    try:
        morsel = SimpleCookie(header).get(BOUND if https else BARE)
    except CookieError:
        return None
    return morsel.value if morsel and morsel.value else None


def session_token(scope: MutableMapping[str, Any]) -> str | None:
    """The token that this ASGI request brings, or None."""
    header: bytes = dict(scope["headers"]).get(b"cookie", b"")
    return read_session_cookie(header.decode("latin-1"), https=scope["scheme"] == "https")


def _rules(https: bool) -> str:
    return "Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if https else "")
