"""Brings a database to the present schema from plain SQL files, in the order of the floors.

Each part (a domain, a scene, the kernel) keeps `sql/migrations/NNNN_before|after_what.sql`, applied once each, and
`sql/functions.sql`, `sql/views.sql`, applied again whenever their text changes. One advisory lock lets several
starting processes take turns; each file is one transaction.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import psycopg

Report = Callable[[str, int, int], None]
_LOCK = 0x0CA4D
_BOOK = """
create schema if not exists kernel;
create table if not exists kernel.migration (
  part text not null, file text not null, digest text not null, applied_at timestamptz not null default now(),
  primary key (part, file))
"""


@dataclass(frozen=True)
class Step:
    """One file to apply: `once` for a migration, again on change for functions and views."""

    part: str
    file: str
    text: str
    once: bool

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def steps(packages: list[str]) -> list[Step]:
    """Every step of the packages: all tables first, lowest floor first, then functions, then views."""
    migrations = [step for package in packages for step in _migrations(package)]
    return [*migrations, *_repeatables(packages, "functions.sql"), *_repeatables(packages, "views.sql")]


def migrate(url: str, packages: list[str], report: Report | None = None) -> int:
    """Apply what is missing; returns how many files were applied. `report(file, done, of)` after each."""
    todo = steps(packages)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s)", (_LOCK,))
        connection.execute(_BOOK)
        missing = behind(connection, todo)
        for number, step in enumerate(missing, 1):
            try:
                _apply(connection, step)
            except psycopg.Error as error:
                error.add_note(f"while applying {step.part}/{step.file}")
                raise
            if report:
                report(f"{step.part}/{step.file}", number, len(missing))
    return len(missing)


def behind(connection: "psycopg.Connection[Any]", todo: list[Step]) -> list[Step]:
    """The steps this database has not seen, or has seen with another text."""
    rows = connection.execute("select part, file, digest from kernel.migration").fetchall()
    known = {(row[0], row[1]): row[2] for row in rows}
    return [step for step in todo if _is_missing(step, known)]


def _is_missing(step: Step, known: dict[tuple[str, str], str]) -> bool:
    before = known.get((step.part, step.file))
    return before is None or (not step.once and before != step.digest)


def _apply(connection: psycopg.Connection, step: Step) -> None:
    with connection.transaction():
        connection.execute(step.text.encode())
        connection.execute(
            "insert into kernel.migration (part, file, digest) values (%s, %s, %s)"
            " on conflict (part, file) do update set digest = excluded.digest, applied_at = now()",
            (step.part, step.file, step.digest),
        )


def _migrations(package: str) -> Iterator[Step]:
    folder = files(package) / "sql" / "migrations"
    if folder.is_dir():
        for page in sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name):
            yield _step(package, page, once=True)


def _repeatables(packages: list[str], name: str) -> Iterator[Step]:
    for package in packages:
        page = files(package) / "sql" / name
        if page.is_file():
            yield _step(package, page, once=False)


def _step(package: str, page: Traversable, *, once: bool) -> Step:
    return Step(package.removeprefix("onecard."), page.name, page.read_text(encoding="utf-8"), once)
