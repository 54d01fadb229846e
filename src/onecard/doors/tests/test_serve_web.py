"""A web process goes when it is told to, or when who started it is gone, also while it is still starting."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from onecard.kernel.home import prepare_home
from onecard.kernel.postgres.cluster import LOGIN
from onecard.kernel.postgres.server import Server

Starting = tuple["subprocess.Popen[bytes]", Callable[[], None]]


@pytest.fixture
def starting(server: Server, fresh_database: str, tmp_path: Path) -> Iterator[Starting]:
    """A web process that has just opened its house but serves nobody yet, and how to cut its lifeline."""
    home = prepare_home(tmp_path / "home")
    where = {"ONECARD_HOME": str(home), "ONECARD_DATABASE_URL": server.url(LOGIN, fresh_database)}
    lifeline, cut = os.pipe()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        passed = (lifeline, listener.fileno())
        command = [sys.executable, "-m", "onecard.doors.serve_web", *map(str, passed)]
        process = subprocess.Popen(command, pass_fds=passed, env={**os.environ, **where})
        os.close(lifeline)
        try:
            _await(home / "keys" / "holder-1.key")  # the last of the keys that it makes
            yield process, lambda: os.close(cut)
        finally:
            process.kill()
            process.wait()
            with suppress(OSError):  # unless the test has cut it
                os.close(cut)


def _await(page: Path) -> None:
    until = time.monotonic() + 60
    while not page.exists():
        assert time.monotonic() < until, "the process never opened its house"
        time.sleep(0.01)


#: After that it needs some half a second to build its pages.
@pytest.mark.parametrize("seconds", [0.2, 0.4])
def test_it_goes_when_told_to_while_it_is_starting(starting: Starting, seconds: float) -> None:
    process, _ = starting
    time.sleep(seconds)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) in (0, -signal.SIGTERM)


def test_it_goes_when_who_started_it_is_gone_while_it_is_starting(starting: Starting) -> None:
    process, cut_the_lifeline = starting
    time.sleep(0.2)
    cut_the_lifeline()
    assert process.wait(timeout=30) in (0, -signal.SIGTERM)
