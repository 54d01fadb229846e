"""The bank over HTTP: PUT a file, look for answers, fetch one, say that it was fetched.

PUT /files/NAME      201 taken · 200 had it · 422 not read · 503 something failed (and it may have been taken)
GET /answers         the names that wait      GET, DELETE /answers/NAME
"""

import json
import re
import shutil
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from typing import Any

from onecard.doors.bank.simulator import Simulator
from onecard.kernel.errors import Problem

_NAME = re.compile(r"/(files|answers)/([A-Za-z0-9_-]{1,80}\.(?:xml|txt))")
_MOST = 2_048 * 2**20


class BankServer(ThreadingHTTPServer):
    """Serves one simulator, one request at a time at its books."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], bank: Simulator) -> None:
        super().__init__(address, _Counter)
        self.bank, self.lock, self.seen = bank, Lock(), set[str]()


class _Counter(BaseHTTPRequestHandler):
    server: BankServer
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        path, size = self._named("files"), self.headers.get("content-length", "")
        if path is None or not size.isdigit() or int(size) > _MOST:
            self.close_connection = True
            self._say(400)
            return
        left = int(size)
        with path.open("wb") as file:
            while left and (piece := self.rfile.read(min(left, 1 << 20))):
                file.write(piece)
                left -= len(piece)
        if left:
            path.unlink()
            self.close_connection = True
            return
        with self.server.lock:
            self._say(self._take(path))

    def do_GET(self) -> None:
        if self.path == "/answers":
            names = sorted(one.name for one in self.server.bank.outgoing.iterdir() if one.suffix != ".part")
            self._say(200, json.dumps(names).encode())
            return
        path = self._named("answers")
        if path is None or not path.is_file():
            self._say(404)
            return
        self.send_response(200)
        self.send_header("content-length", str(path.stat().st_size))
        self.end_headers()
        with path.open("rb") as file:
            shutil.copyfileobj(file, self.wfile)

    def do_DELETE(self) -> None:
        path = self._named("answers")
        if path is not None:
            path.unlink(missing_ok=True)
        self._say(404 if path is None else 204)

    def log_message(self, *_: Any) -> None:
        """Silent: a path is all it could tell."""

    def _take(self, path: Path) -> int:
        bank, first = self.server.bank, path.name not in self.server.seen
        self.server.seen.add(path.name)
        try:
            new = bank.take(path)
        except Problem:
            return 422
        finally:
            path.unlink()
        if first and bank.scenario.happens(bank.scenario.lose_reply, path.name, "reply"):
            return 503
        return 201 if new else 200

    def _named(self, kind: str) -> Path | None:
        found = _NAME.fullmatch(self.path)
        if found is None or found[1] != kind:
            return None
        bank = self.server.bank
        return (bank.incoming if kind == "files" else bank.outgoing) / found[2]

    def _say(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        if status != 204:
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
