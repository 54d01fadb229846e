"""Serves: PostgreSQL, the web processes and the worker; what dies is started again, all is stopped cleanly at the end.

The web processes share nothing but the port: each listens on a socket of its own that this process keeps open, so a
connection that arrives while one is being replaced waits instead of failing. They notice by a pipe when this process
is gone, and leave too.
"""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from psycopg import OperationalError

from onecard.doors.bootstrap import Urls, open_database, open_keys
from onecard.doors.schema import bring_up_to_date
from onecard.kernel.errors import Problem
from onecard.kernel.logs import get_log, set_up_logs
from onecard.kernel.metrics import forget_process, set_up_metrics
from onecard.kernel.postgres.diagnosis import rotate
from onecard.kernel.postgres.errors import PortTaken
from onecard.kernel.postgres.migrate import Report
from onecard.kernel.postgres.server import Say
from onecard.kernel.postgres.transaction import Database
from onecard.kernel.settings import Settings

BACKLOG = 2048
STOP_SECONDS = 15
_TICK_SECONDS = 0.1
_PATIENCE_SECONDS = 3.0


@dataclass
class Child:
    """A process we keep alive: its module, the socket it listens on, and how often it died lately."""

    module: str
    listener: socket.socket | None = None
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    deaths: int = field(default=0)
    log: TextIO | None = None

    def pause(self) -> float:
        """How long to wait before another start: none at first, up to five seconds where it dies again and again."""
        return min(5.0, 0.1 * 2**self.deaths) if self.deaths > 1 else 0.0


def prepare(settings: Settings, urls: Urls, report: Report | None = None) -> int:
    """Everything that must stand before a door opens: the schema and the keys. Returns how many files were applied."""
    applied = bring_up_to_date(urls.owner, report=report)
    database = Database(urls.login)
    try:
        open_keys(settings, database)
    finally:
        database.close()
    return applied


def _prepare_steadily(settings: Settings, urls: Urls, report: Report | None) -> None:
    """Our own server may die meanwhile, and every step may be done again; somebody else's is theirs to keep up."""

    def work() -> int:
        return prepare(settings, urls, report)

    if urls.server is None:
        work()
    else:
        urls.server.steadily(work)


@dataclass(frozen=True)
class Opening:
    """What happens at the opening: `ready` when the pages answer, then `errand` (a command of ours, run to its end
    before the worker starts), then `settled`. With `for_people` the screen is theirs and all logs go to a file."""

    ready: Callable[[], None]
    settled: Callable[[], None]
    errand: Sequence[str] = ()
    report: Report | None = None
    for_people: bool = False


def serve(settings: Settings, opening: Opening, *, say: Say) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    set_up_logs(settings.log_level)
    with ExitStack() as stack:
        listeners = stack.enter_context(listen(settings))
        stop = stack.enter_context(_told_to_stop())
        urls = stack.enter_context(open_database(settings, say))
        if urls.server is not None:
            urls.server.give_up = lambda: bool(stop)
        _prepare_steadily(settings, urls, opening.report)
        set_up_metrics(settings.home / "metrics", fresh=True)
        log = stack.enter_context(_log_file(settings, always=opening.for_people))
        set_up_logs(settings.log_level, log)
        children = [Child("onecard.doors.serve_web", listener, log=log) for listener in listeners]
        lifeline = stack.enter_context(_lifeline())
        stack.callback(_stop_all, children)
        _tend(urls, children, lifeline, lambda: bool(stop) or _answers(settings))
        if not stop:
            opening.ready()
            _run_errand(opening.errand, lambda: _tend(urls, children, lifeline, None), stop)
        if not stop:
            children.append(Child("onecard.doors.worker", log=log))
            opening.settled()
            _tend(urls, children, lifeline, lambda: bool(stop))
        say("正在停止 · stopping")


@contextmanager
def listen(settings: Settings) -> Iterator[list[socket.socket]]:
    """One listening socket a web process; PortTaken where somebody else already listens there."""
    with ExitStack() as stack:
        try:
            _wait_for_port(settings)
            shared = hasattr(socket, "SO_REUSEPORT") and sys.platform == "linux"
            sockets = [_bound(settings, shared=shared) for _ in range(settings.workers if shared else 1)]
        except OSError as error:
            raise PortTaken(error.strerror or "", port=settings.port, setting="ONECARD_PORT") from error
        for one in sockets:
            stack.enter_context(one)
            one.listen(BACKLOG)
        yield sockets if shared else sockets * settings.workers


def _wait_for_port(settings: Settings) -> None:
    """Ours may still be leaving: a moment's patience, then the error that says who must go."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            _bound(settings, shared=False).close()
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > until:
                raise
            time.sleep(_TICK_SECONDS)
        else:
            return


def _bound(settings: Settings, *, shared: bool) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    one = socket.socket(family, socket.SOCK_STREAM)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        one.bind((settings.host, settings.port))
    except OSError:
        one.close()
        raise
    return one


def _tend(urls: Urls, children: list[Child], lifeline: int, until: Callable[[], bool] | None) -> None:
    """Keep everything alive until told otherwise; without `until` for one tick."""
    while True:
        _keep_alive(urls, children, lifeline)
        _keep_logs_small(urls, children)
        time.sleep(_TICK_SECONDS)
        if until is None or until():
            return


def _run_errand(errand: Sequence[str], tend: Callable[[], None], stop: Sequence[int]) -> None:
    if not errand:
        return
    process = subprocess.Popen([sys.executable, "-m", *errand], stdin=subprocess.DEVNULL, start_new_session=True)
    while process.poll() is None and not stop:
        tend()
    with suppress(ProcessLookupError):  # with the processes it started itself
        os.killpg(process.pid, signal.SIGTERM)
    process.wait()


def _keep_alive(urls: Urls, children: list[Child], lifeline: int) -> None:
    if urls.server is not None and not urls.server.alive():
        get_log().warning("database_restarted")
        try:
            urls.server.revive()
        except (Problem, OperationalError) as error:  # a full disk may be freed: say so, and try again
            get_log().error("database_down", code=getattr(error, "code", type(error).__name__))
            time.sleep(1)
            return
    for child in children:
        if child.process is not None and child.process.poll() is not None:
            get_log().warning("process_died", part=child.module, status=child.process.returncode)
            forget_process(child.process.pid)
            child.deaths = child.deaths + 1 if time.monotonic() - child.started < 10 else 1
            child.process = None
        if child.process is None and time.monotonic() - child.started >= child.pause():
            _start(child, lifeline)


def _keep_logs_small(urls: Urls, children: list[Child]) -> None:
    written = {Path(child.log.name) for child in children if child.log} | ({urls.server.log} if urls.server else set())
    for page in written:
        rotate(page)


def _start(child: Child, lifeline: int) -> None:
    child.started = time.monotonic()
    passed = [lifeline, *([child.listener.fileno()] if child.listener else [])]
    command = [sys.executable, "-m", child.module, *map(str, passed)]
    child.process = subprocess.Popen(
        command, pass_fds=passed, stdin=subprocess.DEVNULL, stderr=child.log, start_new_session=True
    )


def _stop_all(children: list[Child]) -> None:
    running = [child.process for child in children if child.process is not None]
    for process in running:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
    until = time.monotonic() + STOP_SECONDS
    for process in running:
        try:
            process.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(settings: Settings) -> bool:
    """Whether the pages answer; asked of ourselves over HTTP, once a tick until it is so."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 - compared, not bound
    try:
        with socket.create_connection((host, settings.port), timeout=2) as line:
            line.sendall(b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return b" 200 " in line.recv(64)
    except OSError:
        return False


@contextmanager
def _told_to_stop() -> Iterator[list[int]]:
    """A list that is filled by the first SIGTERM, SIGINT or SIGHUP; a second one ends the process at once."""
    told: list[int] = []

    def note(number: int, _frame: object) -> None:
        told.append(number)
        signal.signal(number, signal.SIG_DFL)

    before = {number: signal.signal(number, note) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    yield told
    for number, handler in before.items():
        signal.signal(number, handler)


@contextmanager
def _log_file(settings: Settings, *, always: bool) -> Iterator[TextIO | None]:
    """At a terminal the logs go to a file, so that a person can read the screen; otherwise to standard error, where
    whoever runs us as a service collects them, unless `always` says a file."""
    if not (always or sys.stderr.isatty()):
        yield None
        return
    page = settings.home / "logs" / "onecard.log"
    page.parent.mkdir(exist_ok=True)
    page.touch(mode=0o600)
    rotate(page)
    with page.open("a", encoding="utf-8", buffering=1) as log:
        yield log


@contextmanager
def _lifeline() -> Iterator[int]:
    """The reading end of a pipe that closes when this process ends, however it ends."""
    reading, writing = os.pipe()
    yield reading
    os.close(reading)
    os.close(writing)
