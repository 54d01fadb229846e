"""Turns whatever a handler raised into the one shape of refusal: problem+json for programs, a page for people."""

from collections.abc import Callable
from typing import Any

from litestar import Response
from litestar.exceptions import HTTPException, MethodNotAllowedException, NotFoundException
from litestar.types import ExceptionHandlersMap
from psycopg import DataError

from onecard.doors.api.given import Asked
from onecard.doors.security.envelope import BODY_BYTES_MAX, tell_broken
from onecard.doors.security.errors_visitors import (
    BodyTooLarge,
    BrokenHere,
    MethodNotOffered,
    NothingHere,
    NotInThisForm,
    RequestMalformed,
    SignInNeeded,
)
from onecard.doors.security.refusing import PROBLEM_JSON, TRACE, is_for_people, problem_body, problem_headers
from onecard.kernel.errors import Problem

#: Shows a problem as a page: (request, problem, trace) -> answer.
ShowPage = Callable[[Asked, Problem, str], Response[Any]]
_BY_STATUS: dict[int, type[Problem]] = {
    401: SignInNeeded,
    404: NothingHere,
    405: MethodNotOffered,
    413: BodyTooLarge,
    415: NotInThisForm,
}


def refusals(log: Any, show_page: ShowPage | None) -> ExceptionHandlersMap:
    """The exception handlers of the application."""

    def answer(request: Asked, error: Exception) -> Response[Any]:
        problem = _as_problem(error)
        trace = request.scope.get(TRACE, "")
        if isinstance(problem, BrokenHere):
            tell_broken(log, error, str(trace))
        if show_page is not None and is_for_people(request.scope):
            return show_page(request, problem, str(trace))
        headers = {**problem_headers(problem), **_allowed(error)}
        return Response(
            problem_body(problem, str(trace)), status_code=problem.status, media_type=PROBLEM_JSON, headers=headers
        )

    return {Exception: answer, HTTPException: answer}


def _as_problem(error: Exception) -> Problem:
    match error:
        case Problem():
            return error
        # JSON nested past all bounds, bytes that are no text, half a character; a NUL, which PostgreSQL stores nowhere.
        case RecursionError() | UnicodeError() | DataError(sqlstate=None):
            return RequestMalformed()
        case HTTPException(status_code=413):
            return BodyTooLarge(most=BODY_BYTES_MAX)
        case HTTPException(status_code=status) if status in _BY_STATUS:
            return _BY_STATUS[status]()
        case HTTPException(status_code=status) if status < 500:
            return RequestMalformed(_what_is_wrong(error))
        case _:
            return BrokenHere()


def _what_is_wrong(error: HTTPException) -> str:
    """Which fields are wrong, never what was in them."""
    extra = error.extra if isinstance(error.extra, list) else []
    return "; ".join(f"{one.get('key', '?')}: {one.get('message', '')}" for one in extra if isinstance(one, dict))


def _allowed(error: Exception) -> dict[str, str]:
    return dict(error.headers or {}) if isinstance(error, MethodNotAllowedException | NotFoundException) else {}
