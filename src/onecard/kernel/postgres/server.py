"""Supervises the embedded PostgreSQL of one ONECARD_HOME.

Whoever comes first starts it, whoever comes later attaches, and the last one out stops it: every user holds a shared
lock that dies with its process, so a killed process never leaves a wrong belief behind. After kill -9 a start is
refused for a while and recovery takes its time; `open` waits for both and says so.
"""

import fcntl
import hashlib
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TypeVar
from urllib.parse import quote, urlencode

from psycopg import OperationalError, pq
from psycopg.conninfo import make_conninfo

from onecard.kernel.home import HomeNotWritable, prepare_home
from onecard.kernel.postgres import diagnosis
from onecard.kernel.postgres.cluster import (
    LOGIN,
    OWNER,
    SETTINGS,
    SUPERUSER,
    ensure_cluster,
    passwords,
    write_settings,
)  # fmt: skip
from onecard.kernel.postgres.errors import DatabaseUnreachable, PermissionMissing, ServerFailed
from onecard.kernel.postgres.principals import ensure_principals
from onecard.kernel.postgres.programs import find_programs

DATABASE = "onecard"
_SOCKET_PATH_MAX = 100
_REFUSED_SECONDS = 90
_DEAF_SECONDS = 10
#: Longer than PostgreSQL gives its own processes to go after a crash.
_STUCK_SECONDS = 15
_RECOVERY_SECONDS = 1800
_STOP_SECONDS = 300
_TRIES, _AGAIN_SECONDS = 6, 0.3
T = TypeVar("T")
Say = Callable[[str], None]


class Server:
    """The server of one home. `open()` before the first use, `close()` after the last."""

    def __init__(
        self, home: Path, *, port: int | None = None, settings: Mapping[str, str] | None = None, say: Say | None = None
    ) -> None:
        self.home = prepare_home(home.absolute())
        self.port = port
        self.folder = self.home / "postgres"
        self.data = self.folder / "data"
        self.log = self.home / "logs" / "postgres.log"
        self._extra = settings or {}
        self._say: Say = say or (lambda _: None)
        #: Asked while waiting: whoever was told to stop need not wait for a long recovery.
        self.give_up: Callable[[], bool] = lambda: False
        self._process: subprocess.Popen[bytes] | None = None
        self._users: IO[str] | None = None
        self._said: dict[str, float] = {}

    def open(self, *, start: bool = True) -> "Server":
        """Attach to the running server or start it (with `start=False` wait for who does); returns when it answers."""
        self._programs = find_programs(self.home)
        self._programs.give(self.folder)
        self._pgpass = passwords(self.home / "secrets")
        self._sockets = self._socket_folder()
        self.log.parent.mkdir(exist_ok=True)
        self._users = (self.home / "users.lock").open("w")
        fcntl.flock(self._users, fcntl.LOCK_SH)
        if start:
            self.revive()
        else:
            self._wait_for_others()
        return self

    def revive(self) -> None:
        """Start the server again if it is gone; a running one is left alone."""
        self.steadily(self._bring_up)

    def steadily(self, work: Callable[[], T]) -> T:
        """Do what may be begun again: where the server is lost on the way it is brought up and the work done anew.

        Raises OperationalError when that does not help: then it is not the server's coming and going.
        """
        for _ in range(_TRIES - 1):
            try:
                return work()
            except OperationalError:
                self._bring_up_or_wait()
        return work()

    def _bring_up(self) -> None:
        with self._alone():
            if self._ping() != pq.Ping.OK:
                self._start()
            ensure_principals(self.url(SUPERUSER, "postgres"), self._pgpass, DATABASE)

    def _bring_up_or_wait(self) -> None:
        time.sleep(_AGAIN_SECONDS)  # a server that has just been hit says so only after a moment
        with suppress(OperationalError):
            self._bring_up()

    def _wait_for_others(self) -> None:
        began = time.monotonic()
        while not self.alive():
            self._wait(time.monotonic() - began, _RECOVERY_SECONDS, "等待数据库 · waiting for the database", pause=0.05)

    def alive(self) -> bool:
        """Whether the server answers now (a recovering one does not)."""
        return self._ping() == pq.Ping.OK

    def url(self, role: str, database: str = DATABASE) -> str:
        """A libpq URL for one of our roles; the password stays in its file."""
        where = {"host": str(self._sockets), "port": str(self.port or 5432), "passfile": str(self._pgpass)}
        return f"postgresql://{quote(role)}@/{quote(database)}?{urlencode(where)}"

    @property
    def owner_url(self) -> str:
        """For migrations: the role that owns the schema."""
        return self.url(OWNER)

    @property
    def login_url(self) -> str:
        """For the doors: a role with no rights of its own that may become onecard_app, onecard_use, onecard_board."""
        return self.url(LOGIN)

    def close(self) -> None:
        """Leave; the last one out stops the server and waits until it is down."""
        users, self._users = self._users, None
        if users is None:
            return
        fcntl.flock(users, fcntl.LOCK_UN)
        with users, suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_still(users, self.home / "users.lock"):
                self._stop()

    def stop_if_unused(self) -> bool:
        """Stop a server that nobody uses any more; False where somebody does. For `onecard reset`."""
        with (self.home / "users.lock").open("w") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            self._stop()
        return True

    def __enter__(self) -> "Server":
        return self.open()

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ping(self) -> pq.Ping:
        """Ask the server of our data, wherever it listens; whoever attaches takes it as it is.

        It may have been started with another port, or another folder for long paths. And where its data was deleted
        and made anew, a server that is not ours may sit on our socket for up to a minute: ours is never ready then.
        """
        noted = diagnosis.listening(self.data)
        if noted is None:
            return pq.Ping.NO_RESPONSE
        for sockets in dict.fromkeys((noted.sockets, self._sockets)):
            where = make_conninfo(host=str(sockets), port=noted.number, dbname="postgres")
            answer = pq.Ping(pq.PGconn.ping(where.encode()))
            if answer == pq.Ping.REJECT or (answer == pq.Ping.OK and noted.ready):
                self._attach(sockets, noted.port)
                return answer
        return pq.Ping.NO_RESPONSE

    def _attach(self, sockets: Path, port: int | None) -> None:
        if self.port not in (None, port):
            self._say(f"数据库已在运行，端口不变 · it runs already and keeps its port: {port or '—'}")
        self._sockets, self.port = sockets, port

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            lock = (self.home / "start.lock").open("w")
        except FileNotFoundError as error:
            raise HomeNotWritable("deleted while in use", path=self.home) from error
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _start(self) -> None:
        if ensure_cluster(self.data, self._programs, self._pgpass):
            self._say("数据库已建立 · database created")
        listen = "127.0.0.1" if self.port else ""  # without a port only the socket
        write_settings(self.data, self._programs, {
            **SETTINGS, **self._extra, "listen_addresses": listen, "port": str(self.port or 5432),
            "unix_socket_directories": str(self._sockets), "unix_socket_permissions": "0700",
        })  # fmt: skip
        self._wait_until_it_answers()

    def _wait_until_it_answers(self) -> None:
        began = moved = time.monotonic()
        mark = self._spawn()
        while (ping := self._ping()) != pq.Ping.OK:
            waited = time.monotonic() - began
            if ping == pq.Ping.REJECT:
                moved = moved if diagnosis.is_stuck(self.data) else time.monotonic()
                if time.monotonic() - moved > _STUCK_SECONDS:
                    self._stop()
                    mark, moved = self._spawn(), time.monotonic()
                self._wait(waited, _RECOVERY_SECONDS, "数据库正在恢复 · the database is recovering")
            elif self._process is not None and self._process.poll() is not None:
                if self._process.returncode >= 0:  # killed while starting, it is simply started again
                    diagnosis.raise_unless_passing(self.log, mark, self.data, self.port, self._programs.account_name)
                if waited > _DEAF_SECONDS and not list(self._sockets.glob(".s.PGSQL.*[0-9]")):
                    self._stop()  # it runs, but somebody deleted its socket: nobody can ever reach it again
                self._wait(waited, _REFUSED_SECONDS, "旧进程尚未退出 · the old server is still leaving")
                mark = self._spawn()
            else:
                self._wait(waited, _RECOVERY_SECONDS, "正在启动数据库 · starting the database", pause=0.02)

    def _wait(self, waited: float, limit: float, words: str, pause: float = 0.25) -> None:
        if self.give_up():
            raise DatabaseUnreachable("told to stop while waiting for it")
        if waited > limit:
            raise ServerFailed(f"gave up after {limit} s", log=self.log)
        if waited > 1 and time.monotonic() - self._said.get(words, 0.0) >= 1:
            self._said[words] = time.monotonic()
            self._say(f"{words}（{waited:.0f} s）")
        time.sleep(pause)

    def _spawn(self) -> int:
        """Start the process in a session of its own (a Ctrl-C is ours to handle); returns where its log begins."""
        diagnosis.forget_the_dead(self.data, self._sockets)
        diagnosis.rotate(self.log)
        command = [str(self._programs.folder / "postgres"), "-D", str(self.data)]
        with self.log.open("ab") as out:
            mark = out.tell()
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
                **self._programs.as_account(),
            )  # fmt: skip
        return mark

    def _stop(self) -> None:
        pid = diagnosis.postmaster_pid(self.data)
        if pid is None:
            return
        self._say("正在停止数据库 · stopping the database")
        lost = self._ping() == pq.Ping.REJECT and diagnosis.is_stuck(self.data)  # only at once, and then it recovers
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGQUIT if lost else signal.SIGINT)
        began = time.monotonic()
        while diagnosis.postmaster_pid(self.data) == pid and time.monotonic() - began < _STOP_SECONDS:
            if self._process is not None:
                self._process.poll()
            time.sleep(0.02)

    def _socket_folder(self) -> Path:
        """Inside the data's folder, or a short one of the system's where that path is too long for a socket."""
        folder = self.folder / "run"
        if len(os.fsencode(folder)) + len("/.s.PGSQL.65535") > _SOCKET_PATH_MAX:
            name = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]
            folder = Path(tempfile.gettempdir()) / f"onecard-{os.geteuid()}-{name}"
            if folder.is_symlink() or (folder.exists() and folder.stat().st_uid not in self._our_ids()):
                raise PermissionMissing("made by somebody else", path=folder, account=self._programs.account_name)
        return self._programs.give(folder)

    def _our_ids(self) -> set[int]:
        return {os.geteuid(), *([self._programs.account.pw_uid] if self._programs.account else [])}


def _is_still(opened: IO[str], path: Path) -> bool:
    """Whether this open file is the one at the path; not where the home was deleted and made anew by somebody else."""
    try:
        return os.path.samestat(os.fstat(opened.fileno()), path.stat())
    except FileNotFoundError:
        return False
