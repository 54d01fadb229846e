"""The platform as it is run, `onecard serve` in a process group of its own, and what its processes cost."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from onecard.kernel.settings import Settings

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Spent:
    """CPU seconds so far of our web processes and of PostgreSQL's, and the memory of all of them."""

    web: float
    postgres: float
    resident_bytes: int


@contextmanager
def served(settings: Settings, **environment: str) -> Iterator[None]:
    """Serve a home until the block ends."""
    known = {
        "ONECARD_HOME": str(settings.home),
        "ONECARD_PORT": str(settings.port),
        "ONECARD_CLOCK_SKEW_SECONDS": "600",
    }
    program = subprocess.Popen(
        [str(Path(sys.executable).parent / "onecard"), "serve"],
        env=os.environ | known | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _await(settings.port)
        yield
    finally:
        program.send_signal(signal.SIGTERM)
        program.wait(timeout=60)


def spent(settings: Settings) -> Spent:
    """Read from /proc; zeros where there is none."""
    web = postgres = 0.0
    memory = 0
    marks = (str(settings.home / "postgres"), "postgres: onecard")
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            fields = (folder / "stat").read_text().rsplit(") ", 1)[1].split()
            pages = _own_pages(folder)
        except OSError:
            continue
        seconds = (int(fields[11]) + int(fields[12])) / _TICKS
        if "onecard.doors.serve_web" in command:
            web, memory = web + seconds, memory + pages
        elif any(mark in command for mark in marks) or command.startswith("postgres:"):
            postgres, memory = postgres + seconds, memory + pages
        elif "onecard.doors.worker" in command or "onecard serve" in command:
            memory += pages
    return Spent(web, postgres, memory)


def _own_pages(folder: Path) -> int:
    """Memory in bytes with shared pages counted once, by shares (PSS)."""
    for line in (folder / "smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def _await(port: int) -> None:
    for _ in range(600):
        try:
            with urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"nothing serves on port {port}")
