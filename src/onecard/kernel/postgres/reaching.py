"""Asks a database first of all whether it answers and whether it is set up; a driver's error in words."""

import time
from typing import Any, LiteralString

import psycopg
from psycopg import errors as told
from psycopg_pool import PoolTimeout

from onecard.kernel.errors import Problem
from onecard.kernel.postgres.errors import DatabaseUnreachable, SchemaBehind

#: A server that is just being started again is waited for; an address that is wrong is told soon.
PATIENCE_SECONDS = 3.0
_IS_OURS = """
select exists (select from pg_namespace where nspname = 'security')
   and (select count(*) from pg_roles where rolname in ('onecard_app', 'onecard_use', 'onecard_board')) = 3
"""


def require_answer(url: str, *, patience: float = PATIENCE_SECONDS) -> None:
    """DatabaseUnreachable, with what was said, where nobody lets us in."""
    _ask(url, "select true", patience)


def require_schema(url: str, *, patience: float = PATIENCE_SECONDS) -> None:
    """SchemaBehind where `onecard up` was never run: without our roles no pool could even be opened."""
    if not _ask(url, _IS_OURS, patience):
        raise SchemaBehind


def _ask(url: str, question: LiteralString, patience: float) -> bool:
    until = time.monotonic() + patience
    while True:
        try:
            with psycopg.connect(url, connect_timeout=5, autocommit=True) as connection:
                return connection.execute(question).fetchone() == (True,)
        except psycopg.Error as error:
            if time.monotonic() > until or not isinstance(error, psycopg.OperationalError):
                raise _unreachable(error) from None
            time.sleep(0.2)


def problem_of(error: Exception) -> Problem | None:
    """What a driver's error means to whoever typed a command; None where it is a mistake of ours."""
    if isinstance(error, (told.UndefinedTable, told.UndefinedColumn, told.UndefinedFunction, told.InvalidSchemaName)):
        return SchemaBehind()
    if isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout)):
        return _unreachable(error)
    return None


def _unreachable(error: Any) -> DatabaseUnreachable:
    """A server's own words never name the password; those about an address as such may quote any of it."""
    said = str(error).strip().splitlines()
    return DatabaseUnreachable(said[0] if said and isinstance(error, psycopg.OperationalError) else "")
