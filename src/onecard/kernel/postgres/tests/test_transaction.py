"""Transactions: the role has few rights, reading cannot write, and the scope is what row-level security will read."""

from uuid import UUID

import psycopg
import pytest

from onecard.kernel.postgres.cluster import LOGIN
from onecard.kernel.postgres.server import Server
from onecard.kernel.postgres.transaction import Database, Scope, Transaction

SOMEBODY = UUID(int=7)


def test_reading_cannot_write(database: Database) -> None:
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction), database.reading() as tx:
        tx.execute("delete from kernel.outbox")


def test_an_exception_rolls_everything_back(database: Database, owner_tx: Transaction) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as tx:
        tx.execute("insert into kernel.outbox select gen_random_uuid(), 'x', '{}', now(), 0, now()")
        raise ZeroDivisionError
    assert owner_tx.execute("select count(*) from kernel.outbox").fetchone() == (0,)


def test_the_scope_lasts_as_long_as_its_transaction(database: Database) -> None:
    asked = "select current_setting('onecard.actor', true) a, current_setting('onecard.holder', true) h"
    with database.reading(Scope("resident", holder=SOMEBODY)) as tx:
        assert tx.execute(asked).fetchone() == ("resident", str(SOMEBODY))
    with database.reading() as tx:
        assert tx.execute(asked).fetchone() == ("system", "")


def test_a_snapshot_does_not_see_what_comes_later(database: Database) -> None:
    with database.reading(snapshot=True) as tx:
        before = tx.execute("select count(*) from kernel.outbox").fetchone()
        with database.writing() as other:
            other.execute("insert into kernel.outbox select gen_random_uuid(), 'x', '{}', now(), 0, now()")
        assert tx.execute("select count(*) from kernel.outbox").fetchone() == before


def test_the_login_has_no_rights_of_its_own(server: Server, fresh_database: str) -> None:
    with psycopg.connect(server.url(LOGIN, fresh_database)) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select * from residents.resident")
        connection.rollback()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("set role onecard_owner")


@pytest.mark.parametrize("role", ["onecard_use", "onecard_board"])
def test_the_other_roles_may_not_read_people(server: Server, fresh_database: str, role: str) -> None:
    with psycopg.connect(server.url(LOGIN, fresh_database), options=f"-c role={role}") as connection:
        for table in ("residents.resident", "cards.card", "ledger.balance", "agencies.staff"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"select * from {table}")
            connection.rollback()
