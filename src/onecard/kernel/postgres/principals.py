"""The database and the two login roles of the embedded server; what they may do is said by the migrations."""

from pathlib import Path

import psycopg
from psycopg import sql

from onecard.kernel.postgres.cluster import LOGIN, OWNER, password_of


def ensure_principals(url: str, page: Path, database: str) -> None:
    """Make the owner (who may make the group roles), the login and the database where they are missing."""
    with psycopg.connect(url, autocommit=True) as admin:
        known = {name for (name,) in admin.execute("select rolname from pg_roles").fetchall()}
        _make_role(admin, known, OWNER, "login createrole createdb", password_of(page, OWNER))
        _make_role(admin, known, LOGIN, "login noinherit", password_of(page, LOGIN))
        if admin.execute("select 1 from pg_database where datname = %s", (database,)).fetchone() is None:
            admin.execute(
                sql.SQL("create database {} owner {}").format(sql.Identifier(database), sql.Identifier(OWNER))
            )


def _make_role(admin: "psycopg.Connection", known: set[str], role: str, options: str, password: str) -> None:
    if role in known:
        return
    text = sql.SQL("create role {} {} password {}")
    admin.execute(text.format(sql.Identifier(role), sql.SQL(options), sql.Literal(password)))
