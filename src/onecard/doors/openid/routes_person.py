"""A person is sent here by a service: she begins its request, signs in, agrees, and goes back with a code."""

from typing import Any
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread

from onecard.doors.look.forms import go_to, small_form
from onecard.doors.look.sign_in import Form, answer_sign_in, problems_of
from onecard.doors.openid.asking import URN, Begun, begin_request, end_request, find_request
from onecard.doors.openid.clients import Client, sector_of
from onecard.doors.openid.consents import agreed_scopes, give_consent
from onecard.doors.openid.deciding import SILENT_ERRORS, Present, Step, next_step
from onecard.doors.openid.endings import end_of_session
from onecard.doors.openid.errors import RequestOver, RequestWrong
from onecard.doors.openid.issuing import SignedIn, answer_uri, issue_code
from onecard.doors.openid.provider import Asked, Provider, as_parameters, browser_of, is_missing, mark_browser
from onecard.doors.openid.scopes import PASSWORD
from onecard.doors.openid.store import sql
from onecard.doors.openid.telling import told_of
from onecard.doors.security.asking import TheLimits
from onecard.doors.security.sessions import session_hash
from onecard.doors.security.sign_in import Opened, sign_in_resident
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.transaction import Transaction

SIGN_IN, CONSENT = "/openid/sign-in", "/openid/consent"
NOTHING_WRONG = {"card_number": "", "password": ""}
_MISSING = {"card_number": ("card_missing", 9), "password": ("password_missing", 6)}


def person_routes(provider: Provider) -> list[Any]:
    """GET /openid/authorize; GET and POST /openid/sign-in and /openid/consent."""

    @get("/openid/authorize", sync_to_thread=True, include_in_schema=False)
    def authorize(request: Asked) -> Response[Any]:
        return begin(provider, request)

    # `async` and not `sync_to_thread=True`: Litestar wraps a handler twice where its path has another method.
    @get(SIGN_IN, include_in_schema=False)
    async def show_sign_in(request: Asked) -> Response[Any]:
        return await sync_to_thread(sign_in_or_on, provider, request)

    @post(SIGN_IN, status_code=200, include_in_schema=False)
    async def sign_in(request: Asked, limits: TheLimits) -> Response[Any]:
        return await take_sign_in(provider, request, limits)

    @get(CONSENT, include_in_schema=False)
    async def show_consent(request: Asked) -> Response[Any]:
        return await sync_to_thread(consent_or_on, provider, request)

    @post(CONSENT, status_code=200, include_in_schema=False)
    async def consent(request: Asked) -> Response[Any]:
        form = await small_form(request)
        return await sync_to_thread(take_answer, provider, request, form)

    return [authorize, show_sign_in, sign_in, show_consent, consent]


def begin(provider: Provider, request: Asked) -> Response[Any]:
    """Give the request to this browser, and do at once whatever needs no page."""
    asked = as_parameters(request.scope["query_string"].decode("ascii", "replace"))
    if not asked.get("request_uri", "").startswith(URN):
        raise RequestWrong(what_zh="须先推送登录请求（PAR）", what_en="push the request first (PAR)")
    handle, at = asked["request_uri"].removeprefix(URN), provider.house.clock()
    mark, cookie = mark_browser(request)
    with provider.house.app.writing() as tx:
        begun = begin_request(tx, client_id=asked.get("client_id", ""), handle=handle, browser=mark, at=at)
        client = provider.client(tx, begun.client_id)
        step = step_for(provider, request, tx, begun)
        if step != "issue" and "none" in begun.asked.prompts:
            end_request(tx, begun, at=at)
            return go_to(answer_uri(begun, provider.issuer, error=SILENT_ERRORS[step]), cookie)
        if step == "issue":
            try:
                return go_to(_issue(provider, request, tx, begun, client), cookie)
            except Problem:
                if "none" in begun.asked.prompts:
                    end_request(tx, begun, at=at)
                    return go_to(answer_uri(begun, provider.issuer, error="interaction_required"), cookie)
    return go_to(f"{SIGN_IN if step == 'sign_in' else CONSENT}?{urlencode({'request': handle})}", cookie)


def step_for(provider: Provider, request: Asked, tx: Transaction, begun: Begun) -> Step:
    """What comes next for whoever sits at this browser."""
    found = provider.signed_in(request, tx)
    present = None
    if found is not None:
        resident, since, _ = found
        agreed = agreed_scopes(tx, holder_id=resident.holder_id, client_id=begun.client_id)
        present = Present(since, agreed)
    return next_step(begun, present, at=provider.house.clock())


def sign_in_or_on(provider: Provider, request: Asked) -> Response[Any]:
    """The sign-in page, unless nothing more is to be proven."""
    handle, other = request.query_params.get("request", ""), "other" in request.query_params
    with provider.house.app.writing() as tx:
        begun = asked_here(provider, request, tx, handle)
        if not other and step_for(provider, request, tx, begun) != "sign_in":
            return go_to(f"{CONSENT}?{urlencode({'request': handle})}")
    return sign_in_page(provider, request, {"request": handle}, NOTHING_WRONG)


def sign_in_page(provider: Provider, request: Asked, form: Form, wrong: Form, said: str = "") -> Response[str]:
    """Who asks, and the two ways to prove oneself: the password here, or the phone."""
    handle, (_, manner) = form.get("request", ""), provider.words(request)
    with provider.house.app.writing() as tx:
        begun = asked_here(provider, request, tx, handle)
        client = provider.client(tx, begun.client_id)
        service = provider.shown(tx, client, sector_of(begun.asked.redirect_uri), manner)
    problems = problems_of(wrong, said)
    return provider.show(
        request,
        "openid_sign_in.html",
        status=422 if problems else 200,
        place=f"{SIGN_IN}?{urlencode({'request': handle})}",
        service=service,
        handle=handle,
        by_password=PASSWORD in begun.asked.ways,
        problems=problems,
        wrong=wrong,
        card_number=form.get("card_number", ""),
    )


async def take_sign_in(provider: Provider, request: Asked, limits: Any) -> Response[Any]:
    """Card number and password, then on to what is asked."""
    handle = (await small_form(request)).get("request", "")
    t, _ = provider.words(request)

    def wrong_in(form: Form) -> Form:
        return {name: t(f"openid.{words}") if is_missing(form.get(name, ""), size) else ""
                for name, (words, size) in _MISSING.items()}  # fmt: skip

    def sign_in(form: Form, address: str, before: str | None) -> Opened:
        with provider.house.app.reading() as tx:
            begun = asked_here(provider, request, tx, handle)
        if PASSWORD not in begun.asked.ways:
            raise RequestOver
        card_number, password = form["card_number"], form["password"].strip()
        opened = sign_in_resident(
            provider.house, limits, address=address, card_number=card_number, password=password, before=before
        )
        _carry_over(provider, before, opened.token)
        return opened

    def page(request: Asked, form: Form, wrong: Form, said: str = "") -> Response[str]:
        return sign_in_page(provider, request, form, wrong, said)

    home = f"{CONSENT}?{urlencode({'request': handle})}"
    return await answer_sign_in(request, page, wrong_in=wrong_in, sign_in=sign_in, home=home)


def consent_or_on(provider: Provider, request: Asked) -> Response[Any]:
    """The consent page, unless it was answered before or nobody is signed in."""
    handle, (_, manner) = request.query_params.get("request", ""), provider.words(request)
    with provider.house.app.writing() as tx:
        begun = asked_here(provider, request, tx, handle)
        client = provider.client(tx, begun.client_id)
        service = provider.shown(tx, client, sector_of(begun.asked.redirect_uri), manner)
        step = step_for(provider, request, tx, begun)
        found = provider.signed_in(request, tx)
        if step == "sign_in" or found is None:
            return go_to(f"{SIGN_IN}?{urlencode({'request': handle})}")
        if step == "issue":
            return _issue_or_tell(provider, request, tx, begun, client, handle=handle)
        told = told_of(provider, tx, found[0].holder_id, begun.asked.scopes, manner)
    return provider.show(request, "consent.html", service=service, told=told, handle=handle)


def take_answer(provider: Provider, request: Asked, form: Form) -> Response[Any]:
    """Yes: agreed, and back with a code. No: back with a refusal, which needs no sign-in."""
    handle, at, (_, manner) = form.get("request", ""), provider.house.clock(), provider.words(request)
    with provider.house.app.writing() as tx:
        begun = asked_here(provider, request, tx, handle)
        client = provider.client(tx, begun.client_id)
        if form.get("answer") != "yes":
            end_request(tx, begun, at=at)
            back = answer_uri(begun, provider.issuer, error="access_denied")
            return provider.leave(request, back, manner.pick(client.name_zh, client.name_en), done=False)
        found = provider.signed_in(request, tx)
        if found is None or step_for(provider, request, tx, begun) == "sign_in":
            return go_to(f"{SIGN_IN}?{urlencode({'request': handle})}")
        holder_id = found[0].holder_id
        give_consent(tx, holder_id=holder_id, client_id=client.client_id, scopes=begun.asked.scopes, at=at)
        return _issue_or_tell(provider, request, tx, begun, client, handle=handle)


def asked_here(provider: Provider, request: Asked, tx: Transaction, handle: str) -> Begun:
    """The request that this very browser began."""
    return find_request(tx, handle=handle, browser=browser_of(request) or "", at=provider.house.clock())


def refused_page(provider: Provider, request: Asked, client: Client, handle: str, problem: Problem) -> Response[str]:
    """The person may not sign in elsewhere now: why, what helps, and the way back."""
    (_, manner), said = provider.words(request), problem.words()
    return provider.show(
        request,
        "refused.html",
        status=problem.status,
        place=f"{CONSENT}?{urlencode({'request': handle})}",
        service=manner.pick(client.name_zh, client.name_en),
        head=manner.pick(said["title_zh"], said["title"]),
        words=manner.pick(said["next_step_zh"], said["next_step"]),
        handle=handle,
    )


def _issue_or_tell(
    provider: Provider, request: Asked, tx: Transaction, begun: Begun, client: Client, *, handle: str
) -> Response[Any]:
    _, manner = provider.words(request)
    try:
        with tx.transaction():
            back = _issue(provider, request, tx, begun, client)
    except Problem as problem:
        return refused_page(provider, request, client, handle, problem)
    return provider.leave(request, back, manner.pick(client.name_zh, client.name_en), done=True)


def _issue(provider: Provider, request: Asked, tx: Transaction, begun: Begun, client: Client) -> str:
    found = provider.signed_in(request, tx)
    assert found is not None, "only whoever is signed in is sent back with a code"
    resident, since, token = found
    person = SignedIn(resident.holder_id, PASSWORD, since, session_hash(token))
    at, keyring = provider.house.clock(), provider.house.keyring
    return issue_code(tx, begun, client, person, issuer=provider.issuer, keyring=keyring, at=at)


def _carry_over(provider: Provider, before: str | None, token: str) -> None:
    """Her log-ins stand on the new session; those of somebody else, who sat here before, end."""
    at = provider.house.clock()
    if before is None:
        return
    with provider.house.app.writing() as tx:
        opened = provider.session_of(tx, token)
        old = session_hash(before)
        if opened is not None:
            sql.move_logins(tx, holder_id=opened.subject_id, old_hash=old, new_hash=session_hash(token))
        end_of_session(tx, session_hash=old, at=at)
