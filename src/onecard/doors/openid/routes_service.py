"""What services ask directly: discovery, keys, push a request, redeem a code, claims, introspection, revocation."""

from collections.abc import Callable, Mapping
from typing import Any

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread

from onecard.doors.openid.asking import WAITS, push_request, read_request
from onecard.doors.openid.clients import Client
from onecard.doors.openid.errors import AccessRefused, AskedTooOften, RequestWrong, ServiceProblem, ServiceUnproven
from onecard.doors.openid.keys import ALGORITHM, key_set
from onecard.doors.openid.opening import introspect, revoke, tell_claims
from onecard.doors.openid.provider import Asked, Provider, protocol_form
from onecard.doors.openid.proving import prove_client
from onecard.doors.openid.scopes import ACR_VALUES, CLAIMS
from onecard.doors.openid.token_batches import TOKEN, TokenBatches, TokenRequest
from onecard.doors.security.asking import TheLimits, client
from onecard.doors.security.assertions import ALGORITHMS
from onecard.doors.security.errors_visitors import TooManyRequests
from onecard.doors.security.limits import RateLimits
from onecard.kernel.postgres.transaction import Transaction

DISCOVERY, KEYS = "/.well-known/openid-configuration", "/openid/keys"
PUSH, CLAIMS_AT = "/openid/par", "/openid/userinfo"
INTROSPECT, REVOKE = "/openid/introspect", "/openid/revoke"
AUTHORIZE, LOGOUT = "/openid/authorize", "/openid/logout"
#: (transaction, proven service, form) -> what is answered.
Work = Callable[[Transaction, Client, Mapping[str, str]], dict[str, Any]]


def service_routes(provider: Provider) -> list[Any]:
    """The handlers of the protocol's own endpoints."""
    return [*_open_routes(provider), *_proven_routes(provider), *_claim_routes(provider)]


def _open_routes(provider: Provider) -> list[Any]:
    @get([DISCOVERY, "/.well-known/oauth-authorization-server"], sync_to_thread=False, include_in_schema=False)
    def discovery() -> dict[str, Any]:
        return provider_metadata(provider.issuer)

    @get(KEYS, sync_to_thread=True, include_in_schema=False)
    def keys() -> dict[str, Any]:
        return key_set(provider.house.keyring, provider.house.clock())

    return [discovery, keys]


def _proven_routes(provider: Provider) -> list[Any]:
    house, tokens = provider.house, TokenBatches(provider.house)

    @post(PUSH, include_in_schema=False)
    async def push(request: Asked, limits: TheLimits) -> Response[dict[str, Any]]:
        def work(tx: Transaction, service: Client, form: Mapping[str, str]) -> dict[str, Any]:
            request_uri = push_request(tx, service, read_request(service, form), at=house.clock())
            return {"request_uri": request_uri, "expires_in": int(WAITS.total_seconds())}

        return await _answer(provider, limits, request, PUSH, work, status=201)

    @post(TOKEN, include_in_schema=False)
    async def token(request: Asked, limits: TheLimits) -> Response[dict[str, Any]]:
        try:
            said = await tokens.ask(TokenRequest(await protocol_form(request), limits))
        except ServiceProblem as problem:
            return _refuse(_counted(problem, limits, request))
        return Response(said, status_code=200)

    @post(INTROSPECT, include_in_schema=False)
    async def look_into(request: Asked, limits: TheLimits) -> Response[dict[str, Any]]:
        def work(tx: Transaction, service: Client, form: Mapping[str, str]) -> dict[str, Any]:
            return introspect(tx, service, form.get("token", ""), issuer=provider.issuer, at=house.clock())

        return await _answer(provider, limits, request, INTROSPECT, work)

    @post(REVOKE, include_in_schema=False)
    async def give_back(request: Asked, limits: TheLimits) -> Response[dict[str, Any]]:
        def work(tx: Transaction, service: Client, form: Mapping[str, str]) -> dict[str, Any]:
            if "token" not in form:
                raise RequestWrong(what_zh="缺少 token", what_en="there is no token")
            revoke(tx, service, form["token"], at=house.clock())
            return {}

        return await _answer(provider, limits, request, REVOKE, work)

    return [push, token, look_into, give_back]


def _claim_routes(provider: Provider) -> list[Any]:
    def claims(request: Asked) -> Response[dict[str, Any]]:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        house = provider.house
        try:
            if kind.lower() != "bearer" or not token:
                raise AccessRefused
            with house.app.writing() as tx:
                told = tell_claims(tx, token, keyring=house.keyring, at=house.clock())
        except ServiceProblem as problem:
            return _refuse(problem)
        return Response(told)

    @get(CLAIMS_AT, include_in_schema=False)
    async def ask(request: Asked) -> Response[dict[str, Any]]:
        return await sync_to_thread(claims, request)

    @post(CLAIMS_AT, status_code=200, include_in_schema=False)
    async def ask_by_form(request: Asked) -> Response[dict[str, Any]]:
        return await sync_to_thread(claims, request)

    return [ask, ask_by_form]


async def _answer(
    provider: Provider, limits: RateLimits, request: Asked, path: str, work: Work, *, status: int = 200
) -> Response[dict[str, Any]]:
    try:
        form = await protocol_form(request)
        said = await sync_to_thread(_proven, provider, limits, form, path=path, work=work)
    except ServiceProblem as problem:
        return _refuse(_counted(problem, limits, request))
    return Response(said, status_code=status)


def _proven(
    provider: Provider, limits: RateLimits, form: Mapping[str, str], *, path: str, work: Work
) -> dict[str, Any]:
    """Prove the service, do the work, and commit both."""
    house = provider.house
    try:
        with house.app.writing() as tx:
            service = prove_client(tx, form, issuer=provider.issuer, path=path, at=house.clock())
            limits.take("service", service.client_id)
            return work(tx, service, form)
    except TooManyRequests:
        raise AskedTooOften from None


def _counted(problem: ServiceProblem, limits: RateLimits, request: Asked) -> ServiceProblem:
    """The refusal to tell: a failed proof counts against the address it came from."""
    if isinstance(problem, ServiceUnproven):
        try:
            limits.take("token", client(request))
        except TooManyRequests:
            return AskedTooOften()
    return problem


def _refuse(problem: ServiceProblem) -> Response[dict[str, Any]]:
    """As RFC 6749 and 6750 say it, which wants plain JSON; our own code and words stand beside."""
    headers = {"cache-control": "no-store"}
    if isinstance(problem, AccessRefused):
        headers["www-authenticate"] = 'Bearer error="invalid_token"'
    return Response(problem.as_problem(), status_code=problem.status, headers=headers)


def provider_metadata(issuer: str) -> dict[str, Any]:
    """OpenID Connect Discovery 1.0 and RFC 8414."""
    asymmetric = {"token_endpoint", "introspection_endpoint", "revocation_endpoint"}
    return {
        "issuer": issuer,
        "authorization_endpoint": issuer + AUTHORIZE,
        "pushed_authorization_request_endpoint": issuer + PUSH,
        "require_pushed_authorization_requests": True,
        "token_endpoint": issuer + TOKEN,
        "userinfo_endpoint": issuer + CLAIMS_AT,
        "jwks_uri": issuer + KEYS,
        "introspection_endpoint": issuer + INTROSPECT,
        "revocation_endpoint": issuer + REVOKE,
        "end_session_endpoint": issuer + LOGOUT,
        "backchannel_logout_supported": True,
        "backchannel_logout_session_supported": True,
        "scopes_supported": list(CLAIMS),
        "claims_supported": [
            *(claim for claims in CLAIMS.values() for claim in claims),
            "iss", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid", "at_hash",
        ],
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "authorization_response_iss_parameter_supported": True,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "acr_values_supported": list(ACR_VALUES),
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "code_challenge_methods_supported": ["S256"],
        "ui_locales_supported": ["zh-CN", "en"],
        **{f"{name}_auth_methods_supported": ["private_key_jwt"] for name in sorted(asymmetric)},
        **{f"{name}_auth_signing_alg_values_supported": ALGORITHMS for name in sorted(asymmetric)},
    }  # fmt: skip
