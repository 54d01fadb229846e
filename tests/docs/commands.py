"""Finds and runs the commands that the documents show: every ```sh block, in order, in a home of the page's own.

A block marked ```sh serve starts something that stays (a server): it is started, awaited until its pages answer and its
screen has said how to sign in (the demo nation is whole then, as a reader would wait for), and stopped at the page's
end. Everything else must end by itself with exit code 0. The reader works in a copy of the repository, so that a page
may write files. The words that run the tests themselves, or measure, are only looked up (`make -n`); docs/README.md
says which.
"""

import os
import re
import shutil
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
#: They run the tests that run them, or measure for half an hour.
ONLY_LOOKED_UP = ("test", "check", "bench")
_THE_GATE_ITSELF = re.compile(rf"^make ({'|'.join(ONLY_LOOKED_UP)})$", re.MULTILINE)
_SETTLED = "Ctrl-C 停止 · stops"
_NOT_COPIED = shutil.ignore_patterns(".git", ".venv", ".*_cache", ".hypothesis", "build", "*.egg-info")


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
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").glob("*.md")]
    return sorted(page for page in found if blocks(page))


class Reader:
    """Somebody who types what a page says, with a copy, a home, a port and a PostgreSQL database of their own."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.port = _free_port()
        self.copy, self.screen = folder / "onecard", folder / "screen.txt"
        shutil.copytree(ROOT, self.copy, ignore=_NOT_COPIED)
        (self.copy / ".venv").symlink_to(Path(sys.prefix))
        for page in ("pyproject.toml", "requirements.lock", "requirements-dev.lock"):
            os.utime(self.copy / page, (0, 0))  # or make would install the copy into the environment that is shared
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("ONECARD_")},
            "PATH": f"{Path(sys.prefix) / 'bin'}:{os.environ['PATH']}",
            "PYTHONPATH": str(self.copy / "src"),
            "ONECARD_HOME": str(folder / "home"),
            "ONECARD_PORT": str(self.port),
            "ONECARD_DEMO_SIZE": "1000000",
            "MY_DATABASE_URL": database_url,
        }
        self._serving: list[subprocess.Popen[bytes]] = []

    def types(self, block: Block) -> None:
        """Run one block to its end, or until it is ready."""
        script = block.text.replace(_SHOWN, f"127.0.0.1:{self.port}")
        script = _THE_GATE_ITSELF.sub(r"make -n \1 >/dev/null", script)
        if block.serves:
            self._serving.append(self._start(script))
            self._await_ready(self._serving[-1])
            return
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=self.copy,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=600,
            stdin=subprocess.DEVNULL,
            check=False,
        )
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
        with self.screen.open("w") as screen:
            return subprocess.Popen(["bash", "-euo", "pipefail", "-c", script], cwd=self.copy, env=self.environment,
                                    start_new_session=True, stdin=subprocess.DEVNULL, stdout=screen)  # fmt: skip

    def _await_ready(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + 300
        while time.monotonic() < until:
            assert process.poll() is None, "what should serve has ended"
            with (
                suppress(OSError),
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/ready", timeout=2) as said,
            ):
                if said.status == 200 and _SETTLED in self.screen.read_text(encoding="utf-8"):
                    return
            time.sleep(0.5)
        raise AssertionError(f"not ready after five minutes:\n{self.screen.read_text(encoding='utf-8')[-2000:]}")


@contextmanager
def reader(folder: Path, database_url: str = "") -> Iterator[Reader]:
    """A reader who cleans up."""
    somebody = Reader(folder, database_url)
    try:
        yield somebody
    finally:
        somebody.leaves()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
