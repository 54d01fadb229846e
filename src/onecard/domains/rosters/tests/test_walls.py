"""What the tables themselves forbid, whatever a program forgets; and who sees which roster."""

from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from onecard.domains.disbursement import api as pay
from onecard.domains.rosters import api as rosters
from onecard.domains.rosters.tests.conftest import (
    APPROVERS,
    CLERK,
    DEPARTMENT,
    FINANCE,
    HEAD,
    OTHER_TOWNSHIP,
    TOWNSHIP,
    Desk,
    a_bank,
    a_row,
    found_benefit_agencies,
)
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Scope

APPROVE = """
insert into rosters.approval (roster_id, round, level, after, digest, notice_until, staff, agency_id, approved_at)
select roster_id, round, %(level)s, %(after)s, digest, until_at, %(staff)s, %(agency)s, %(at)s
from rosters.notice where roster_id = %(roster)s
"""
DUTY = "insert into rosters.duty values (%(roster)s, %(staff)s, %(level)s, %(at)s) on conflict do nothing"


def approve(desk: Desk, roster_id: UUID, level: str, *, staff: str, after: str | None = None, days: int = 0) -> None:
    """An approval written past every verb; the duty too, as far as its own key lets it."""
    given = {
        "roster": roster_id, "level": level, "after": after, "staff": staff, "agency": TOWNSHIP,
        "at": desk.clock() + timedelta(days=days),
    }  # fmt: skip
    desk.tx.execute(DUTY, given)
    desk.tx.execute(APPROVE, given)


def test_the_tables_let_no_maker_approve(desk: Desk):
    roster_id = desk.noticed()
    with pytest.raises(psycopg.errors.ForeignKeyViolation, match="one_duty_a_person"):
        approve(desk, roster_id, "township", staff=CLERK.staff)


def test_the_tables_let_nobody_approve_twice(desk: Desk):
    roster_id = desk.noticed()
    desk.approve(roster_id, "township")
    with pytest.raises(psycopg.errors.ForeignKeyViolation, match="one_duty_a_person"):
        approve(desk, roster_id, "department", after="township", staff=HEAD.staff)


def test_the_tables_keep_the_order_of_the_levels(desk: Desk):
    roster_id = desk.noticed()
    with pytest.raises(psycopg.errors.ForeignKeyViolation, match="what_was_approved_before"):
        approve(desk, roster_id, "finance", after="department", staff="x")


def test_the_tables_let_no_level_be_left_out(desk: Desk):
    roster_id = desk.noticed()
    with pytest.raises(psycopg.errors.CheckViolation, match="in_order"):
        approve(desk, roster_id, "finance", after=None, staff="x")


def test_the_tables_let_nobody_approve_while_the_notice_runs(desk: Desk):
    roster_id = desk.checked()
    desk.post(roster_id)
    with pytest.raises(psycopg.errors.CheckViolation, match="after_the_notice"):
        approve(desk, roster_id, "township", staff="x", days=1)


def test_the_tables_let_nothing_be_approved_but_what_was_on_notice(desk: Desk):
    roster_id = desk.noticed()
    desk.tx.execute(DUTY, {"roster": roster_id, "staff": "x", "level": "township", "at": desk.clock()})
    with pytest.raises(psycopg.errors.ForeignKeyViolation, match="what_was_on_notice"):
        desk.tx.execute(
            "insert into rosters.approval values (%s, 1, 'township', null, 'another', %s, 'x', %s, %s)",
            (roster_id, desk.clock() - timedelta(days=1), TOWNSHIP, desk.clock()),
        )


def test_the_tables_let_nothing_be_handed_over_that_finance_did_not_approve(desk: Desk):
    roster_id = desk.noticed()
    for level in ("township", "department"):
        desk.approve(roster_id, level)
    with pytest.raises(psycopg.errors.ForeignKeyViolation, match="what_was_approved"):
        desk.tx.execute(
            "insert into rosters.handover select roster_id, 1, round, 'finance', digest, %s, 1, 1, %s, 'x'"
            " from rosters.notice where roster_id = %s",
            (new_id(), desk.clock(), roster_id),
        )


def test_the_tables_take_a_file_from_a_maker_only(desk: Desk):
    roster_id = desk.noticed()
    desk.approve(roster_id, "township")
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        desk.tx.execute(
            "insert into rosters.file values (%s, 2, 'd', %s, %s)", (roster_id, desk.clock(), HEAD.staff)
        )  # fmt: skip


def test_the_tables_keep_the_quota(desk: Desk):
    project = desk.project()
    with pytest.raises(psycopg.errors.CheckViolation, match="quota_is_kept"):
        desk.tx.execute(
            "update rosters.project set used_fen = quota_fen + 1 where project_id = %s", (project.project_id,)
        )  # fmt: skip


def test_the_tables_hold_a_person_once_for_a_programme_period_and_source(desk: Desk):
    roster_id = desk.checked(people=1)
    with pytest.raises(psycopg.errors.UniqueViolation, match="one_entry_a_source"):
        desk.tx.execute(
            "insert into rosters.entry select holder_id, %s, roster_id, 99, programme, period, 500103, from_day,"
            " until_day, source, 1, payee_sealed, payee_mac, 'standing', state_since from rosters.entry"
            " where roster_id = %s",
            (new_id(), roster_id),
        )


@pytest.fixture
def posted(database, standing_country, owner_tx, clock, keyring, places) -> tuple[UUID, UUID]:
    """A committed roster of one person whose notice is over, made and posted by the township's own staff."""
    found_benefit_agencies(owner_tx, clock)
    with database.writing() as tx:
        pay.keep_bank(tx, a_bank(), at=clock())
        desk = Desk(tx, clock, keyring, places.divisions)
        project, number = desk.project(), desk.person()
    with database.writing(Scope("staff", reach=("511381",), agency=TOWNSHIP)) as tx:
        desk = Desk(tx, clock, keyring, places.divisions)
        roster_id = desk.begin(project)
        desk.add(roster_id, [a_row(number)])
    with database.writing() as tx:
        Desk(tx, clock, keyring, places.divisions).check()
    with database.writing(Scope("staff", reach=("511381",), agency=TOWNSHIP)) as tx:
        Desk(tx, clock, keyring, places.divisions).post(roster_id)
    clock.move(days=8)
    return roster_id, keyring.holder_id(number)


TABLES = ("roster", "duty", "file", "part", "entry", "notice", "event")


def seen(database, scope: Scope) -> dict[str, int]:
    with database.reading(scope) as tx:
        return {table: tx.execute(f"select count(*) as many from rosters.{table}").fetchone().many for table in TABLES}


def test_who_makes_and_who_decides_see_the_roster_and_nobody_else_does(database, posted):
    for agency_id in (TOWNSHIP, DEPARTMENT, FINANCE):
        assert all(seen(database, Scope("staff", reach=("51",), agency=agency_id)).values())
    for scope in (
        Scope("staff", reach=("511381",), agency=OTHER_TOWNSHIP), Scope("staff"), Scope("partner", agency=FINANCE),
        Scope("resident", holder=UUID(int=7)),
    ):  # fmt: skip
        assert not any(seen(database, scope).values())


def test_a_resident_sees_her_own_entry_and_changes_nothing(database, posted):
    scope = Scope("resident", holder=posted[1])
    assert {table for table, many in seen(database, scope).items() if many} == {"entry"}
    with database.writing(scope) as tx:
        assert tx.execute("update rosters.entry set state = 'dropped' returning 1").fetchall() == []


def test_each_level_approves_in_its_own_scope_and_not_in_anothers(database, posted, clock, keyring, places):
    roster_id, _ = posted
    scopes = {
        level: Scope("staff", reach=("51",), agency=agency_id)
        for level, agency_id in zip(rosters.LEVELS, (TOWNSHIP, DEPARTMENT, FINANCE), strict=True)
    }
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        database.writing(scopes["finance"]) as tx,
    ):
        Desk(tx, clock, keyring, places.divisions).approve(roster_id, "township", APPROVERS["township"])
    for level, scope in scopes.items():
        with database.writing(scope) as tx:
            Desk(tx, clock, keyring, places.divisions).approve(roster_id, level)
    with database.reading() as tx:
        now = rosters.roster_progress(tx, roster_id=roster_id, agency_id=FINANCE)
    assert now.roster.state == "approved"


def test_a_township_neither_raises_a_quota_nor_approves_past_the_department(database, posted, clock):
    scope = Scope("staff", reach=("51",), agency=TOWNSHIP)
    with database.writing(scope) as tx:
        assert tx.execute("update rosters.project set quota_fen = 1 returning 1").fetchall() == []


def test_what_is_kept_of_people_is_sealed(database, owner_tx, posted):
    kept = [bytes(row[0]) for row in owner_tx.execute("select payee_sealed from rosters.entry").fetchall()]
    kept += [bytes(row[0]) for row in owner_tx.execute("select sealed from rosters.part").fetchall()]
    assert kept
    assert all("何秀英".encode() not in one and b"9990001234567890" not in one for one in kept)


def test_the_doors_role_changes_nothing_of_what_an_entry_asks_for(database, posted):
    for column, value in (
        ("amount_fen", "1"), ("holder_id", "gen_random_uuid()"), ("source", "'x'"), ("payee_mac", "'x'"),
        ("programme", "'x'"), ("roster_id", "gen_random_uuid()"), ("number", "9"),
    ):  # fmt: skip
        with pytest.raises(psycopg.errors.InsufficientPrivilege), database.writing() as tx:
            tx.execute(f"update rosters.entry set {column} = {value}")
    for table in ("entry", "approval", "notice", "event", "duty", "handover", "quota"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), database.writing() as tx:
            tx.execute(f"delete from rosters.{table}")


def test_staff_enter_nobody_past_the_checks(database, posted):
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        database.writing(Scope("staff", reach=("51",), agency=TOWNSHIP)) as tx,
    ):
        tx.execute(
            "insert into rosters.entry select gen_random_uuid(), gen_random_uuid(), roster_id, 9, programme, period,"
            " place, from_day, until_day, source, 1, payee_sealed, payee_mac, state, state_since from rosters.entry"
        )
