"""Signing in on a desk by a phone: the desk's pages, and the page on which the phone confirms."""

import hmac
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread

from onecard.doors.look.forms import brought_by, is_https, small_form
from onecard.doors.look.sign_in import Form, problems_of
from onecard.doors.openid.asking import find_open_request
from onecard.doors.openid.clients import sector_of
from onecard.doors.openid.consents import give_consent
from onecard.doors.openid.errors import ScanNumberWrong
from onecard.doors.openid.issuing import SignedIn, issue_code
from onecard.doors.openid.provider import Asked, Provider, is_missing
from onecard.doors.openid.routes_person import asked_here, refused_page
from onecard.doors.openid.scanning import (
    Scan,
    answer_scan,
    browser_kind,
    find_scan,
    network_of,
    show_scan,
    state_of,
    use_scan,
)
from onecard.doors.openid.scopes import OPENID, SCANNED
from onecard.doors.openid.standing import require_standing
from onecard.doors.openid.telling import Telling, Told, told_of
from onecard.doors.security.asking import TheLimits, client
from onecard.doors.security.cookies import session_cookie
from onecard.doors.security.sign_in import prove_holder, sign_in_resident
from onecard.doors.security.visitors import Resident
from onecard.kernel.errors import Problem

CONFIRM, DONE = "/openid/confirm", "/openid/scan/done"
_FIELDS = {"number": 2, "card_number": 9, "password": 6}
NOTHING_WRONG = dict.fromkeys(_FIELDS, "")


def scan_routes(provider: Provider) -> list[Any]:
    """The desk's GET /openid/scan, /openid/scan/state, /openid/scan/done; the phone's GET and POST /openid/confirm."""

    @get("/openid/scan", sync_to_thread=True, include_in_schema=False)
    def show(request: Asked) -> Response[Any]:
        return show_code(provider, request)

    @get("/openid/scan/state", sync_to_thread=True, include_in_schema=False)
    def state(request: Asked) -> dict[str, str]:
        with provider.house.app.reading() as tx:
            begun = asked_here(provider, request, tx, request.query_params.get("request", ""))
            return {"state": state_of(tx, begun, at=provider.house.clock())}

    @get(DONE, sync_to_thread=True, include_in_schema=False)
    def done(request: Asked) -> Response[Any]:
        return take_up(provider, request)

    @get(CONFIRM, include_in_schema=False)
    async def ask(request: Asked) -> Response[Any]:
        secret = request.query_params.get("scan", "")
        return await sync_to_thread(confirm_page, provider, request, {"scan": secret}, NOTHING_WRONG)

    @post(CONFIRM, status_code=200, include_in_schema=False)
    async def answer(request: Asked, limits: TheLimits) -> Response[Any]:
        form = await small_form(request)
        return await sync_to_thread(take_answer, provider, request, limits, form)

    return [show, state, done, ask, answer]


def show_code(provider: Provider, request: Asked) -> Response[Any]:
    """The desk's page: a fresh code, and the number that the phone will ask for."""
    handle, at, (_, manner) = request.query_params.get("request", ""), provider.house.clock(), provider.words(request)
    kind = browser_kind(request.headers.get("user-agent", ""))
    with provider.house.app.writing() as tx:
        begun = asked_here(provider, request, tx, handle)
        service = provider.shown(tx, provider.client(tx, begun.client_id), sector_of(begun.asked.redirect_uri), manner)
        network = network_of(provider.house.keyring, client(request))
        secret, number, until = show_scan(tx, begun, browser=kind, network=network, at=at)
    address = f"{provider.issuer}{CONFIRM}?{urlencode({'scan': secret})}"
    return provider.show(
        request, "scan.html", service=service, handle=handle, address=address, number=number,
        seconds=int((until - at).total_seconds()),
    )  # fmt: skip


def take_up(provider: Provider, request: Asked) -> Response[Any]:
    """The desk goes on once the phone said yes; its own session here stays closed: the yes was for one service."""
    handle, at, (_, manner) = request.query_params.get("request", ""), provider.house.clock(), provider.words(request)
    with provider.house.app.writing() as tx:
        begun = asked_here(provider, request, tx, handle)
        service = provider.client(tx, begun.client_id)
        name = manner.pick(service.name_zh, service.name_en)
        state, confirmed = state_of(tx, begun, at=at), use_scan(tx, begun, at=at)
        if confirmed is None:
            return provider.show(request, "scan_waiting.html", service=name, handle=handle, state=state)
        person = SignedIn(confirmed[0], SCANNED, confirmed[1])
        try:
            with tx.transaction():
                back = issue_code(
                    tx, begun, service, person, issuer=provider.issuer, keyring=provider.house.keyring, at=at
                )
        except Problem as problem:
            return refused_page(provider, request, service, handle, problem)
    return provider.leave(request, back, name, done=True)


def confirm_page(provider: Provider, request: Asked, form: Form, wrong: Form, said: str = "") -> Response[str]:
    """The phone's page: who asks, from where, for what; whoever is not signed in proves herself on the same page."""
    at, (_, manner), visitor = provider.house.clock(), provider.words(request), request.scope.get("user")
    resident = visitor if isinstance(visitor, Resident) else None
    with provider.house.app.writing() as tx:
        scan = find_scan(tx, form.get("scan", ""), at=at)
        begun = find_open_request(tx, scan.request_hash, at=at)
        service = provider.shown(tx, provider.client(tx, begun.client_id), sector_of(begun.asked.redirect_uri), manner)
        if resident:
            telling = told_of(provider, tx, resident.holder_id, begun.asked.scopes, manner)
        else:
            telling = Telling("", [Told(scope, "") for scope in begun.asked.scopes if scope != OPENID])
    problems = problems_of(wrong, said)
    return provider.show(
        request,
        "confirm.html",
        status=422 if problems else 200,
        place=f"{CONFIRM}?{urlencode({'scan': form.get('scan', '')})}",
        service=service,
        told=telling,
        scan=form.get("scan", ""),
        browser=scan.browser,
        same_network=hmac.compare_digest(scan.network, network_of(provider.house.keyring, client(request))),
        known=resident is not None,
        problems=problems,
        wrong=wrong,
        card_number=form.get("card_number", ""),
    )


def take_answer(provider: Provider, request: Asked, limits: Any, form: Form) -> Response[Any]:
    """No needs nothing; yes needs the number on the desk's screen and the e-card password."""
    at, (t, manner) = provider.house.clock(), provider.words(request)
    with provider.house.app.writing() as tx:
        scan = find_scan(tx, form.get("scan", ""), at=at)
        if form.get("answer") != "yes":
            answer_scan(tx, scan, holder_id=None, at=at)
            return provider.show(request, "confirmed.html", place="/", said="no")
    visitor = request.scope.get("user")
    known = isinstance(visitor, Resident)
    wrong = {
        name: t(f"openid.{name}_wanted") if is_missing(form.get(name, ""), size) else ""
        for name, size in _FIELDS.items()
    }
    wrong["card_number"] = "" if known else wrong["card_number"]
    if any(wrong.values()):
        return confirm_page(provider, request, form, wrong)
    _check_number(provider, scan, form["number"].strip())
    try:
        holder, cookie = _prove(provider, request, limits, form, visitor)
    except Problem as problem:
        said = problem.words()
        return confirm_page(provider, request, form, NOTHING_WRONG, manner.pick(said["title_zh"], said["title"]))
    return _confirm(provider, request, scan, holder, cookie)


def _check_number(provider: Provider, scan: Scan, number: str) -> None:
    """A wrong number voids the code: whoever guesses has one try in ninety."""
    if number == str(scan.number):
        return
    with provider.house.app.writing() as tx:
        answer_scan(tx, scan, holder_id=None, at=provider.house.clock())
    raise ScanNumberWrong


def _prove(provider: Provider, request: Asked, limits: Any, form: Form, visitor: Any) -> tuple[Any, str]:
    """Whose password it is, and for whoever was not signed in on this phone the cookie of her session."""
    address, before = brought_by(request)
    password = form["password"].strip()
    if isinstance(visitor, Resident):
        limits.take("sign_in", address)
        prove_holder(provider.house, visitor.holder_id, password)
        return visitor.holder_id, ""
    opened = sign_in_resident(
        provider.house, limits, address=address, card_number=form["card_number"], password=password, before=before
    )
    with provider.house.app.writing() as tx:
        session = provider.session_of(tx, opened.token)
    assert session is not None, "it was opened just now"
    return session.subject_id, session_cookie(opened.token, https=is_https(request))


def _confirm(provider: Provider, request: Asked, scan: Scan, holder: Any, cookie: str) -> Response[Any]:
    at = provider.house.clock()
    with provider.house.app.writing() as tx:
        begun = find_open_request(tx, scan.request_hash, at=at)
        require_standing(tx, holder_id=holder, at=at)
        give_consent(tx, holder_id=holder, client_id=begun.client_id, scopes=begun.asked.scopes, at=at)
        answer_scan(tx, scan, holder_id=holder, at=at)
    answer = provider.show(request, "confirmed.html", place="/", said="yes")
    if cookie:
        answer.headers["Set-Cookie"] = cookie
    return answer
