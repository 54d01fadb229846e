"""A home of a server's own, and servers that lost the process that started them."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from onecard.kernel.postgres import diagnosis
from onecard.kernel.postgres.server import Server


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that the database's account can enter (pytest's own is private)."""
    folder = Path(tempfile.mkdtemp(prefix="onecard-server-"))
    folder.chmod(0o755)
    yield folder / "home"
    if (folder / "home" / "postgres").is_dir():
        Server(folder / "home").stop_if_unused()
    shutil.rmtree(folder)


@pytest.fixture
def abandoned(home: Path) -> Iterator[Callable[..., int]]:
    """Starts a server in another process and kills that process alone; says the number of the server that is left."""
    left: list[int] = []

    def leave(where: Path = home, **environment: str) -> int:
        where.parent.mkdir(exist_ok=True)
        code = """
import sys, pathlib
from onecard.kernel.postgres.server import Server
Server(pathlib.Path(sys.argv[1])).open()
print("up", flush=True)
input()
"""
        starter = subprocess.Popen(
            [sys.executable, "-c", code, str(where)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, **environment}, start_new_session=True,
        )  # fmt: skip
        assert starter.stdout is not None and starter.stdout.readline() == b"up\n"
        os.killpg(starter.pid, signal.SIGKILL)
        starter.communicate()
        pid = diagnosis.postmaster_pid(where / "postgres" / "data")
        assert pid is not None
        left.append(pid)
        return pid

    yield leave
    for pid in left:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGQUIT)
