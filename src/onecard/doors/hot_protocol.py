"""uvicorn's HTTP protocol with a short way for the two hot paths.

A use passes here from the parser straight to the hot door and back onto the socket: no ASGI scope, task or event a
request. Everything else, and a hot request that is
pipelined behind an unfinished one, goes uvicorn's own way through the same application.
"""

import secrets
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from onecard.doors.api.hot import BODY_BYTES_MAX, UPLOADS, USES, HotDoor, kind_of
from onecard.doors.api.hot_errors import BodyTooLarge
from onecard.doors.security.envelope import tell_broken
from onecard.doors.security.errors_visitors import BrokenHere
from onecard.doors.security.headers import guarded

_HOT = {USES.encode(): USES, UPLOADS.encode(): UPLOADS}
_LINES = {status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode() for status in HTTPStatus}


class HotProtocol(HttpToolsProtocol):
    """One connection. `door` and `https` are set by the web process before the first one is made."""

    door: HotDoor
    https: bool = False

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._hot = ""  # the path while a hot request is being read
        self._answering = False
        self._closing = False
        self._body = bytearray()
        self._trace = ""
        self._head = b"".join(b"%b: %b\r\n" % pair for pair in guarded([], https=self.https))

    def on_headers_complete(self) -> None:
        path = _HOT.get(self.url, "")
        idle = self.cycle is None or self.cycle.response_complete
        if self._answering:
            # A client that does not wait for its answer is let go; it will ask again under the same sequence.
            self.transport.close()
        elif path and idle and self.parser.get_method() == b"POST" and not self.expect_100_continue:
            self._hot, self._body = path, bytearray()
        else:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        if not self._hot:
            if not self._answering:
                super().on_body(body)
        elif len(self._body) + len(body) <= BODY_BYTES_MAX:
            self._body += body
        else:
            problem = BodyTooLarge(most=BODY_BYTES_MAX)
            self._answering, self._hot, self._closing = True, "", True
            self._trace = secrets.token_hex(16)
            self._reply(problem.status, self.door.answers.problem(problem))

    def on_message_complete(self) -> None:
        if not self._hot:
            if not self._answering:
                super().on_message_complete()
            return
        path, self._hot, self._answering = self._hot, "", True
        self._trace = secrets.token_hex(16)
        self._closing = not self.parser.should_keep_alive()
        try:
            self.door.submit(path, dict(self.headers), bytes(self._body), self._reply)
        except Exception as error:
            tell_broken(self.door.house.log, error, self._trace)
            self._reply(BrokenHere.status, self.door.answers.problem(BrokenHere()))

    def shutdown(self) -> None:
        """Finish the answer that is under way before the connection closes."""
        if self._answering:
            self._closing = True
        else:
            super().shutdown()

    def _reply(self, status: int, body: bytes) -> None:
        self._answering = False
        if self.transport.is_closing():
            return
        last = b"connection: close\r\n" if self._closing else b""
        self.transport.write(
            b"%bcontent-type: %b\r\ncontent-length: %d\r\nx-trace-id: %b\r\n%b%b\r\n%b"
            % (_LINES[status], kind_of(status), len(body), self._trace.encode(), self._head, last, body)
        )
        if self._closing:
            self.transport.close()
        else:
            self.on_response_complete()


def hot_protocol(door: HotDoor, *, https: bool) -> Callable[..., HotProtocol]:
    """The protocol class for uvicorn's `http=`, bound to the hot door of this process."""
    return type("BoundHotProtocol", (HotProtocol,), {"door": door, "https": https})
