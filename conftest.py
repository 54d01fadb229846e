"""Fixtures for all tests: one throw-away PostgreSQL a test run, a migrated template, a clean database where committed.

The first worker that needs the server starts it and migrates the template; the others wait at a lock and attach.
The run's main process stops the server and deletes its folder; leftovers of killed runs are cleared at the next start.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import settings
from psycopg.conninfo import make_conninfo
from psycopg.rows import namedtuple_row
from xdist.scheduler import LoadScopeScheduling

from onecard.kernel.clock import SHANGHAI, HeldClock
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.cluster import LOGIN, OWNER, SUPERUSER
from onecard.kernel.postgres.server import Server
from onecard.kernel.postgres.transaction import Database, Transaction

# How long one invented example takes says nothing of it: the other worker wants the processors too.
settings.register_profile("in its own time", deadline=None)
settings.load_profile("in its own time")

HELD = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
_HOME = "ONECARD_TEST_HOME"
_PREFIX = "onecard-test-"
#: A test's data may be lost with the machine's power; nothing else differs from the real server.
_QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "200",
    "autovacuum": "off",
    "checkpoint_timeout": "1h",
}


#: Tests that look at a clock, drive a browser or kill programs: one worker does them all, so that none has another
#: beside it. By path, because xdist's own groups are lost with this pytest: a node id can no longer be given a suffix.
_TAKE_TURNS = (
    "tests/browser/",
    "tests/faults/",
    "src/onecard/rulebook/tests/test_values.py::test_the_whole_rulebook_is_read_in_less_than_a_second",
)


class TakingTurns(LoadScopeScheduling):
    """Each test by itself, but those that take turns together."""

    def _split_scope(self, nodeid: str) -> str:
        return "takes_turns" if nodeid.startswith(_TAKE_TURNS) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> TakingTurns | None:
    """The schedule of `--dist loadgroup`, as `make test` wants it."""
    return TakingTurns(config, log) if config.getvalue("dist") == "loadgroup" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that both workers have work to the end; those that take turns keep theirs."""
    items.sort(key=lambda item: item.nodeid.startswith(_TAKE_TURNS) or "slow" not in item.keywords)


def pytest_configure(config: pytest.Config) -> None:
    """The main process names the run's folder; xdist workers inherit the name."""
    if not hasattr(config, "workerinput"):
        _clear_leftovers()
        home = Path(tempfile.gettempdir()) / f"{_PREFIX}{os.getpid()}-{new_id().hex[-6:]}"
        os.environ[_HOME] = str(home)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The main process takes the server down, when there was one."""
    if not hasattr(config, "workerinput"):
        _remove(Path(os.environ.pop(_HOME)))


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The embedded server of this run, its template migrated."""
    home = Path(os.environ[_HOME])
    with _only_one(home):
        opened = Server(home, settings=_QUICK).open()
        if not _exists(opened, "template_onecard"):
            _make_template(opened)
    # Not closed here: the main process stops it after the last worker.
    yield opened


@pytest.fixture(scope="session")
def database_url(server: Server) -> str:
    """A migrated database of this process's own, as the owner of its schema."""
    return server.url(OWNER, _copy(server))


@pytest.fixture(scope="session")
def recycled(server: Server) -> "Recycled":
    """The database that tests with committed data share, one after another."""
    return Recycled(server, _copy(server))


@pytest.fixture
def fresh_database(recycled: "Recycled") -> str:
    """The name of a database as the migrations left it: what other tests committed is gone."""
    recycled.clean()
    return recycled.name


@pytest.fixture
def database(server: Server, fresh_database: str) -> Iterator[Database]:
    """A clean database as the doors see it: role onecard_app, row-level security on, what is committed is kept."""
    opened = Database(server.url(LOGIN, fresh_database), role="onecard_app")
    yield opened
    opened.close()


@pytest.fixture
def owner_tx(server: Server, fresh_database: str) -> Iterator[Transaction]:
    """A connection as the owner (autocommit) to the same database as `database`: to look past row-level security."""
    url = server.url(OWNER, fresh_database)
    with psycopg.connect(url, row_factory=namedtuple_row, autocommit=True) as connection:
        connection.execute("select set_config('onecard.actor', 'system', false)")
        yield connection


@pytest.fixture
def tx(database_url: str) -> Iterator[Transaction]:
    """A transaction as the owner of the schema; everything is rolled back at the end."""
    with psycopg.connect(database_url, row_factory=namedtuple_row, options="-c timezone=UTC") as connection:
        connection.execute("select set_config('onecard.actor', 'system', true)")
        yield connection
        connection.rollback()


@pytest.fixture
def clock() -> HeldClock:
    """23 November 2026, ten in the morning in Shanghai, until the test moves it."""
    return HeldClock(HELD)


@pytest.fixture
def keyring(tmp_path: Path) -> Any:
    """Fresh keys in a folder of their own."""
    from onecard.kernel.crypto import Keyring

    return Keyring.create(tmp_path / "keys")


@pytest.fixture(scope="session")
def book() -> Any:
    """The real rulebook."""
    from onecard import rulebook

    return rulebook.load()


@pytest.fixture(scope="session")
def places(book: Any) -> Any:
    """The real places."""
    return book.places


@pytest.fixture
def house(server: Server, fresh_database: str, clock: HeldClock, tmp_path: Path) -> Iterator[Any]:
    """A House over a clean database: no demo nation, keys of its own, the held clock."""
    from onecard.doors.bootstrap import open_house
    from onecard.kernel.settings import Settings

    settings = Settings(home=tmp_path / "home", database_url=server.url(LOGIN, fresh_database))
    with open_house(settings, clock=clock) as opened:
        yield opened


class Recycled:
    """Puts a database back to what the template holds; a tenth of the time of making a new one.

    Only tables with rows are emptied, and the few that the migrations fill are filled again from the template's copy.
    """

    def __init__(self, server: Server, name: str) -> None:
        self.name = name
        self.url = server.url(SUPERUSER, name)
        with psycopg.connect(self.url, autocommit=True) as connection:
            self.tables = [table for (table,) in connection.execute(_OUR_TABLES).fetchall()]
            self.seeded = self._filled(connection)
            connection.execute("create schema seed")
            for number, table in enumerate(self.seeded):
                connection.execute(f"create table seed.t{number} as table {table}")

    def clean(self) -> None:
        """Leave exactly the template's rows; connections that a test forgot are ended."""
        with psycopg.connect(self.url) as connection:
            connection.execute(_END_OTHERS)
            connection.execute("set session_replication_role = replica")  # no order of foreign keys to keep
            for table in self._filled(connection):
                connection.execute(f"delete from {table}")
            for number, table in enumerate(self.seeded):
                connection.execute(f"insert into {table} select * from seed.t{number}")

    def _filled(self, connection: psycopg.Connection) -> list[str]:
        asked = " union all ".join(f"select '{table}' where exists (select 1 from {table})" for table in self.tables)
        return [table for (table,) in connection.execute(asked).fetchall()]


_OUR_TABLES = """
select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('r', 'p') and not c.relispartition
   and n.nspname !~ '^pg_|^information_schema$' and (n.nspname, c.relname) <> ('kernel', 'migration')
"""
_END_OTHERS = """
select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
"""


def _make_template(server: Server) -> None:
    from onecard.doors.schema import bring_up_to_date

    with psycopg.connect(server.url(OWNER, "postgres"), autocommit=True) as owner:
        owner.execute("drop database if exists template_in_work with (force)")
        owner.execute("create database template_in_work")
    bring_up_to_date(server.url(OWNER, "template_in_work"))
    bring_up_to_date(server.url(OWNER, "template_in_work"), clock=lambda: HELD)
    with psycopg.connect(server.url(OWNER, "postgres"), autocommit=True) as owner:
        owner.execute("alter database template_in_work rename to template_onecard")


def _copy(server: Server) -> str:
    name = f"test_{new_id().hex}"
    with psycopg.connect(server.url(OWNER, "postgres"), autocommit=True) as owner:
        owner.execute(f'create database "{name}" template template_onecard')
    return name


def _exists(server: Server, name: str) -> bool:
    with psycopg.connect(make_conninfo(server.url(OWNER, "postgres"))) as owner:
        return owner.execute("select 1 from pg_database where datname = %s", (name,)).fetchone() is not None


@contextmanager
def _only_one(home: Path) -> Iterator[None]:
    with home.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _remove(home: Path) -> None:
    """Stop the run's server (its users are gone) and delete its folder."""
    if home.exists():
        with suppress(Exception):
            Server(home, settings=_QUICK).open().close()
        shutil.rmtree(home, ignore_errors=True)
    home.with_suffix(".lock").unlink(missing_ok=True)


def _clear_leftovers() -> None:
    for home in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-??????"):
        pid = home.name.removeprefix(_PREFIX).split("-")[0]
        if home.is_dir() and pid.isdigit() and not Path(f"/proc/{pid}").exists() and os.access(home, os.W_OK):
            _remove(home)
