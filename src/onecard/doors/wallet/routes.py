"""What wallets ask: the issuer's documents, offers, tokens, nonces, credentials, status lists, and who asks for what.

Wallets bring no session and no token of the API: each path knows them by what its own protocol says.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath

from onecard.doors.bootstrap import House
from onecard.doors.wallet import metadata
from onecard.doors.wallet.addresses import PATH
from onecard.doors.wallet.counter import Counter
from onecard.doors.wallet.errors import WalletProblem
from onecard.doors.wallet.forms import bearer_of, form_of, json_of
from onecard.kernel.errors import Problem

Asked = Request[Any, Any, Any]
_JSON = "application/json"
_STATUS_LIST, _REQUEST = "application/statuslist+jwt", "application/oauth-authz-req+jwt"


def wallet_routes(house: House) -> list[Any]:
    """The handlers of one house."""
    counter = Counter(house)
    return [
        Router("/", route_handlers=[*_documents(counter), *_issuing(counter), *_presenting(counter)],
               exception_handlers={Problem: _refuse}),
    ]  # fmt: skip


def _documents(counter: Counter) -> list[Any]:
    def document(path: str, make: Callable[[], dict[str, Any]]) -> Any:
        @get(path, sync_to_thread=True, include_in_schema=False)
        def show() -> Response[dict[str, Any]]:
            return Response(make(), media_type=_JSON)

        return show

    @get(f"{PATH}/status-lists/{{list_id:uuid}}", sync_to_thread=True, include_in_schema=False)
    def status_list(list_id: FromPath[UUID]) -> Response[str]:
        return Response(counter.status_list(list_id), media_type=_STATUS_LIST)

    return [
        document(f"/.well-known/openid-credential-issuer{PATH}", counter.issuer_metadata),
        document(f"/.well-known/oauth-authorization-server{PATH}", lambda: metadata.server_metadata(counter.addresses)),
        document(f"/.well-known/jwt-vc-issuer{PATH}", counter.vc_issuer),
        document(f"{PATH}/types/ecard", counter.type_metadata),
        document(f"{PATH}/status-lists", counter.status_lists),
        status_list,
    ]


def _issuing(counter: Counter) -> list[Any]:
    @get(f"{PATH}/offers/{{offer_id:uuid}}", sync_to_thread=True, include_in_schema=False)
    def offer(offer_id: FromPath[UUID]) -> Response[dict[str, Any]]:
        return Response(counter.offer(offer_id), media_type=_JSON)

    @post(f"{PATH}/token", status_code=200, include_in_schema=False)
    async def token(request: Asked) -> Response[dict[str, Any]]:
        form = await form_of(request)
        return _said(await sync_to_thread(counter.token, form))

    @post(f"{PATH}/nonce", status_code=200, sync_to_thread=False, include_in_schema=False)
    def nonce() -> Response[dict[str, Any]]:
        return _said({"c_nonce": counter.nonce()})

    @post(f"{PATH}/credential", status_code=200, include_in_schema=False)
    async def credential(request: Asked) -> Response[dict[str, Any]]:
        token, wanted = bearer_of(request), await json_of(request)
        return _said(await sync_to_thread(counter.credential, token, wanted))

    @post(f"{PATH}/notification", status_code=204, include_in_schema=False)
    async def notification(request: Asked) -> None:
        token, told = bearer_of(request), await json_of(request)
        await sync_to_thread(counter.notification, token, told)

    return [offer, token, nonce, credential, notification]


def _presenting(counter: Counter) -> list[Any]:
    path = f"{PATH}/requests/{{ask_id:uuid}}"

    @get(path, include_in_schema=False)
    async def question(ask_id: FromPath[UUID]) -> Response[str]:
        return _asked(await sync_to_thread(counter.question, ask_id, ""))

    @post(path, status_code=200, include_in_schema=False)
    async def question_by_post(request: Asked, ask_id: FromPath[UUID]) -> Response[str]:
        form = await form_of(request)
        return _asked(await sync_to_thread(counter.question, ask_id, form.get("wallet_nonce", "")))

    @post(f"{PATH}/responses/{{ask_id:uuid}}", status_code=200, include_in_schema=False)
    async def answer(request: Asked, ask_id: FromPath[UUID]) -> Response[dict[str, Any]]:
        form = await form_of(request)
        await sync_to_thread(counter.answer, ask_id, form)
        return _said({})

    return [question, question_by_post, answer]


def _said(body: dict[str, Any]) -> Response[dict[str, Any]]:
    return Response(body, media_type=_JSON)


def _asked(text: str) -> Response[str]:
    return Response(text, media_type=_REQUEST)


def _refuse(_: Asked, problem: Problem) -> Response[bytes]:
    """As the wallets' specifications want it: JSON with `error`, and our own code and words beside it."""
    body = problem.as_problem()
    headers = {}
    if not isinstance(problem, WalletProblem):
        body["error"] = "invalid_request"
    if problem.status == 401:
        headers["www-authenticate"] = f'Bearer error="{body["error"]}"'
    return Response(msgspec.json.encode(body), status_code=problem.status, media_type=_JSON, headers=headers)
