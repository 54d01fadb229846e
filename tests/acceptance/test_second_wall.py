"""The second wall: in a visitor's scope the doors' database role sees and changes what is the visitor's alone."""

from uuid import UUID

import pytest
from psycopg import errors as pg
from tests.acceptance.cast import CARD_AGENCY, OPERATOR

from onecard.domains.sharing import api as sharing
from onecard.doors.security.visitors import Partner, scope_about, scope_of
from onecard.kernel.postgres.transaction import Scope

#: Every table of the doors' role that knows holders.
KNOWS_HOLDERS = """
select format('%I.%I', n.nspname, c.relname) as name
from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
where a.attname = 'holder_id' and c.relkind in ('r', 'p') and not c.relispartition
  and has_table_privilege('onecard_app', c.oid, 'select')
order by 1
"""

#: What the neighbour has beside a card and an e-card: a status, money, uses, and what each scene remembers.
PLANTED = (
    "insert into residents.status values (%(holder)s, 'student', '2026-01-01', null, 'a sample', %(at)s)",
    "insert into ledger.balance values (%(holder)s, 5101, 700, %(at)s)",
    """insert into ledger.transfer values (%(holder)s, %(at)s, gen_random_uuid(), '2026-11-23', 10001, 5101, 700,
       'top_up', gen_random_uuid(), %(at)s)""",
    """insert into usage.use select %(holder)s, %(at)s, gen_random_uuid(), point_id, 1, 'transit', 'e', 51, 500103, 200,
       200, '[]', '{}', %(at)s from agencies.point""",
    """select tourism.save_pass(%(holder)s, %(holder)s, 'four', 5190, '2026-11-01', 9900, null, null, null,
       '2027-11-01', %(at)s)""",
    """select tourism.save_visits(jsonb_build_array(jsonb_build_object('holder_id', %(holder)s::uuid,
       'pass_id', %(holder)s::uuid, 'site', 'zoo', 'day', '2026-11-23', 'number', 1, 'spent_fen', 0)))""",
    """select transit.save_riders(array[%(holder)s]::uuid[], '{}', '{}', '{}', '{}', '{}',
       array[%(holder)s]::uuid[], '{2026-11-23}', '{nation}', '{200}')""",
    """insert into ecards.carrier (holder_id, serial, kind, issuer, key_id, issued_at, expires_at)
       values (%(holder)s, 7, 'paper', 511381, 1, %(at)s, %(at)s)""",
    """insert into delegations.delegation values (%(holder)s, %(holder)s, gen_random_uuid(), 'delegation', 'son',
       'holder', 'asked', '{see_uses}', '{}', 1, %(at)s, '2026-12-01', null, null, null, '', '', '', %(at)s)""",
    "insert into delegations.helping values (%(holder)s, %(holder)s, gen_random_uuid())",
    "insert into delegations.event values (%(holder)s, %(holder)s, gen_random_uuid(), 'asked', %(at)s, 'resident')",
    """insert into delegations.act values (%(holder)s, gen_random_uuid(), %(holder)s, gen_random_uuid(), 'uses_seen',
       %(at)s)""",
    """insert into cards.request (holder_id, request_id, operation, facts, issuer, taken_at, taken_by, taken_agency,
       taken_division) values (%(holder)s, %(holder)s, 'replace', '{}', 511381, %(at)s, 'x', %(holder)s, 500000)""",
    "insert into ecards.channel values (%(holder)s, 'app', gen_random_uuid(), %(at)s)",
    "insert into ecards.check_in values (%(holder)s, gen_random_uuid(), '2026-11-23', gen_random_uuid(), 'A1', %(at)s)",
    "insert into ecards.handover values (sha256('a'), sha256('b'), gen_random_uuid(), '1234', %(at)s, %(holder)s)",
    "insert into ecards.ticket values (gen_random_uuid(), '2026-11-23', 1, %(holder)s, 'waiting', %(at)s)",
    "insert into ecards.reset_code values (%(holder)s, 'hash', 0, 1, %(at)s, %(at)s)",
    "insert into ecards.message values (%(holder)s, gen_random_uuid(), 'sealed', %(at)s, %(at)s)",
    """insert into sharing.objection values (%(holder)s, gen_random_uuid(), 'use', gen_random_uuid(), gen_random_uuid(),
       'sealed', %(at)s, '2026-12-01')""",
    """insert into disbursement.line values (%(holder)s, %(holder)s, gen_random_uuid(), 1, 'sample', '2026-11', 'A1', 1,
       null, null, 9000, 'sealed', 'approved', %(at)s)""",
    "insert into disbursement.by_line values (%(holder)s, %(holder)s)",
    """insert into disbursement.event values (%(holder)s, %(holder)s, gen_random_uuid(), 'approved', %(at)s, %(at)s,
       'staff')""",
    """insert into rosters.entry values (%(holder)s, %(holder)s, gen_random_uuid(), 1, 'sample', '2026-11', 511381,
       '2026-11-01', '2026-11-30', '1', 9000, 'sealed', 'mac', 'standing', %(at)s)""",
    """insert into rosters.objection values (%(holder)s, %(holder)s, %(holder)s, gen_random_uuid(), 'other', %(at)s,
       'staff')""",
    "insert into disbursement.news values (%(holder)s, gen_random_uuid(), %(holder)s, %(at)s)",
    """insert into entitlements.entitlement values (%(holder)s, 'pension', 511381, '2026-11-01', 'in_payment', %(at)s,
       '2026-11-01', 'granted', '2027-11-01', null, 0, null, null, null, null, '2026-10-01', 'sealed', %(at)s)""",
    "insert into entitlements.amount values (%(holder)s, 'pension', '2026-11-01', 9000, 'a sample', %(at)s)",
    "insert into entitlements.evidence values (%(holder)s, 'counter', '2026-11-20', '', 'staff', %(at)s)",
    "insert into entitlements.event values (%(holder)s, gen_random_uuid(), 'pension', 'granted', %(at)s, 'staff')",
    """insert into entitlements.due values (%(holder)s, 'pension', '2026-11-01', 9000, 511381, 'regular', null, null,
       %(at)s)""",
    "insert into entitlements.overpayment values (%(holder)s, 'pension', '2026-11-01', 9000, %(at)s)",
    "insert into openid.subject values (%(holder)s, 'sector', 'x', %(at)s)",
    "insert into openid.consent values (%(holder)s, 'a-service', '{}', %(at)s, null)",
    """insert into openid.login (holder_id, login_id, client_id, subject, scopes, acr, happened_at)
       values (%(holder)s, %(holder)s, 'a-service', 'x', '{}', 'x', %(at)s)""",
    """insert into openid.issued (code_hash, holder_id, login_id, client_id, redirect_uri, challenge, subject, scopes,
       acr, amr, signed_in_at, code_expires_at) values (sha256('c'), %(holder)s, %(holder)s, 'a-service', 'x', 'x',
       'x', '{}', 'x', '{}', %(at)s, %(at)s)""",
    """insert into openid.scan (scan_hash, request_hash, number, browser, network, made_at, expires_at, holder_id)
       values (sha256('s'), sha256('r'), 42, 'x', 'x', %(at)s, %(at)s, %(holder)s)""",
    """insert into openid.farewell (farewell_id, holder_id, client_id, login_id, subject, due_at)
       values (gen_random_uuid(), %(holder)s, 'a-service', %(holder)s, 'x', %(at)s)""",
    """insert into wallet.offer (offer_id, holder_id, made_at, expires_at)
       values (gen_random_uuid(), %(holder)s, %(at)s, %(at)s)""",
    """insert into wallet.credential (holder_id, credential_id, batch_id, card_id, list_id, list_index, issued_at,
       expires_at) values (%(holder)s, %(holder)s, %(holder)s, %(holder)s, %(holder)s, 7, %(at)s, %(at)s)""",
    """insert into wallet.entry (list_id, list_index, holder_id, credential_id)
       values (%(holder)s, 7, %(holder)s, %(holder)s)""",
    """insert into cards.half_lock select holder_id, card_id, 'bank', 'holder', 'asked', %(at)s
       from cards.card where holder_id = %(holder)s""",
    """insert into cards.pin (holder_id, card_id, half, hash, must_change, set_at)
       select holder_id, card_id, 'social', 'x', true, %(at)s from cards.card where holder_id = %(holder)s""",
    "select demo.save_signatures(array[%(holder)s]::uuid[], array['2026-11-23']::date[])",
)
#: Every function that looks past the policies and may be called by a role, with its parameters' types.
LOOKS_PAST = """
select format('%%I.%%I', n.nspname, p.proname) as name, array(
  select format_type(kind, null) from unnest(p.proargtypes) with ordinality as t (kind, n) order by n) as kinds
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where p.prosecdef and n.nspname !~ '^pg_' and has_function_privilege(%s, p.oid, 'execute') order by 1
"""
GIVEN = {"uuid": "%(holder)s::uuid", "uuid[]": "array[%(holder)s]::uuid[]"}
OUTSIDERS = {
    "another resident": Scope("resident", holder=UUID(int=7)),
    "resident without a name": Scope("resident"),
    "staff": Scope("staff", reach=("51", "50"), agency=CARD_AGENCY),
    "partner": Scope("partner"),
    "partner who asks": Scope("partner", holder=UUID(int=7), agency=OPERATOR),
}


@pytest.fixture
def tables(cast, owner_tx, house):
    """The tables that know holders; the neighbour has something in each of them."""
    cast.employ("auditor")
    onlooker = sharing.Onlooker("staff", "x", owner_tx.execute("select agency_id from agencies.agency").fetchone()[0])
    ground = sharing.Ground("service_desk", "consent")
    with house.app.writing() as tx:
        for person in (cast.resident, cast.neighbour):
            what = {"onlooker": onlooker, "subject": "person.masked", "ground": ground, "found": True}
            sharing.record_look(tx, holder_id=person.holder_id, at=house.clock(), keyring=house.keyring, **what)
    for statement in PLANTED:
        owner_tx.execute(statement, {"holder": cast.neighbour.holder_id, "at": house.clock()})
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
    assert {table for table in tables if cast.neighbour.holder_id not in holders_seen(owner_tx, table)} == set()


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


def test_a_partners_question_shows_one_person_and_of_her_only_what_it_needs(tables, house, cast, owner_tx):
    partner = Partner("sample-partner", OPERATOR, frozenset())
    with house.app.reading(scope_about(partner, cast.neighbour.holder_id)) as tx:
        seen = {table: holders for table in tables if (holders := holders_seen(tx, table))}
    only_her = {cast.neighbour.holder_id}
    assert seen == {"residents.resident": only_her, "residents.status": only_her, "cards.card": only_her}
    with house.app.reading(scope_of(partner)) as tx:
        assert {table for table in tables if holders_seen(tx, table)} == set(), "without a question nobody"


@pytest.mark.parametrize(
    "change",
    [
        "update cards.card set state = 'lost'",
        "update residents.resident set died_on = '2026-11-01'",
        "update residents.status set kind = 'veteran'",
        "update ecards.ecard set failures = 0",
    ],
)
def test_a_partners_question_changes_nothing(tables, house, cast, change):
    with house.app.writing(scope_about(Partner("x", OPERATOR, frozenset()), cast.neighbour.holder_id)) as tx:
        assert tx.execute(change).rowcount == 0


@pytest.mark.parametrize(
    "addition",
    [
        "insert into cards.event values (%(holder)s, %(holder)s, %(holder)s, 'issued', now(), 'me', '{}')",
        "insert into residents.status values (%(holder)s, 'veteran', '2026-01-01', null, 'me', now())",
    ],
)
def test_a_partners_question_adds_nothing(tables, house, cast, addition):
    scope = scope_about(Partner("x", OPERATOR, frozenset()), cast.neighbour.holder_id)
    with pytest.raises(pg.InsufficientPrivilege), house.app.writing(scope) as tx:
        tx.execute(addition, {"holder": cast.neighbour.holder_id})


def test_a_partner_holds_the_chain_of_its_own_agency_and_no_other(house, cast):
    scope = scope_about(Partner("x", OPERATOR, frozenset()), cast.neighbour.holder_id)
    with house.app.writing(scope) as tx:
        assert tx.execute("select * from sharing.hold_chain(%s)", (OPERATOR,)).fetchone().last_sequence == 0
    with pytest.raises(pg.InsufficientPrivilege), house.app.writing(scope) as tx:
        tx.execute("select * from sharing.hold_chain(%s)", (CARD_AGENCY,))


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


def calls_past_the_policies(owner_tx, role: str) -> dict[str, str]:
    """A call of each function that this role may call and that looks past the policies, about one holder."""
    return {
        row.name: f"select * from {row.name}({', '.join(GIVEN.get(kind, f'null::{kind}') for kind in row.kinds)})"
        for row in owner_tx.execute(LOOKS_PAST, (role,))
    }


def refused_by(database, scope: Scope, calls: dict[str, str], holder: UUID) -> set[str]:
    """Those of the calls that the database does not permit in this scope."""
    refused = set()
    for name, call in calls.items():
        try:
            with database.writing(scope) as tx, tx.transaction(force_rollback=True):
                tx.execute(call, {"holder": holder})
        except pg.InsufficientPrivilege:
            refused.add(name)
        except (pg.DataError, pg.IntegrityError, pg.SerializationFailure):
            pass  # it was let in and stumbled over what it was given
    return refused


@pytest.mark.parametrize("scope", OUTSIDERS.values(), ids=OUTSIDERS)
def test_no_function_reaches_past_the_scope(house, cast, owner_tx, scope):
    calls = calls_past_the_policies(owner_tx, "onecard_app")
    assert {"ledger.post_in_scope", "ledger.find_answer", "tourism.save_pass", "sharing.hold_chain"} <= {*calls}
    assert refused_by(house.app, scope, calls, cast.neighbour.holder_id) == {*calls}


def test_the_system_is_let_into_each_of_them(house, cast, owner_tx):
    calls = calls_past_the_policies(owner_tx, "onecard_app")
    assert refused_by(house.app, Scope(), calls, cast.neighbour.holder_id) == set()


def test_the_use_path_and_the_doors_share_no_function(owner_tx):
    use, app = (set(calls_past_the_policies(owner_tx, role)) for role in ("onecard_use", "onecard_app"))
    assert use & app == set()
    assert use == {
        "usage.load", "usage.half_moves", "usage.write", "usage.read_points", "usage.read_uses", "transit.load_riders",
        "transit.save_riders", "tourism.load_visitors", "tourism.save_visits", "demo.load_pages",
        "demo.save_signatures",
    }  # fmt: skip


def test_a_resident_reaches_what_is_her_own(house, cast):
    me = cast.resident.holder_id
    with house.app.writing(Scope("resident", holder=me)) as tx:
        assert tx.execute("select * from ledger.find_answer(%s, 'first top-up')", (me,)).fetchone() is not None


def test_staff_hold_the_chain_of_their_own_agency(house, cast):
    at_home = Scope("staff", reach=("51",), agency=CARD_AGENCY)
    with house.app.writing(at_home) as tx:
        assert tx.execute("select * from sharing.hold_chain(%s)", (CARD_AGENCY,)).fetchone().last_sequence == 0


@pytest.mark.parametrize("scope", OUTSIDERS.values(), ids=OUTSIDERS)
@pytest.mark.parametrize("table", ["agency", "point", "staff", "partner"])
def test_only_the_system_writes_the_register(house, cast, scope, table):
    cast.employ("auditor")
    with house.app.writing(scope) as tx:
        assert tx.execute(f"update agencies.{table} set recorded_at = now()").rowcount == 0
    with house.app.writing() as tx:
        assert tx.execute(f"update agencies.{table} set recorded_at = now()").rowcount > 0
        made = tx.execute(f"select * from agencies.{table} limit 1").fetchone()
    blanks = ", ".join(["%s"] * len(made))
    values = [dict_as_text(value) for value in made]
    with pytest.raises(pg.InsufficientPrivilege), house.app.writing(scope) as tx:
        tx.execute(f"insert into agencies.{table} values ({blanks})", values)


def dict_as_text(value: object) -> object:
    return "{}" if isinstance(value, dict) else value


@pytest.mark.parametrize("scope", OUTSIDERS.values(), ids=OUTSIDERS)
@pytest.mark.parametrize("table", ["agencies.staff", "agencies.partner", "sharing.chain", "security.session"])
def test_only_the_system_reads_secrets(house, tables, cast, scope, table):
    with house.app.reading(scope) as tx:
        assert tx.execute(f"select * from {table}").fetchall() == []


@pytest.mark.parametrize("scope", OUTSIDERS.values(), ids=OUTSIDERS)
def test_only_the_system_closes_days_and_only_staff_read_them(house, cast, scope):
    close = "insert into clearing.day values (%s, now(), 0, 0, 0)"
    with house.app.writing() as tx:
        tx.execute(close, ("2026-11-01",))
        tx.execute("insert into clearing.proof values ('2026-11-01', now(), 0, 0, 0)")
    for statement in (close, "insert into clearing.proof values (%s, now(), 0, 0, 0)"):
        with pytest.raises(pg.InsufficientPrivilege), house.app.writing(scope) as tx:
            tx.execute(statement, ("2026-11-02",))
    with house.app.reading(scope) as tx:
        seen = [len(tx.execute(f"select * from clearing.{table}").fetchall()) for table in ("day", "proof")]
    assert seen == ([1, 1] if scope.actor == "staff" else [0, 0])
