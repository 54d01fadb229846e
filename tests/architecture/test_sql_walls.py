"""The walls in the database, read from its own catalogue: rows behind policies, functions that trust nobody's names.

Each rule is a query that returns what breaks it; each is also shown a breach, so that it can fail.
"""

import pytest
from psycopg import sql

from onecard.kernel.postgres.transaction import Transaction

#: Relations and functions of ours.
_OURS = "n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public')"
_RELATIONS = "pg_class c join pg_namespace n on n.oid = c.relnamespace"
_FUNCTIONS = "pg_proc p join pg_namespace n on n.oid = p.pronamespace"
#: Grants on a relation or on single columns of it, to anybody but its owner.
_GRANTED = """
(select x.grantee, x.privilege_type as privilege from aclexplode(c.relacl) x where x.grantee <> c.relowner
 union all
 select x.grantee, x.privilege_type from pg_attribute a, aclexplode(a.attacl) x
  where a.attrelid = c.oid and x.grantee <> c.relowner)
"""
_KNOWS_HOLDERS = "exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'holder_id')"

RULES = {
    "a table that knows holders is walled by a policy, or nobody but its owner may touch it": f"""
        select c.oid::regclass::text from {_RELATIONS}
         where {_OURS} and c.relkind in ('r', 'p')
           and {_KNOWS_HOLDERS}
           and not (c.relrowsecurity and exists (select from pg_policy where polrelid = c.oid))
           and exists (select from {_GRANTED} g)""",
    "a view that is shown to a role knows no holder: views look past the policies": f"""
        select c.oid::regclass::text from {_RELATIONS}
         where {_OURS} and c.relkind in ('v', 'm')
           and {_KNOWS_HOLDERS}
           and exists (select from {_GRANTED} g)""",
    "a function that runs as its owner takes names from pg_catalog first and from pg_temp last": f"""
        select p.oid::regprocedure::text from {_FUNCTIONS}
         where {_OURS} and p.prosecdef
           and not coalesce('search_path=pg_catalog, pg_temp' = any(p.proconfig), false)""",
    "no function may be called by everybody": f"""
        select p.oid::regprocedure::text from {_FUNCTIONS}
         where {_OURS} and has_function_privilege('public', p.oid, 'execute')""",
    "nothing is granted to everybody": f"""
        select c.oid::regclass::text from {_RELATIONS}
         where {_OURS} and exists (select from {_GRANTED} g where g.grantee = 0)
        union all
        select n.nspname from pg_namespace n where {_OURS} and has_schema_privilege('public', n.oid, 'usage')""",
    "the use path's role touches no table": f"""
        select c.oid::regclass::text from {_RELATIONS}
         where {_OURS} and exists (select from {_GRANTED} g where g.grantee = 'onecard_use'::regrole)""",
    "the board's role selects from views and does nothing else": f"""
        select c.oid::regclass::text from {_RELATIONS}
         where {_OURS} and exists (
           select from {_GRANTED} g where g.grantee = 'onecard_board'::regrole
              and (c.relkind <> 'v' or g.privilege <> 'SELECT'))
        union all
        select p.oid::regprocedure::text from {_FUNCTIONS}
         where {_OURS} and has_function_privilege('onecard_board', p.oid, 'execute')""",
    "the roles of the doors own nothing, create nothing and go around no wall": f"""
        select r.rolname from pg_roles r
         where r.rolname in ('onecard_app', 'onecard_use', 'onecard_board')
           and (r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolcanlogin
                or exists (select from pg_auth_members m where m.member = r.oid)
                or exists (select from {_RELATIONS} where c.relowner = r.oid)
                or exists (select from {_FUNCTIONS} where p.proowner = r.oid)
                or exists (
                  select from pg_namespace n where {_OURS} and has_schema_privilege(r.oid, n.oid, 'create')))""",
}

#: For each rule something that breaks it, and the name that must be told.
BREACHES = [
    ("create table usage.spy (holder_id uuid)", "grant select on usage.spy to onecard_app", "usage.spy"),
    ("create table usage.spy (holder_id uuid)", "grant select (holder_id) on usage.spy to onecard_app", "usage.spy"),
    (
        "create view usage.spy as select holder_id from usage.use",
        "grant select on usage.spy to onecard_app",
        "usage.spy",
    ),
    (
        "create function usage.spy() returns int language sql security definer return 1",
        "alter function usage.spy() set search_path = pg_catalog",
        "usage.spy()",
    ),
    (
        "create function usage.spy() returns int language sql security definer return 1",
        "revoke execute on function usage.spy() from public",
        "usage.spy()",
    ),
    ("create function usage.spy() returns int language sql return 1", "select 1", "usage.spy()"),
    ("create table usage.spy (day date)", "grant select on usage.spy to public", "usage.spy"),
    ("create schema spy", "grant usage on schema spy to public", "spy"),
    ("create table usage.spy (day date)", "grant insert on usage.spy to onecard_use", "usage.spy"),
    ("create view usage.spy as select 1 as one", "grant select (one) on usage.spy to onecard_use", "usage.spy"),
    ("create table usage.spy (day date)", "grant select on usage.spy to onecard_board", "usage.spy"),
    ("create view usage.spy as select 1 as one", "grant delete on usage.spy to onecard_board", "usage.spy"),
    ("select 1", "grant execute on function usage.roll_up() to onecard_board", "usage.roll_up()"),
    ("select 1", "grant create on schema usage to onecard_use", "onecard_use"),
]


def broken_by(tx: Transaction, rule: str) -> list[str]:
    return sorted(name for (name,) in tx.execute(sql.SQL(RULES[rule])).fetchall())


@pytest.mark.parametrize("rule", RULES)
def test_the_wall_stands(tx: Transaction, rule: str) -> None:
    assert broken_by(tx, rule) == []


@pytest.mark.parametrize(("first", "then", "name"), BREACHES)
def test_a_breach_is_told(tx: Transaction, first: str, then: str, name: str) -> None:
    tx.execute(first)
    tx.execute(then)
    assert name in {told for rule in RULES for told in broken_by(tx, rule)}


def test_each_rule_is_broken_by_some_breach(tx: Transaction) -> None:
    unbroken = set(RULES)
    for first, then, _ in BREACHES:
        with tx.transaction(force_rollback=True):
            tx.execute(first)
            tx.execute(then)
            unbroken -= {rule for rule in RULES if broken_by(tx, rule)}
    assert unbroken == set()


def test_a_table_nobody_may_touch_needs_no_policy(tx: Transaction) -> None:
    tx.execute("create table usage.quiet (holder_id uuid)")
    assert [rule for rule in RULES if broken_by(tx, rule)] == []


def test_there_is_something_to_wall(tx: Transaction) -> None:
    asked = f"select count(*) from {_RELATIONS} where {_OURS} and c.relrowsecurity"
    assert tx.execute(asked).fetchone()[0] > 12
    asked = f"select count(*) from {_FUNCTIONS} where {_OURS} and p.prosecdef"
    assert tx.execute(asked).fetchone()[0] > 20
