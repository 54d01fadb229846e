"""Spreads the tables over a Citus cluster where the extension is present; does nothing where it is not.

Each part's `sql/distribute.sql` names every table it has: `select create_distributed_table('schema.table', 'holder_id',
…);`, `select create_reference_table('schema.table');`, or `-- local: schema.table` where it stays on one
node. Reference tables go first, because others point at them. What is spread
already is left alone.
"""

import re
from collections.abc import Iterator
from importlib.resources import files

import psycopg

_STATEMENT = re.compile(
    r"select\s+create_(?:distributed|reference)_table\s*\(\s*'(?P<table>[a-z_.]+)'[^;]*;", re.IGNORECASE
)


def statements(package: str) -> Iterator[tuple[str, str]]:
    """(table, statement) for each table the part wants spread; anything else in the file is a mistake of ours."""
    page = files(package) / "sql" / "distribute.sql"
    if not page.is_file():
        return
    text = re.sub(r"--[^\n]*", "", page.read_text(encoding="utf-8"))
    found = list(_STATEMENT.finditer(text))
    rest = _STATEMENT.sub("", text).strip()
    assert not rest, f"{package}/sql/distribute.sql: not understood: {rest[:80]}"
    yield from ((match["table"], match[0]) for match in found)


def in_order(packages: list[str]) -> list[tuple[str, str]]:
    """Every part's (table, statement): reference tables first, then as the floors stand."""
    found = [pair for package in packages for pair in statements(package)]
    return sorted(found, key=lambda pair: "create_reference_table" not in pair[1])


def distribute(url: str, packages: list[str]) -> int:
    """Spread what is not spread yet; returns how many tables were."""
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("select 1 from pg_extension where extname = 'citus'").fetchone() is None:
            return 0
        rows = connection.execute("select logicalrelid::regclass::oid from pg_dist_partition").fetchall()
        known = {oid for (oid,) in rows}
        done = 0
        for table, statement in in_order(packages):
            row = connection.execute("select %s::regclass::oid", (table,)).fetchone()
            if row is not None and row[0] not in known:
                connection.execute(statement.encode())
                done += 1
    return done
