"""Finds and runs the commands that the documents show: every ```sh block, in order, in a home of the page's own.

A block marked ```sh serve starts something that stays (a server): it is started, awaited until it is ready, and stopped
at the page's end. Everything else must end by itself with exit code 0.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"^```sh( serve)?\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SHOWN = "127.0.0.1:8080"


@dataclass(frozen=True)
class Block:
    """Commands as the page shows them; `serves` where they stay running."""

    text: str
    serves: bool


def blocks(page: Path) -> list[Block]:
    """The page's commands, in order."""
    return [Block(text, bool(serves)) for serves, text in _BLOCK.findall(page.read_text(encoding="utf-8"))]


def pages() -> list[Path]:
    """Every document that shows commands."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return sorted(page for page in found if blocks(page))


class Reader:
    """Somebody who types what a page says, in a home and on a port of their own."""

    def __init__(self, home: Path) -> None:
        self.port = _free_port()
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("ONECARD_")},
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "ONECARD_HOME": str(home),
            "ONECARD_PORT": str(self.port),
            "ONECARD_DEMO_SIZE": "100000",
        }
        self._serving: list[subprocess.Popen[bytes]] = []

    def types(self, block: Block) -> None:
        """Run one block to its end, or until it is ready."""
        script = block.text.replace(_SHOWN, f"127.0.0.1:{self.port}")
        if block.serves:
            self._serving.append(self._start(script))
            self._await_ready(self._serving[-1])
            return
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=ROOT, env=self.environment,
                              capture_output=True, text=True, timeout=600, stdin=subprocess.DEVNULL)  # fmt: skip
        assert done.returncode == 0, f"{script}\n--- said\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"

    def leaves(self) -> None:
        """Stop what still serves, as Ctrl-C would."""
        for process in self._serving:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGINT)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)

    def _start(self, script: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(["bash", "-euo", "pipefail", "-c", script], cwd=ROOT, env=self.environment,
                                start_new_session=True, stdin=subprocess.DEVNULL)  # fmt: skip

    def _await_ready(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + 300
        while time.monotonic() < until:
            assert process.poll() is None, "what should serve has ended"
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/ready", timeout=2) as said:
                if said.status == 200:
                    return
            time.sleep(0.5)
        raise AssertionError("not ready after five minutes")


@contextmanager
def reader(home: Path) -> Iterator[Reader]:
    """A reader who cleans up."""
    somebody = Reader(home)
    try:
        yield somebody
    finally:
        somebody.leaves()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
