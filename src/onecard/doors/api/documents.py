"""The OpenAPI 3.1 document: what Litestar reads from the handlers, mended where it says the wrong thing of refusals.

Litestar documents its own error shape under the wrong media type; here every refusal an operation can give stands as
problem+json with its code and words. The hot door is bare ASGI, so its two operations come from `documents_hot`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import License

from onecard.doors.api.access import ACCESS
from onecard.doors.api.documents_hot import TERMINAL_PROBLEMS, hot_paths, hot_problems, hot_schemas
from onecard.doors.api.given import names_given
from onecard.doors.security import errors_visitors as errors
from onecard.doors.security.refusing import PROBLEM_JSON
from onecard.kernel.errors import Problem

_ALWAYS: tuple[type[Problem], ...] = (errors.TooManyRequests, errors.BrokenHere)
_WITH_INPUT: tuple[type[Problem], ...] = (errors.RequestMalformed,)
_WITH_BODY: tuple[type[Problem], ...] = (errors.BodyTooLarge, errors.CameFromElsewhere)
_SIGNED_IN: tuple[type[Problem], ...] = (errors.SignInNeeded, errors.NotForYou)
_SCHEMES: dict[str, Any] = {
    "session": {"type": "apiKey", "in": "cookie", "name": "onecard_session", "description": "`__Host-` with TLS"},
    "csrf": {"type": "apiKey", "in": "header", "name": "x-csrf-token", "description": "for changes, with a session"},
    "partner": {
        "type": "oauth2",
        "flows": {
            "clientCredentials": {
                "tokenUrl": "/v1/oauth/token",
                "scopes": {
                    "cards.verify": "ask whether one thing is true of a person, yes or no",
                    "ecards.apply": "apply for e-cards for persons whose face was checked",
                    "ecards.show": "be linked to e-cards and show their codes",
                    "ecards.confirm_account": "as a bank: confirm the account and telephone of a card",
                    "wallet.ask": "ask a person to prove one thing with her wallet",
                },
            }
        },
    },
    "terminal": {
        "type": "apiKey",
        "in": "header",
        "name": "signature",
        "description": "HTTP Message Signatures (RFC 9421), Ed25519, with signature-input and content-digest",
    },
}
_NEEDS: dict[str, list[dict[str, list[str]]]] = {
    "anybody": [],
    "resident": [{"session": []}],
    "staff": [{"session": []}],
    "signed_in": [{"session": []}],
    "terminal": [{"terminal": []}],
}
_WORD = {"type": "string"}
_PROBLEM = {
    "type": "object",
    "description": "RFC 9457; machines read `code`, which never changes",
    "required": ["type", "status", "code", "title", "title_zh", "next_step", "next_step_zh"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "status": {"type": "integer"},
        **dict.fromkeys(("code", "title", "title_zh", "next_step", "next_step_zh"), _WORD),
        **dict.fromkeys(("detail", "instance", "trace"), _WORD),
    },
}


def describe(handlers: Sequence[HTTPRouteHandler], prefix: str) -> dict[str, Any]:
    """The whole document for these handlers and the hot door."""
    config = OpenAPIConfig(
        title="OneCard 一卡通",
        version="1",
        description="社会保障卡一卡通开放平台接口 · The API of the open platform behind the Social Security Card",
        license=License(name="Apache-2.0", identifier="Apache-2.0"),
    )
    page: dict[str, Any] = Litestar(
        handlers, path=prefix, openapi_config=config, dependencies=names_given()
    ).openapi_schema.to_schema()
    by_id = {str(handler.operation_id): handler for handler in handlers}
    for _, told in _operations(page):
        _mend(told, by_id[told["operationId"]])
    page["paths"] |= hot_paths(problem_responses(hot_problems() + _ALWAYS))
    page["components"]["schemas"] |= {**hot_schemas(), "Problem": _PROBLEM}
    page["components"]["securitySchemes"] = _SCHEMES
    for method, told in _operations(page):
        told["security"] = _needs(told["operationId"], method)
    return page


def _operations(page: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in page["paths"].values():
        for method, told in path.items():
            if method in ("get", "post"):
                yield method, told


def _mend(told: dict[str, Any], handler: HTTPRouteHandler) -> None:
    """Litestar's 400 goes, our refusals come; examples are put where they belong."""
    told["responses"].pop("400", None)
    told["responses"] |= problem_responses(_problems_of(told, handler))
    _show(told.get("requestBody", {}), handler.opt["sent"])
    told["responses"].get("204", {}).pop("content", None)  # Litestar says `null`
    _show(next(iter(told["responses"].values())), handler.opt["said"])


def _problems_of(told: dict[str, Any], handler: HTTPRouteHandler) -> tuple[type[Problem], ...]:
    problems: tuple[type[Problem], ...] = (*handler.opt["problems"], *_ALWAYS)
    if told.get("parameters") or "requestBody" in told:
        problems += _WITH_INPUT
    if "requestBody" in told:
        problems += _WITH_BODY
    if "get" not in {method.lower() for method in handler.http_methods}:
        problems += (errors.CameFromElsewhere,)
    kind = ACCESS[told["operationId"]].kind
    if kind == "terminal":
        return problems + TERMINAL_PROBLEMS
    if kind == "partner":
        return (*problems, *_SIGNED_IN, errors.TokenRefused)
    if kind == "anybody":
        return problems
    return (*problems, *_SIGNED_IN, errors.FormNotOurs)


def problem_responses(problems: Sequence[type[Problem]]) -> dict[str, Any]:
    """The responses object for these refusals, by status, each with its code as an example."""
    found: dict[str, Any] = {}
    for problem in sorted(set(problems), key=lambda one: (one.status, one.code)):
        response = found.setdefault(
            str(problem.status),
            {
                "description": "",
                "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": {}}},
            },
        )
        response["description"] = "; ".join(filter(None, (response["description"], problem.title[1])))
        example = {"summary": problem.title[1], "value": _as_said(problem)}
        response["content"][PROBLEM_JSON]["examples"][problem.code] = example
    return found


def _as_said(problem: type[Problem]) -> dict[str, Any]:
    """The problem with its words as they are written, the facts still in braces."""
    (zh, en), (zh_next, en_next) = problem.title, problem.next_step
    kind = f"https://onecard.invalid/problems/{problem.code}"
    words = {"title_zh": zh, "title": en, "next_step_zh": zh_next, "next_step": en_next}
    return {"type": kind, "status": problem.status, "code": problem.code, **words}


def _show(place: dict[str, Any], example: Any) -> None:
    for content in place.get("content", {}).values() if example is not None else ():
        content["examples"] = {"example": {"value": msgspec.to_builtins(example)}}


def _needs(operation: str, method: str) -> list[dict[str, list[str]]]:
    who = ACCESS[operation]
    if who.kind == "partner":
        return [{"partner": [who.needs]}]
    needs = _NEEDS[who.kind]
    return [{**need, "csrf": []} for need in needs] if method != "get" and "session" in str(needs) else needs
