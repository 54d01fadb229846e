"""Says no: to programs as RFC 9457 problem+json, the one way every door of the API refuses, to people as a page."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from typing import Any

import msgspec

from onecard.doors.security.errors_visitors import TooManyRequests
from onecard.kernel.errors import Problem

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

PROBLEM_JSON = "application/problem+json"
TRACE = "onecard.trace"


def problem_body(problem: Problem, trace: str) -> bytes:
    """The RFC 9457 object with the number under which the log knows this request."""
    return msgspec.json.encode(problem.as_problem() | {"trace": trace})


def problem_headers(problem: Problem) -> dict[str, str]:
    """What some refusals must say in headers as well."""
    headers = {"cache-control": "no-store"}
    if isinstance(problem, TooManyRequests):
        headers["retry-after"] = str(problem.facts["seconds"])
    if problem.status == 401:
        headers["www-authenticate"] = 'Bearer realm="onecard"'
    return headers


def is_for_people(scope: Mapping[str, Any]) -> bool:
    """Whether a browser asks for a page: the API answers programs, whatever they say they take."""
    accepted = next((value for name, value in scope["headers"] if name == b"accept"), b"")
    return not scope["path"].startswith("/v1") and b"text/html" in accepted


async def send_page(send: Send, problem: Problem, page: bytes) -> None:
    """Answer a person with this page about the problem."""
    said = {"content-type": "text/html; charset=utf-8", "content-length": str(len(page))}
    raw = [(name.encode(), value.encode()) for name, value in {**problem_headers(problem), **said}.items()]
    await send({"type": "http.response.start", "status": problem.status, "headers": raw})
    await send({"type": "http.response.body", "body": page})


async def send_problem(scope: Scope, send: Send, problem: Problem, more: Iterable[tuple[str, str]] = ()) -> None:
    """Answer a request with this problem."""
    body = problem_body(problem, scope.get(TRACE, ""))
    headers = {**problem_headers(problem), "content-type": PROBLEM_JSON, "content-length": str(len(body)), **dict(more)}
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": problem.status, "headers": raw})
    await send({"type": "http.response.body", "body": body})
