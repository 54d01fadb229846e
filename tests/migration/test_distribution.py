"""How the tables would be spread over a cluster: every one is named once, and spread by a key that its rules allow."""

import re
from importlib.resources import files

import pytest

from onecard.doors.schema import parts
from onecard.kernel.postgres.distribute import in_order, statements

_LOCAL = re.compile(r"^-- local: (.+)$", re.MULTILINE)
_BY = re.compile(r"'[a-z_.]+',\s*'(?P<key>\w+)'(?:, colocate_with => '(?P<beside>[a-z_.]+)')?")
_TABLES = """
select format('%s.%s', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
"""
_KEYS = """
select array(select a.attname::text from pg_attribute a where a.attrelid = i.indrelid and a.attnum = any (i.indkey))
from pg_index i where i.indisunique and i.indrelid = %s::regclass
"""
_POINTS_AT = """
select f.confrelid::regclass::text as table,
  array(select a.attname::text from pg_attribute a where a.attrelid = f.conrelid and a.attnum = any (f.conkey))
  as columns
from pg_constraint f where f.contype = 'f' and f.conparentid = 0 and f.conrelid = %s::regclass
"""


def local_tables(package: str) -> list[str]:
    page = files(package) / "sql" / "distribute.sql"
    lines = _LOCAL.findall(page.read_text(encoding="utf-8")) if page.is_file() else []
    return [name.strip() for line in lines for name in line.split(",")]


def spread() -> dict[str, str]:
    """Each distributed table with its key."""
    found = ((table, _BY.search(statement)) for table, statement in in_order(parts()))
    return {table: match["key"] for table, match in found if match}


def reference_tables() -> set[str]:
    return {table for table, _ in in_order(parts())} - set(spread())


def test_every_table_is_named_in_exactly_one_distribute_file(tx):
    named = [table for part in parts() for table in (*local_tables(part), *(name for name, _ in statements(part)))]
    assert sorted(named) == sorted(name for (name,) in tx.execute(_TABLES))


def test_reference_tables_are_made_before_what_points_at_them():
    kinds = ["create_reference_table" in statement for _, statement in in_order(parts())]
    assert kinds == sorted(kinds, reverse=True)
    assert any(kinds)


@pytest.mark.parametrize(("table", "key"), spread().items())
def test_every_unique_key_of_a_spread_table_holds_its_distribution_key(tx, table: str, key: str):
    keys = [columns for (columns,) in tx.execute(_KEYS, (table,))]
    assert keys
    assert all(key in columns for columns in keys), keys


@pytest.mark.parametrize(("table", "key"), spread().items())
def test_a_spread_table_points_only_at_reference_tables_or_along_its_key(tx, table: str, key: str):
    wrong = [
        row.table
        for row in tx.execute(_POINTS_AT, (table,))
        if row.table not in reference_tables() and not (key in row.columns and spread().get(row.table) == key)
    ]
    assert wrong == []


def test_reference_tables_point_only_at_reference_tables(tx):
    pointed = {row.table for table in reference_tables() for row in tx.execute(_POINTS_AT, (table,))}
    assert pointed <= reference_tables()


def test_everything_of_a_person_is_colocated():
    beside = {table: _BY.search(statement)["beside"] for table, statement in in_order(parts()) if table in spread()}
    of_people = {table for table, key in spread().items() if key == "holder_id"} - {"residents.resident"}
    assert {beside[table] for table in of_people} == {"residents.resident"}
    assert {beside[table] for table in set(spread()) - of_people} == {"none"}
