"""The stage a story plays on: a fresh home, the real server on a free port, a clock that is held, and the cast.

Actors use what the public uses: residents sign in over HTTP and are shown codes, terminals sign their requests.
"""

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import msgspec
import uvicorn

from onecard.doors.bootstrap import House, open_database, open_house, open_keys
from onecard.doors.demo.cast import read_cast
from onecard.doors.demo.founding import demo_folder, found_institutions
from onecard.doors.demo.institutions import read_terminals
from onecard.doors.schema import bring_up_to_date
from onecard.doors.security.signing import TerminalSigner
from onecard.doors.web import create_app
from onecard.kernel.clock import HeldClock
from onecard.kernel.ids import new_id
from onecard.kernel.logs import set_up_logs
from onecard.kernel.postgres.transaction import Database
from onecard.kernel.settings import read_settings

Answer = dict[str, Any]


@dataclass
class Stage:
    """What the beats of a story work with."""

    house: House
    clock: HeldClock
    http: httpx.Client
    terminals: dict[str, TerminalSigner]
    _sequences: dict[str, int] = field(default_factory=dict)

    def resident(self, part: str) -> "Actor":
        """Somebody of the cast, signed in."""
        played = read_cast().part(part)
        client = httpx.Client(base_url=self.http.base_url, timeout=30)
        told = client.post(
            "/v1/sign-in/resident", json={"card_number": played.card_number, "password": played.password}
        )
        told.raise_for_status()
        client.headers["x-csrf-token"] = told.json()["csrf_token"]
        return Actor(client)

    def holder(self, part: str) -> UUID:
        """Who somebody of the cast is to the platform."""
        return self.house.keyring.holder_id(read_cast().part(part).number)

    def next_sequence(self, terminal: str) -> int:
        """A terminal counts its uses."""
        self._sequences[terminal] = self._sequences.get(terminal, 0) + 1
        return self._sequences[terminal]

    def present(self, terminal: str, text: str, **details: str) -> Answer:
        """Show a code at a terminal, which signs and sends it; the answer as JSON."""
        use = self.told(self.next_sequence(terminal), text, self.clock(), **details)
        return self._send(terminal, "/v1/uses", use)

    def upload(self, terminal: str, uses: Sequence[Answer]) -> Answer:
        """Send what a terminal took without a network."""
        return self._send(terminal, "/v1/uploads", {"uses": uses})

    @staticmethod
    def told(sequence: int, text: str, at: datetime, **details: str) -> Answer:
        """One use as a terminal tells it."""
        return {"sequence": sequence, "presentation": text, "happened_at": at, "details": details}

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `onecard …` as an operator would, on this home."""
        environment = {**os.environ, "ONECARD_HOME": str(self.house.settings.home), "NO_COLOR": "1", "COLUMNS": "200"}
        return subprocess.run(
            [sys.executable, "-m", "onecard.doors.cli", *words],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def _send(self, terminal: str, path: str, body: Answer) -> Answer:
        content = msgspec.json.encode(body)
        headers = self.terminals[terminal].headers("POST", path, content, at=self.clock())
        answer: Answer = self.http.post(path, content=content, headers=headers).json()
        return answer


@dataclass
class Actor:
    """A resident at a phone."""

    http: httpx.Client

    def show_code(self, scene: str) -> str:
        """The code on the screen."""
        told = self.http.post("/v1/me/code", json={"scene": scene})
        told.raise_for_status()
        text: str = told.json()["text"]
        return text

    def report_loss(self) -> Answer:
        """Report the card lost, here and everywhere."""
        key = {"idempotency-key": str(new_id())}
        told = self.http.post("/v1/me/card/loss", json={"kind": "temporary"}, headers=key)
        told.raise_for_status()
        answer: Answer = told.json()
        return answer


@contextmanager
def open_stage(at: datetime, *, cast_of: datetime) -> Iterator[Stage]:
    """A fresh home with the cast in it as it stands at `cast_of`, served from `at` on; gone afterwards."""
    clock = HeldClock(at)
    set_up_logs("error")
    with tempfile.TemporaryDirectory(prefix="onecard-story-") as folder:
        settings = replace(read_settings({}), home=Path(folder))
        with open_database(settings) as urls:
            bring_up_to_date(urls.owner, clock=clock)
            database = Database(urls.login)
            open_keys(settings, database)
            database.close()
            with open_house(settings, clock) as house:
                found_institutions(house, cast_of)
                with _served(house) as address, httpx.Client(base_url=address, timeout=120) as http:
                    yield Stage(house, clock, http, read_terminals(demo_folder(house)))


@contextmanager
def _served(house: House) -> Iterator[str]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(house), log_config=None, access_log=False, ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive(), "the server ended before it began"
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()
