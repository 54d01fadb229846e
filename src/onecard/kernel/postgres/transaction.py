"""Connections and the transactions that only doors open.

A `Scope` says on whose behalf a transaction runs; PostgreSQL's row-level security reads it back from the settings
`onecard.actor`, `.holder`, `.reach` and `.agency`, so that a forgotten check in Python still shows nobody else's rows.
Domain code takes a `Transaction` first and never commits.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias
from uuid import UUID

from psycopg import Connection
from psycopg.rows import namedtuple_row
from psycopg_pool import ConnectionPool, PoolTimeout

Transaction: TypeAlias = Connection[Any]
Role = Literal["onecard_app", "onecard_use", "onecard_board"]


@dataclass(frozen=True)
class Scope:
    """Who a transaction acts for: `actor` is system, resident, staff or partner.

    `holder` limits a resident to herself; `reach` limits staff to division-code prefixes ("51", "5101"), `agency` to
    what is their own agency's.
    """

    actor: Literal["system", "resident", "staff", "partner"] = "system"
    holder: UUID | None = None
    reach: tuple[str, ...] = ()
    agency: UUID | None = None


SYSTEM = Scope()


class Database:
    """A pool of connections under one database role. `close()` it when the door closes."""

    def __init__(self, url: str, *, role: Role = "onecard_app", size: int = 4) -> None:
        # The use path acts for the system and nobody else: its connections say so once, not once a batch.
        self._standing = SYSTEM if role == "onecard_use" else None
        said = " -c onecard.actor=system" if self._standing else ""
        self.pool: ConnectionPool[Transaction] = ConnectionPool(
            url,
            min_size=1,
            max_size=size,
            kwargs={"row_factory": namedtuple_row, "options": f"-c role={role} -c timezone=UTC{said}"},
            # A page must survive a restart of the database without an error; the use path asks again by itself.
            check=None if role == "onecard_use" else ConnectionPool.check_connection,
            open=True,
        )

    def answers(self, *, seconds: float) -> bool:
        """Whether the database lets us in within that time."""
        try:
            self.pool.wait(timeout=seconds)
        except PoolTimeout:
            return False
        return True

    @contextmanager
    def writing(self, scope: Scope = SYSTEM) -> Iterator[Transaction]:
        """One request, one transaction: committed at the end, rolled back on any exception."""
        with self.pool.connection() as tx, tx.transaction():
            if scope is not self._standing:
                _enter(tx, scope)
            yield tx

    @contextmanager
    def reading(self, scope: Scope = SYSTEM, *, snapshot: bool = False) -> Iterator[Transaction]:
        """The same, read-only: a page cannot write by accident. `snapshot`: all statements see one moment."""
        with self.pool.connection() as tx, tx.transaction():
            tx.execute(f"set transaction {'isolation level repeatable read, ' if snapshot else ''}read only")
            _enter(tx, scope)
            yield tx

    def close(self) -> None:
        """Give the connections back to the server."""
        self.pool.close()


def _enter(tx: Transaction, scope: Scope) -> None:
    tx.execute(
        "select set_config('onecard.actor', %s, true) as actor, set_config('onecard.holder', %s, true) as holder,"
        " set_config('onecard.reach', %s, true) as reach, set_config('onecard.agency', %s, true) as agency",
        (scope.actor, str(scope.holder or ""), "{" + ",".join(scope.reach) + "}", str(scope.agency or "")),
    )
