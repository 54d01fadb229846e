"""Monthly partitions: made ahead, cut at Shanghai's midnight, and only once."""

from onecard.kernel.postgres.transaction import Transaction


def test_months_are_cut_at_midnight_in_shanghai_and_made_once(tx: Transaction) -> None:
    tx.execute("create schema diary")
    tx.execute("create table diary.page (at timestamptz not null, primary key (at)) partition by range (at)")
    make = "select kernel.ensure_months('diary.page', date '2030-11-15', date '2031-01-01') as made"
    assert [tx.execute(make).fetchone(), tx.execute(make).fetchone()] == [(3,), (0,)]
    tx.execute("insert into diary.page values ('2030-12-31T23:59:59+08'), ('2031-01-01T00:00:00+08')")
    rows = tx.execute("select tableoid::regclass::text as part from diary.page order by at").fetchall()
    assert [row.part for row in rows] == ["diary.page_2030_12", "diary.page_2031_01"]


def test_every_table_cut_by_time_gets_its_months(tx: Transaction) -> None:
    tx.execute("select kernel.ensure_all_months(date '2031-03-01', date '2031-03-31')")
    wanted = tx.execute(
        "select partrelid::regclass::text || '_2031_03' as part from pg_partitioned_table"
        " where partstrat = 'r' order by 1"
    ).fetchall()
    found = tx.execute(
        "select inhrelid::regclass::text as part from pg_inherits join pg_partitioned_table on inhparent = partrelid"
        " where inhrelid::regclass::text like '%2031_03' order by 1"
    ).fetchall()
    assert found == wanted
    assert "usage.use_2031_03" in [row.part for row in found]
