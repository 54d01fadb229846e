"""What is around every request: a trace number, the security headers, limits, and a last net for what breaks inside.

Bare ASGI, so that the hot door pays a few microseconds. The log gets method, route pattern, status and seconds;
never a path with ids, a query, a body or an address.
"""

import secrets
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from onecard.doors.security.cookies import session_token
from onecard.doors.security.errors_visitors import BodyTooLarge, BrokenHere
from onecard.doors.security.headers import guarded
from onecard.doors.security.limits import SERVICE_PATHS, KnownSessions, RateLimits, client_of
from onecard.doors.security.metering import count_request
from onecard.doors.security.refusing import (
    TRACE,
    App,
    Message,
    Receive,
    Scope,
    Send,
    is_for_people,
    send_page,
    send_problem,
)
from onecard.kernel.errors import Problem

BODY_BYTES_MAX = 1_000_000
#: (scope, problem) -> the whole page in the visitor's manner, as UTF-8.
DrawProblem = Callable[[Scope, Problem], bytes]


class Envelope:
    """The outermost ASGI layer. `log` is a structlog logger; `draw` makes the page that tells people of a refusal."""

    def __init__(self, app: App, *, log: Any, limits: RateLimits, sessions: KnownSessions, draw: DrawProblem) -> None:
        self._app, self._log, self._limits, self._sessions, self._draw = app, log, limits, sessions, draw

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope[TRACE] = secrets.token_hex(16)  # our own: one that came along could spell anything
        answer = _Answer(scope, send, self._draw)
        try:
            self._count(scope)
            await self._app(scope, _bounded(receive, BODY_BYTES_MAX), answer.send)
        except Problem as problem:
            await answer.refuse(problem)
        except Exception as error:
            tell_broken(self._log, error, scope[TRACE])
            await answer.refuse(BrokenHere())
        finally:
            facts = answer.facts()
            self._log.info("request", **facts)
            count_request(facts)

    def _count(self, scope: Scope) -> None:
        """One more of the address; and one more of the session, or of all that comes from there without one."""
        address = address_of(scope)
        if scope["path"] in SERVICE_PATHS:
            self._limits.take("service", address)
            return
        self._limits.take("address", address)
        session = self._sessions.bucket_of(session_token(scope))
        self._limits.take("session" if session else "request", session or address)


class HotEnvelope:
    """The same headers and the same last net around the hot door, without log line and limits: each µs counts there."""

    def __init__(self, app: App, *, log: Any) -> None:
        self._app, self._log = app, log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope[TRACE] = secrets.token_hex(16)
        answer = _Answer(scope, send)
        try:
            await self._app(scope, receive, answer.send)
        except Exception as error:
            tell_broken(self._log, error, scope[TRACE])
            await answer.refuse(BrokenHere())


class _Answer:
    """Passes an answer on with our headers and remembers what was said."""

    def __init__(self, scope: Scope, send: Send, draw: DrawProblem | None = None) -> None:
        self._scope, self._send, self._draw = scope, send, draw
        self._began, self._status = time.perf_counter(), 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = guarded(list(message.get("headers", [])), https=self._scope.get("scheme") == "https")
            headers.append((b"x-trace-id", self._scope[TRACE].encode()))
            message = {**message, "headers": headers}
        await self._send(message)

    async def refuse(self, problem: Problem) -> None:
        """Answer with a problem, unless an answer is already under way."""
        if self._status:
            return
        if self._draw is not None and is_for_people(self._scope):
            await send_page(self.send, problem, self._draw(self._scope, problem))
        else:
            await send_problem(self._scope, self.send, problem)

    def facts(self) -> dict[str, object]:
        """What the log may know of it."""
        return {
            "trace": self._scope[TRACE],
            "method": self._scope["method"],
            "route": route_of(self._scope),
            "status": self._status,
            "seconds": round(time.perf_counter() - self._began, 4),
        }


def address_of(scope: Scope) -> str:
    """What counts as one client for limits; never written down."""
    return client_of((scope.get("client") or ("",))[0])


def route_of(scope: Scope) -> str:
    """The pattern that matched (`/v1/me/uses/{use_id}`), never the path itself: paths hold ids."""
    return str(scope.get("path_template") or "unmatched")


def _bounded(receive: Receive, most: int) -> Receive:
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise BodyTooLarge(most=most)
        return message

    return bounded


def tell_broken(log: Any, error: Exception, trace: str) -> None:
    """The class and the frames of an error without its message, which might repeat what a person typed."""
    log.error("request_broke", trace=trace, error=type(error).__name__)
    for frame in traceback.extract_tb(error.__traceback__)[-8:]:
        log.error("frame", trace=trace, part=f"{Path(frame.filename).stem}:{frame.lineno} {frame.name}"[:80])
