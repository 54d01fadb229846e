"""Migrations say how we came here, schema.sql says what is: both build the same database."""

import re
import subprocess
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import psycopg
import pytest

from onecard.doors.schema import parts
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.cluster import OWNER
from onecard.kernel.postgres.migrate import Step, migrate, steps
from onecard.kernel.postgres.programs import find_programs
from onecard.kernel.postgres.server import Server


@pytest.fixture
def empty(server: Server) -> Iterator[list[str]]:
    """Two empty databases of the owner's."""
    names = [f"empty_{new_id().hex}" for _ in range(2)]
    with psycopg.connect(server.url(OWNER, "postgres"), autocommit=True) as owner:
        for name in names:
            owner.execute(f'create database "{name}"')
        yield [server.url(OWNER, name) for name in names]
        for name in names:
            owner.execute(f'drop database "{name}" with (force)')


def dump(server: Server, url: str) -> str:
    """The catalogue as pg_dump tells it, without the tokens that differ by the run."""
    program = find_programs(server.home).folder / "pg_dump"
    done = subprocess.run([program, "--schema-only", url], capture_output=True, text=True, check=True)
    return re.sub(r"^\\(un)?restrict .*$", "", done.stdout, flags=re.MULTILINE)


def test_migrations_and_schema_build_the_same_database(server: Server, empty: list[str]) -> None:
    migrated, declared = empty
    migrate(migrated, parts())
    with psycopg.connect(declared, autocommit=True) as connection:
        for package in parts():
            page = files(package) / "sql" / "schema.sql"
            if page.is_file():
                connection.execute(page.read_text(encoding="utf-8").encode())
        # The book of migrations is made by the migrator itself, before anything else.
        connection.execute(
            "create table kernel.migration (part text not null, file text not null, digest text not null,"
            " applied_at timestamptz not null default now(), primary key (part, file))"
        )
        for step in steps(parts()):
            if not step.once:
                connection.execute(step.text.encode())
    assert dump(server, migrated) == dump(server, declared)


def test_a_second_migration_finds_nothing_to_do(server: Server, empty: list[str]) -> None:
    assert migrate(empty[0], parts()) == len(steps(parts()))
    assert migrate(empty[0], parts()) == 0


def test_a_changed_function_is_applied_again_and_a_migration_is_not(
    empty: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = empty[0]
    folder = tmp_path / "part_of_a_test" / "sql"
    (folder / "migrations").mkdir(parents=True)
    (folder.parent / "__init__.py").touch()
    (folder / "migrations" / "0001_before_create.sql").write_text("create table only_once (id integer);")
    (folder / "functions.sql").write_text("create or replace function said() returns int language sql as 'select 1';")
    monkeypatch.syspath_prepend(str(tmp_path))

    assert migrate(url, ["part_of_a_test"]) == 2
    (folder / "functions.sql").write_text("create or replace function said() returns int language sql as 'select 2';")
    assert migrate(url, ["part_of_a_test"]) == 1
    with psycopg.connect(url) as connection:
        assert connection.execute("select said()").fetchone() == (2,)


def test_a_migration_that_fails_leaves_nothing_behind(
    empty: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "broken_part_of_a_test" / "sql" / "migrations"
    folder.mkdir(parents=True)
    (folder.parent.parent / "__init__.py").touch()
    (folder / "0001_before_break.sql").write_text("create table half (id integer); select 1/0;")
    monkeypatch.syspath_prepend(str(tmp_path))

    with pytest.raises(psycopg.errors.DivisionByZero) as raised:
        migrate(empty[0], ["broken_part_of_a_test"])
    assert raised.value.__notes__ == ["while applying broken_part_of_a_test/0001_before_break.sql"]
    with psycopg.connect(empty[0]) as connection:
        assert connection.execute("select to_regclass('half')").fetchone() == (None,)


def test_every_migration_says_before_or_after() -> None:
    once: list[Step] = [step for step in steps(parts()) if step.once]
    assert [step.file for step in once if not re.fullmatch(r"\d{4}_(before|after)_[a-z_]+\.sql", step.file)] == []
