"""The second wall: no role of the program changes a transfer or a balance; rows are seen by whom they concern."""

from datetime import date

import psycopg
import pytest

from onecard.domains.ledger import api as ledger
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Scope

TABLES = ("account", "balance", "transfer", "request", "delta", "flow", "open_day")


@pytest.fixture
def two_people(database, owner_tx, standing_country, clock):
    """One resident of Nanchong, Sichuan and one of Chongqing, each with a purse."""
    holders = {511381: new_id(), 500103: new_id()}
    for division, holder in holders.items():
        owner_tx.execute(
            "insert into residents.resident"
            " (holder_id, division, birth_date, sex, number_sealed, name_sealed, recorded_at)"
            " values (%s, %s, %s, 'F', '', '', %s)",
            (holder, division, date(1950, 1, 1), clock()),
        )
        with database.writing() as tx:
            ledger.top_up(
                tx, holder_id=holder, purse=standing_country.sichuan_purse, amount_fen=100, happened_at=clock(),
                at=clock(), request_key="first",
            )  # fmt: skip
    return holders


@pytest.mark.parametrize("role", ["onecard_app", "onecard_use", "onecard_board"])
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("verb", ["update ledger.{} set {} = {}", "delete from ledger.{}", "truncate ledger.{}", "insert into ledger.{} select * from ledger.{}"])  # fmt: skip  # noqa: E501
def test_no_role_writes_a_table_of_the_ledger(owner_tx, role, table, verb):
    column = owner_tx.execute(
        "select attname from pg_attribute where attrelid = %s::regclass and attnum = 1", (f"ledger.{table}",)
    ).fetchone()[0]
    words = (table, column, column) if verb.startswith("update") else (table, table)
    with owner_tx.transaction(force_rollback=True):
        owner_tx.execute(f"set local role {role}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            owner_tx.execute(verb.format(*words))


def test_the_partitions_are_no_way_round(owner_tx, standing_country):
    parts = owner_tx.execute(
        "select inhrelid::regclass::text from pg_inherits where inhparent = 'ledger.transfer'::regclass"
    )
    names = [row[0] for row in parts.fetchall()]
    assert names
    for role in ("onecard_app", "onecard_use", "onecard_board"):
        for name in names:
            for verb in ("select count(*) from {}", "delete from {}"):
                with owner_tx.transaction(force_rollback=True):
                    owner_tx.execute(f"set local role {role}")
                    with pytest.raises(psycopg.errors.InsufficientPrivilege):
                        owner_tx.execute(verb.format(name))


def test_the_use_path_calls_nothing_here_itself(owner_tx, standing_country):
    allowed = owner_tx.execute(
        "select p.proname from pg_proc p where p.pronamespace = 'ledger'::regnamespace"
        " and has_function_privilege('onecard_use', p.oid, 'execute') order by 1"
    ).fetchall()
    assert [row.proname for row in allowed] == []
    with owner_tx.transaction(force_rollback=True):
        owner_tx.execute("set local role onecard_use")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            owner_tx.execute("select * from ledger.balance")


def test_nobody_posts_past_the_check_of_the_scope(owner_tx):
    asked = "select has_function_privilege('onecard_app', p.oid, 'execute') from pg_proc p where p.proname = 'post'"
    assert owner_tx.execute(asked).fetchall() == [(False,)]


def test_a_resident_sees_her_own_purse_and_movements_only(database, two_people):
    own, other = two_people.values()
    with database.reading(Scope("resident", holder=own)) as tx:
        assert [b.balance_fen for b in ledger.balances(tx, holder_id=own)] == [100]
        assert ledger.balances(tx, holder_id=other) == []
        assert {row.holder_id for row in tx.execute("select holder_id from ledger.transfer")} == {own}


def test_staff_see_the_people_they_reach(database, two_people):
    nanchong, chongqing = two_people.values()
    for reach, seen in (
        (("51",), {nanchong}),
        (("5113", "50"), {nanchong, chongqing}),
        (("5101",), set()),
        ((), set()),
    ):
        with database.reading(Scope("staff", reach=reach)) as tx:
            assert {row.holder_id for row in tx.execute("select holder_id from ledger.balance")} == seen
            assert {row.holder_id for row in tx.execute("select holder_id from ledger.transfer")} == seen


def test_partners_and_nobody_see_nothing(database, owner_tx, two_people):
    with database.reading(Scope("partner")) as tx:
        assert tx.execute("select * from ledger.transfer").fetchall() == []
        assert tx.execute("select * from ledger.balance").fetchall() == []
    with owner_tx.transaction(force_rollback=True):
        owner_tx.execute("set local role onecard_app")
        owner_tx.execute("set local onecard.actor = ''")
        assert owner_tx.execute("select * from ledger.balance").fetchall() == []


def test_a_retry_is_answered_to_the_holder_as_to_the_system(database, two_people, standing_country, clock):
    """What the system moved for her under a key is her first answer too, and no error."""
    holder = next(iter(two_people.values()))
    with database.writing(Scope("resident", holder=holder)) as tx:
        again = ledger.top_up(
            tx, holder_id=holder, purse=standing_country.sichuan_purse, amount_fen=100, happened_at=clock(), at=clock(),
            request_key="first",
        )  # fmt: skip
    assert again.repeated


@pytest.mark.parametrize(
    "scope",
    [Scope("resident", holder=new_id()), Scope("resident"), Scope("staff", reach=("51", "50")), Scope("partner")],
    ids=["another resident", "resident without a name", "staff", "partner"],
)
def test_nobody_else_moves_a_holder_s_money(database, two_people, standing_country, clock, scope):
    holder = next(iter(two_people.values()))
    bus = standing_country.sichuan_bus
    spent = ledger.Movement(holder, standing_country.sichuan_purse, bus, 1, "fare", new_id(), clock(), new_id())
    with pytest.raises(psycopg.errors.InsufficientPrivilege), database.writing(scope) as tx:
        ledger.post(tx, [spent], at=clock())


def test_a_resident_moves_what_is_in_her_purses_and_makes_no_money(database, two_people, standing_country, clock):
    holder = next(iter(two_people.values()))
    purse, bus = standing_country.sichuan_purse, standing_country.sichuan_bus
    spent = ledger.Movement(holder, purse, bus, 1, "fare", new_id(), clock(), new_id())
    made = ledger.Movement(holder, bus, purse, 1, "fare", new_id(), clock(), new_id())
    me = Scope("resident", holder=holder)
    with database.writing(me) as tx:
        assert ledger.post(tx, [spent], at=clock()) == set()
    with pytest.raises(psycopg.errors.InsufficientPrivilege), database.writing(me) as tx:
        ledger.post(tx, [made], at=clock())
    with database.reading(me) as tx:
        assert [b.balance_fen for b in ledger.balances(tx, holder_id=holder)] == [99]
