"""The real server as a process, and the hand that kills parts of it."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import psutil


class Victims:
    """`onecard serve` and everything it started; `kill_one` kills one part with SIGKILL, `settle` waits for health."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment
        self._data = Path(environment["ONECARD_HOME"]) / "postgres" / "data"
        self._address = ("127.0.0.1", int(environment["ONECARD_PORT"]))
        self._log = Path(environment["ONECARD_HOME"]).with_name("serve.log").open("ab")
        self.killed: Counter[str] = Counter()

    def __enter__(self) -> "Victims":
        self._start()
        self.settle()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.send_signal(signal.SIGTERM)
        try:
            self._server.wait(60)
        except subprocess.TimeoutExpired:  # leave nothing behind: the next test wants both cores
            for victim in self._find("everything"):
                with suppress(ProcessLookupError):
                    os.kill(victim, signal.SIGKILL)
            raise
        finally:
            self._log.close()

    def kill_one(self, chance: random.Random) -> None:
        """Kill a web process, the worker, a database process, the database, the supervisor, or everything at once."""
        kinds = {"web": 12, "worker": 2, "backend": 8, "database": 6, "supervisor": 2, "everything": 3}
        kind = chance.choices(list(kinds), list(kinds.values()))[0]
        victims = self._find(kind)
        if kind in ("web", "backend") and victims:
            victims = [chance.choice(victims)]
        if not victims:  # it is not up again yet
            return
        for victim in victims:
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
        self.killed[kind] += 1
        if kind in ("supervisor", "everything"):
            self._server.wait()
            self._start()

    def settle(self) -> None:
        """Wait until the pages answer again."""
        until = time.monotonic() + 120  # a start takes 5 s of work, and others may be at work too
        while time.monotonic() < until:
            assert self._server.poll() is None, self._said()
            with suppress(OSError), socket.create_connection(self._address, timeout=5) as line:
                line.sendall(b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                if b" 200 " in line.recv(64):
                    return
            time.sleep(0.05)
        raise AssertionError("the server did not come back\n" + self._said())

    def _start(self) -> None:
        command = [sys.executable, "-m", "onecard.doors.cli", "serve"]
        self._server = subprocess.Popen(command, env=self._environment, stdout=self._log, stderr=self._log)

    def _find(self, kind: str) -> list[int]:
        server = [self._server.pid]
        modules = {pid: _command(pid) for pid in _children(self._server.pid)}
        web = [pid for pid, command in modules.items() if "serve_web" in command]
        worker = [pid for pid, command in modules.items() if "doors.worker" in command]
        database = self._postmaster()
        return {
            "web": web,
            "worker": worker,
            "database": database,
            "backend": [pid for one in database for pid in _children(one)],
            "supervisor": server,
            "everything": server + web + worker + database,
        }[kind]

    def _postmaster(self) -> list[int]:
        with suppress(OSError, ValueError):
            pid = int((self._data / "postmaster.pid").read_text().split()[0])
            if psutil.pid_exists(pid):
                return [pid]
        return []

    def _said(self) -> str:
        self._log.flush()
        return Path(self._log.name).read_text()[-3000:]


def _children(pid: int) -> list[int]:
    try:
        return [child.pid for child in psutil.Process(pid).children()]
    except psutil.Error:
        return []


def _command(pid: int) -> str:
    try:
        return " ".join(psutil.Process(pid).cmdline())
    except psutil.Error:  # it has just died
        return ""
