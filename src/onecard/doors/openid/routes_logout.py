"""Signing out, begun by a service (RP-initiated logout): of that service, and here, which ends what stands on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit
from uuid import UUID

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread

from onecard.doors.look.forms import go_to, is_https, small_form
from onecard.doors.openid.clients import Client, find_client
from onecard.doors.openid.endings import end_login, end_of_session
from onecard.doors.openid.errors import RequestWrong
from onecard.doors.openid.keys import verified_claims
from onecard.doors.openid.provider import Asked, Provider, as_parameters
from onecard.doors.openid.store import sql
from onecard.doors.security.cookies import end_cookie
from onecard.doors.security.sessions import close_session, session_hash
from onecard.kernel.postgres.transaction import Transaction

LOGOUT = "/openid/logout"


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who asks to sign out (None where nobody said), from which log-in, and where to go then ("" for our own page)."""

    client: Client | None
    holder_id: UUID | None
    login_id: UUID | None
    back: str


def logout_routes(provider: Provider) -> list[Any]:
    """GET and POST /openid/logout."""

    @get(LOGOUT, include_in_schema=False)
    async def ask(request: Asked) -> Response[Any]:
        asked = as_parameters(request.scope["query_string"].decode("ascii", "replace"))
        return await sync_to_thread(sign_out_or_ask, provider, request, asked)

    @post(LOGOUT, status_code=200, include_in_schema=False)
    async def answer(request: Asked) -> Response[Any]:
        form = await small_form(request)
        return await sync_to_thread(take_answer, provider, request, form)

    return [ask, answer]


def sign_out_or_ask(provider: Provider, request: Asked, asked: Mapping[str, str]) -> Response[Any]:
    """At once where the service shows this very session's log-in, otherwise the person is asked first."""
    _, manner = provider.words(request)
    with provider.house.app.writing() as tx:
        leaving = read_leaving(provider, tx, asked)
        found = provider.signed_in(request, tx)
        if found is None or _is_of_session(tx, leaving, found[2]):
            _end(provider, tx, leaving, found[2] if found else None)
            return go_to(leaving.back or "/", end_cookie(https=is_https(request)) if found else "")
        csrf = found[0].csrf_token
    name = manner.pick(leaving.client.name_zh, leaving.client.name_en) if leaving.client else ""
    kept = {key: asked[key] for key in ("client_id", "post_logout_redirect_uri", "state") if key in asked}
    if leaving.client:
        kept["client_id"] = leaving.client.client_id
    return provider.show(request, "logout.html", service=name, kept=kept, csrf=csrf, place="/")


def take_answer(provider: Provider, request: Asked, form: Mapping[str, str]) -> Response[Any]:
    """Yes signs out here too; no leaves this session as it is."""
    (_, manner) = provider.words(request)
    with provider.house.app.writing() as tx:
        leaving = read_leaving(provider, tx, form)
        found = provider.signed_in(request, tx)
        if found is not None and form.get("answer") == "yes":
            _end(provider, tx, leaving, found[2])
    ended = end_cookie(https=is_https(request)) if form.get("answer") == "yes" else ""
    if not leaving.back:
        return go_to("/", ended)
    name = manner.pick(leaving.client.name_zh, leaving.client.name_en) if leaving.client else ""
    answer = provider.leave(request, leaving.back, name, done=True)
    if ended:
        answer.headers["Set-Cookie"] = ended
    return answer


def read_leaving(provider: Provider, tx: Transaction, asked: Mapping[str, str]) -> Leaving:
    """What the service says; RequestWrong where its hint is not ours or its address is not registered."""
    hint = asked.get("id_token_hint")
    claims = verified_claims(provider.house.keyring, hint) if hint else {}
    if claims is None or (hint and claims.get("iss") != provider.issuer):
        raise RequestWrong(what_zh="id_token_hint 不是本平台签发的", what_en="id_token_hint is not ours")
    client_id = asked.get("client_id", claims.get("aud", ""))
    if hint and client_id != claims.get("aud"):
        raise RequestWrong(what_zh="client_id 与 id_token_hint 不符", what_en="client_id and id_token_hint differ")
    client = find_client(tx, str(client_id)) if client_id else None
    back = asked.get("post_logout_redirect_uri", "")
    if back and (client is None or back not in client.post_logout_uris):
        raise RequestWrong(
            what_zh="post_logout_redirect_uri 未登记", what_en="post_logout_redirect_uri is not registered"
        )
    holder_id, login_id = _login_of(tx, claims)
    return Leaving(client, holder_id, login_id, _with_state(back, asked.get("state")) if back else "")


def _login_of(tx: Transaction, claims: Mapping[str, Any]) -> tuple[UUID | None, UUID | None]:
    if "sid" not in claims:
        return None, None
    login_id = UUID(claims["sid"])
    row = sql.holder_of_login(tx, login_id=login_id, client_id=claims["aud"], subject=claims["sub"])
    return (row.holder_id, login_id) if row else (None, None)


def _is_of_session(tx: Transaction, leaving: Leaving, token: str) -> bool:
    if leaving.holder_id is None:
        return False
    login = sql.find_login(tx, holder_id=leaving.holder_id, login_id=leaving.login_id)
    return login is not None and login.session_hash is not None and bytes(login.session_hash) == session_hash(token)


def _end(provider: Provider, tx: Transaction, leaving: Leaving, token: str | None) -> None:
    """The service's own log-in ends without telling it; the session here ends, and whoever stands on it is told."""
    at = provider.house.clock()
    if leaving.holder_id is not None and leaving.login_id is not None:
        end_login(tx, holder_id=leaving.holder_id, login_id=leaving.login_id, at=at)
    if token is not None:
        close_session(tx, token)
        end_of_session(tx, session_hash=session_hash(token), at=at)


def _with_state(back: str, state: str | None) -> str:
    if state is None:
        return back
    parts = urlsplit(back)
    query = "&".join(filter(None, (parts.query, urlencode({"state": state}))))
    return urlunsplit(parts._replace(query=query))
