"""The data folder of the embedded PostgreSQL: made once, its settings written anew at each start.

Durable before fast: fsync and synchronous_commit stay on. The rest is tuned for one machine of two cores.
"""

import contextlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from onecard.kernel.home import HomeNotOurs
from onecard.kernel.postgres.errors import DiskFull, PermissionMissing, ServerFailed, WrongVersion
from onecard.kernel.postgres.programs import MAJOR, Programs

#: The bootstrap superuser, the owner of the schema, and the login that the doors use.
SUPERUSER, OWNER, LOGIN = "postgres", "onecard_owner", "onecard_login"

SETTINGS: Mapping[str, str] = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "wal_buffers": "16MB",
    "wal_compression": "pglz",
    "min_wal_size": "256MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "30min",
    "checkpoint_completion_target": "0.9",
    "wal_level": "replica",
    "max_wal_senders": "4",
    "max_connections": "300",
    "max_locks_per_transaction": "256",  # a batch holds a lock for each of its holders
    "max_worker_processes": "6",
    "max_parallel_workers": "2",
    "max_parallel_workers_per_gather": "1",
    "jit": "off",
    "random_page_cost": "1.1",
    "default_statistics_target": "100",
    "autovacuum_max_workers": "2",
    "autovacuum_naptime": "60s",
    "autovacuum_vacuum_scale_factor": "0.05",
    "autovacuum_analyze_scale_factor": "0.05",
    "autovacuum_vacuum_insert_scale_factor": "0.2",
    "idle_in_transaction_session_timeout": "5min",
    "password_encryption": "scram-sha-256",
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",  # a failing statement may carry personal data: never into the log
    "log_error_verbosity": "terse",  # DETAIL names the key of a row that is there already, and the failing row
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
    "timezone": "UTC",
    "log_timezone": "UTC",
}

_ACCESS = """# Written by OneCard at each start; nobody is trusted without a password.
local all all scram-sha-256
host all all 127.0.0.1/32 scram-sha-256
host all all ::1/128 scram-sha-256
"""


def passwords(folder: Path) -> Path:
    """The password file of libpq (mode 600), with a generated password for each of our three roles."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    page = folder / "pgpass"
    if not page.exists():
        lines = [f"*:*:*:{role}:{secrets.token_urlsafe(32)}\n" for role in (SUPERUSER, OWNER, LOGIN)]
        draft = folder / "pgpass.new"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            out.writelines(lines)
            out.flush()
            os.fsync(out.fileno())
        draft.rename(page)
    return page


def password_of(page: Path, role: str) -> str:
    """One role's password out of the password file."""
    return next(line.split(":", 4)[4] for line in page.read_text().splitlines() if f":{role}:" in line)


def ensure_cluster(data: Path, programs: Programs, page: Path) -> bool:
    """Make the data folder unless it stands; True when it was made. Another's folder is refused, never touched."""
    version = data / "PG_VERSION"
    if version.exists():
        _check(data, version.read_text().strip(), programs)
        return False
    if data.exists() and any(data.iterdir()):
        raise HomeNotOurs(path=data)
    _initdb(data, programs, password_of(page, SUPERUSER))
    return True


def write_settings(data: Path, programs: Programs, settings: Mapping[str, str]) -> None:
    """The files PostgreSQL reads at its start: our settings, and who may connect."""
    lines = [f"{name} = '{value}'\n" for name, value in settings.items()]
    _write(data / "postgresql.conf", "# Written by OneCard at each start.\n" + "".join(lines), programs)
    _write(data / "pg_hba.conf", _ACCESS, programs)


def _check(data: Path, found: str, programs: Programs) -> None:
    if found != str(MAJOR):
        raise WrongVersion(found=found, needed=MAJOR)
    mine = programs.account.pw_uid if programs.account else os.geteuid()
    if data.stat().st_uid != mine:
        raise HomeNotOurs(f"belongs to uid {data.stat().st_uid}, not {mine}", path=data)


def _initdb(data: Path, programs: Programs, password: str) -> None:
    # initdb works in a folder of another name, so that one cut short is never taken for a whole one.
    draft = data.with_name("data.new")
    shutil.rmtree(draft, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=data.parent) as folder:
        page = programs.give(Path(folder)) / "password"
        _write(page, password + "\n", programs)
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        done = programs.run(
            "initdb", f"--pgdata={draft}", f"--username={SUPERUSER}", f"--pwfile={page}", "--auth=scram-sha-256",
            "--no-instructions", *locale,
        )  # fmt: skip
    if done.returncode:
        said = done.stderr.strip()
        if "No space left" in said:
            raise DiskFull(said, path=data)
        if "Permission denied" in said:
            raise PermissionMissing(said, path=data, account=programs.account_name)
        raise ServerFailed(said, log=data)
    if data.exists():
        data.rmdir()
    draft.rename(data)


def _write(page: Path, text: str, programs: Programs) -> None:
    with contextlib.suppress(FileNotFoundError):
        page.unlink()
    with os.fdopen(os.open(page, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
    if programs.account is not None:
        os.chown(page, programs.account.pw_uid, programs.account.pw_gid)
