"""A plan is made while tables are empty and kept while they grow: it must read by keys from the first day on."""

import pytest

from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction

MANY, FEW = 3_000, 20
_LOAD = """
select count(*) from usage.load(
  %s::uuid[], %s::bigint[], %s::bigint[], %s::uuid[], %s::bigint[], %s::date[], %s::bigint[])"""
_RIDERS = "select count(*) from transit.load_riders(%s::uuid[], %s::date[])"
_READ = """
select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables
where schemaname || '.' || relname = %s"""


def _load(tx: Transaction) -> None:
    point = new_id()
    days = ["2026-11-23"] * FEW
    nothing = [None] * FEW
    tx.execute(_LOAD, ([point] * FEW, list(range(FEW)), nothing, [new_id()] * FEW, list(range(FEW)), days, nothing))


def _load_riders(tx: Transaction) -> None:
    tx.execute(_RIDERS, ([new_id() for _ in range(FEW)], ["2026-11-23"]))


_FILL = {
    "usage.answer": f"""
        insert into usage.answer (point_id, sequence, digest, use_id, happened_at, recorded_at)
        select uuidv7(), n, '', uuidv7(), now(), now() from generate_series(1, {MANY}) n""",
    "transit.rider": f"""
        insert into transit.rider (holder_id, entries, lone_exits)
        select uuidv7(), '[]', '[]' from generate_series(1, {MANY})""",
}


@pytest.mark.parametrize(
    ("table", "ask"), [("usage.answer", _load), ("transit.rider", _load_riders)], ids=["answers", "riders"]
)
def test_what_was_planned_on_an_empty_table_does_not_read_the_full_one(tx, table, ask):
    tx.execute(f"analyze {table}")
    for _ in range(8):  # a statement's plan is made anew five times and kept from then on
        ask(tx)
    tx.execute(_FILL[table])
    [before] = tx.execute(_READ, (table,)).fetchone()
    ask(tx)
    [after] = tx.execute(_READ, (table,)).fetchone()
    assert after - before <= FEW
