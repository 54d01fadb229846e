"""The second wall: in a visitor's scope the doors' database role sees and changes what is the visitor's alone."""

import pytest
from psycopg import errors as pg

from onecard.domains.sharing import api as sharing
from onecard.kernel.postgres.transaction import Scope

#: Every table of the doors' role that knows holders.
KNOWS_HOLDERS = """
select format('%I.%I', n.nspname, c.relname) as name
from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
where a.attname = 'holder_id' and c.relkind in ('r', 'p') and not c.relispartition
  and has_table_privilege('onecard_app', c.oid, 'select')
order by 1
"""


@pytest.fixture
def tables(cast, owner_tx, house):
    """The tables that know holders; the neighbour has something in the most of them."""
    onlooker = sharing.Onlooker("staff", "x", owner_tx.execute("select agency_id from agencies.agency").fetchone()[0])
    ground = sharing.Ground("service_desk", "consent")
    with house.app.writing() as tx:
        for person in (cast.resident, cast.neighbour):
            what = {"onlooker": onlooker, "subject": "person.masked", "ground": ground, "found": True}
            sharing.record_look(tx, holder_id=person.holder_id, at=house.clock(), keyring=house.keyring, **what)
    return [row.name for row in owner_tx.execute(KNOWS_HOLDERS)]


def holders_seen(tx, table: str) -> set[object]:
    return {row.holder_id for row in tx.execute(f"select distinct holder_id from {table}") if row.holder_id}


def test_resident_scope_shows_own_rows_in_every_table(tables, house, cast, owner_tx):
    assert {"residents.resident", "cards.card", "ecards.ecard", "ledger.balance", "usage.use", "sharing.look"} <= {
        *tables
    }
    with house.app.reading(Scope("resident", holder=cast.resident.holder_id)) as tx:
        seen = {table: holders_seen(tx, table) for table in tables}
    assert all(holders <= {cast.resident.holder_id} for holders in seen.values()), seen
    assert seen["residents.resident"] == seen["sharing.look"] == {cast.resident.holder_id}
    there = {table for table in tables if cast.neighbour.holder_id in holders_seen(owner_tx, table)}
    assert {"residents.resident", "cards.card", "ecards.ecard", "sharing.look"} <= there


@pytest.mark.parametrize(
    "scope",
    [Scope("partner"), Scope("resident"), Scope("staff"), Scope("staff", reach=("44",))],
    ids=["partner", "resident without a name", "staff without reach", "staff of another province"],
)
def test_other_scopes_see_nobody(tables, house, cast, scope):
    finders = {
        "cards.by_identifier",
        "cards.by_number",
        "ecards.by_pseudonym",
    }  # staff find by number, then reach decides
    with house.app.reading(scope) as tx:
        seen = {table: holders_seen(tx, table) for table in tables if table not in finders or scope.actor != "staff"}
    assert {table: holders for table, holders in seen.items() if holders} == {}


def test_resident_scope_cannot_change_somebody_else(tables, house, cast):
    me = Scope("resident", holder=cast.resident.holder_id)
    with house.app.writing(me) as tx:
        changed = tx.execute("update cards.card set state = 'lost' where holder_id = %s", (cast.neighbour.holder_id,))
        assert changed.rowcount == 0


@pytest.mark.parametrize(
    "statement",
    [
        "delete from usage.use",
        "update ledger.transfer set amount_fen = 1",
        "update ledger.balance set balance_fen = 1000000",
        "insert into ledger.balance select gen_random_uuid(), 5101, 100, now()",
        "delete from sharing.look",
        "delete from cards.event",
        "drop table residents.resident",
        "alter table residents.resident disable row level security",
        "set role onecard_owner",
        "create table public.mine (x int)",
        "copy residents.resident to program 'cat'",
    ],
)
@pytest.mark.parametrize("role", ["app", "use", "board"])
def test_doors_roles_can_do_no_such_thing(house, cast, statement, role):
    with pytest.raises((pg.InsufficientPrivilege, pg.InvalidParameterValue)), getattr(house, role).writing() as tx:
        tx.execute(statement)


@pytest.mark.parametrize("table", ["residents.resident", "cards.card", "usage.use", "ledger.balance", "sharing.look"])
@pytest.mark.parametrize("role", ["use", "board"])
def test_hot_path_and_board_roles_read_no_person(house, cast, table, role):
    with pytest.raises(pg.InsufficientPrivilege), getattr(house, role).reading() as tx:
        tx.execute(f"select * from {table}")
