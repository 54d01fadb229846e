"""What is forgotten by its age is found by its age: no chore reads a whole table to delete the little that is old."""

import re
from pathlib import Path

import pytest

from onecard.kernel.postgres.transaction import Transaction

_BY_AGE = re.compile(r"delete from (\w+\.\w+) where (\w+) <=? ?(?:before|:at)\b")
FORGOTTEN = sorted(
    found for page in Path("src/onecard").rglob("sql/*.sql") for found in _BY_AGE.findall(page.read_text("utf-8"))
)


def test_what_is_forgotten_is_found():
    assert {table for table, _ in FORGOTTEN} >= {"usage.burnt", "usage.answer", "transit.spent", "security.session"}


@pytest.mark.parametrize(("table", "age"), FORGOTTEN, ids=[table for table, _ in FORGOTTEN])
def test_no_table_is_read_whole_to_forget_what_is_old(tx: Transaction, table: str, age: str):
    # B-tree, because a BRIN range stays as old as the oldest row it ever had, although that row was forgotten.
    row = tx.execute(
        "select exists (select from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam"
        " join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]"
        " where i.indrelid = %s::regclass and a.attname = %s and m.amname = 'btree' and i.indpred is null) as found",
        (table, age),
    ).fetchone()
    assert row.found, f"an index on {table} ({age}) is missing"
