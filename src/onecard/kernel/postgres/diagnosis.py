"""Reads what PostgreSQL left behind (its pid file, its log) and says what is the matter."""

import os
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from onecard.kernel.home import HomeNotOurs
from onecard.kernel.postgres.errors import DiskFull, PermissionMissing, PortTaken, ServerFailed

_LOG_BYTES_MAX = 10_000_000
#: Seen for some seconds after kill -9: the old server's processes have not all gone yet, or one died while starting.
_PASSING = re.compile(
    r"pre-existing shared memory block|lock file \"[^\"]*\" already exists|was terminated by signal 9"
)


def postmaster_pid(data: Path) -> int | None:
    """The process id of the running server, by its pid file."""
    try:
        pid = _noted_pid(data)
        os.kill(pid, 0)
    except (FileNotFoundError, ProcessLookupError, ValueError):
        return None
    except PermissionError:
        pass
    return None if _is_unburied(pid) else pid


def is_stuck(data: Path) -> bool:
    """Asked of a server that refuses everybody: whether nothing of it works on its recovery any more.

    Seen once where the process that did was killed: the others sat there and waited for ever. False where the system
    does not tell, or it is on its way down.
    """
    pid = postmaster_pid(data)
    try:
        if "stopping" in (data / "postmaster.pid").read_text():
            return False
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return False
    return not any(_title(child).startswith(b"postgres: startup") for child in children)


def _title(process: str) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:  # it has gone: each refusal is a process of its own
        return b""


@dataclass(frozen=True)
class Listening:
    """Where a server listens, as it noted itself; `port` is None when it has only its socket."""

    sockets: Path
    number: int
    port: int | None
    ready: bool


def listening(data: Path) -> Listening | None:
    """What the server of this data noted when it started (it may be dead since); None where it has not yet."""
    with suppress(OSError, ValueError, IndexError):
        lines = (data / "postmaster.pid").read_text().splitlines()
        number = int(lines[3])
        return Listening(Path(lines[4]), number, number if lines[5].strip() else None, lines[7].strip() == "ready")
    return None


def forget_the_dead(data: Path, sockets: Path) -> None:
    """Remove the lock files of a killed server when another program now has its number, or nobody buried it.

    Only where /proc tells us for certain that no process works in the data folder any more.
    """
    try:
        os.kill(_noted_pid(data), 0)
    except (OSError, ValueError):
        return  # PostgreSQL itself sees that nobody has that number
    if not Path("/proc/self/cwd").exists():
        return
    if not any(_works_in(process, data) for process in Path("/proc").iterdir() if process.name.isdigit()):
        for page in (data / "postmaster.pid", *sockets.glob(".s.PGSQL.*.lock")):
            page.unlink(missing_ok=True)


def raise_unless_passing(log: Path, mark: int, data: Path, port: int | None, account: str) -> None:
    """Turn the log since `mark` into a Fault with words, unless waiting will mend it."""
    with log.open("rb") as page:
        page.seek(mark)
        said = page.read().decode(errors="replace")
    if _PASSING.search(said):
        return
    fatal = "\n".join(line for line in said.splitlines() if re.search("FATAL|PANIC|could not", line)) or said[-500:]
    if "Address already in use" in said or "is another postmaster already running on port" in said:
        raise PortTaken(fatal, port=port or 5432, setting="ONECARD_POSTGRES_PORT")
    if "No space left" in said:
        raise DiskFull(fatal, path=data)
    if "wrong ownership" in said:
        raise HomeNotOurs(fatal, path=data)
    if "Permission denied" in said:
        raise PermissionMissing(fatal, path=data, account=account)
    raise ServerFailed(fatal, log=log)


def rotate(log: Path) -> None:
    """Keep one old log beside the present one, so that it never grows without end.

    Emptied and not renamed: whoever writes at its end goes on in the same file.
    """
    with suppress(FileNotFoundError):
        if log.stat().st_size > _LOG_BYTES_MAX:
            shutil.copyfile(log, log.with_suffix(".log.1"))
            os.truncate(log, 0)


def _noted_pid(data: Path) -> int:
    return int((data / "postmaster.pid").read_text().split("\n", 1)[0])


def _is_unburied(pid: int) -> bool:
    """Dead, but not yet collected by the process that started it: its number still answers."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (OSError, IndexError):
        return False


def _works_in(process: Path, data: Path) -> bool:
    try:
        return (process / "cwd").samefile(data)  # the folder itself: by whatever path, a link's too
    except OSError:
        return False
