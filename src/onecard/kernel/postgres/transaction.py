"""Connections and the transactions that only doors open.

A `Scope` says on whose behalf a transaction runs; PostgreSQL's row-level security reads it back from the settings
`onecard.actor`, `.holder`, `.reach` and `.agency`, so that a forgotten check in Python still shows nobody else's rows.
Domain code takes a `Transaction` first and never commits.
"""

import select
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias
from typing import Literal as OneOf
from uuid import UUID

from psycopg import Connection
from psycopg.rows import namedtuple_row
from psycopg.sql import Literal
from psycopg_pool import ConnectionPool, PoolTimeout

Transaction: TypeAlias = Connection[Any]
Role = OneOf["onecard_app", "onecard_use", "onecard_board"]


@dataclass(frozen=True)
class Scope:
    """Who a transaction acts for: `actor` is system, resident, staff or partner.

    `holder` limits a resident to herself; `reach` limits staff to division-code prefixes ("51", "5101"), `agency` to
    what is their own agency's.
    """

    actor: OneOf["system", "resident", "staff", "partner"] = "system"
    holder: UUID | None = None
    reach: tuple[str, ...] = ()
    agency: UUID | None = None


SYSTEM = Scope()


class Database:
    """A pool of connections under one database role. `close()` it when the door closes."""

    def __init__(self, url: str, *, role: Role = "onecard_app", size: int = 4) -> None:
        # The use path acts for the system and nobody else: its connections say so once, not once a batch.
        self._standing = SYSTEM if role == "onecard_use" else None
        options = f"-c role={role} -c timezone=UTC{' -c onecard.actor=system' if self._standing else ''}"
        self.pool: ConnectionPool[Transaction] = ConnectionPool(
            url,
            min_size=1,
            max_size=size,
            # Transactions are opened below, with what they are for, in one trip to the server.
            kwargs={"row_factory": namedtuple_row, "options": options, "autocommit": True},
            # A page must survive a restart of the database without an error; the use path asks again by itself.
            check=None if role == "onecard_use" else _check,
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
        with self.pool.connection() as tx:
            _begin(tx, "begin", None if scope is self._standing else scope)
            yield tx

    @contextmanager
    def reading(self, scope: Scope = SYSTEM, *, snapshot: bool = False) -> Iterator[Transaction]:
        """The same, read-only: a page cannot write by accident. `snapshot`: all statements see one moment."""
        with self.pool.connection() as tx:
            _begin(tx, f"begin {'isolation level repeatable read, ' if snapshot else ''}read only", scope)
            yield tx

    def close(self) -> None:
        """Give the connections back to the server."""
        self.pool.close()


def _check(connection: Transaction) -> None:
    """Whether a connection that lay in the pool still has a server: without a trip to it where it has said nothing.

    A server that goes says so, or its end of the socket closes: both can be read. Raises OperationalError.
    """
    if _heard_from(connection.fileno()):
        ConnectionPool.check_connection(connection)


def _heard_from(socket: int) -> bool:
    waiting = select.poll()
    waiting.register(socket, select.POLLIN)
    return bool(waiting.poll(0))


def _begin(tx: Transaction, opening: str, scope: Scope | None) -> None:
    """Begin a transaction and say for whom: one trip, which is why it is never prepared."""
    tx.execute(opening.encode() + (_said(scope) if scope else b""), prepare=False)


@lru_cache(maxsize=1024)
def _said(scope: Scope) -> bytes:
    reach = "{" + ",".join(scope.reach) + "}"
    said = {"actor": scope.actor, "holder": str(scope.holder or ""), "reach": reach, "agency": str(scope.agency or "")}
    return b"".join(b"; set local onecard.%s = %s" % (name.encode(), Literal(said[name]).as_bytes()) for name in said)
