"""The second wall: whatever Python asks, the database shows a person only to those who may see her."""

from uuid import UUID

import psycopg
import pytest
from tests.factories import LANGZHONG, TIANHE, make_cardholder

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.kernel.clock import HeldClock
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Database, Scope

TABLES = (
    "residents.resident", "residents.status", "cards.card", "cards.event", "cards.by_number", "cards.by_identifier",
    "ecards.ecard", "ecards.by_pseudonym", "agencies.staff", "agencies.partner",
)  # fmt: skip


@pytest.fixture
def two(database: Database, keyring: Keyring, clock: HeldClock) -> tuple[UUID, UUID]:
    """One person in Langzhong (Sichuan), one in Tianhe (Guangdong)."""
    with database.writing() as tx:
        people = [make_cardholder(tx, keyring=keyring, at=clock(), division=place) for place in (LANGZHONG, TIANHE)]
    return people[0].holder_id, people[1].holder_id


def seen(database: Database, scope: Scope, people: tuple[UUID, UUID]) -> list[tuple[bool, bool, bool]]:
    with database.reading(scope) as tx:
        return [
            (
                residents.find_resident(tx, holder_id=one) is not None,
                cards.card_of(tx, holder_id=one) is not None,
                ecards.ecard_of(tx, holder_id=one) is not None,
            )
            for one in people
        ]


YES, NO = (True, True, True), (False, False, False)


def test_a_resident_sees_herself_only(database: Database, two: tuple[UUID, UUID]) -> None:
    assert seen(database, Scope("resident", holder=two[0]), two) == [YES, NO]
    assert seen(database, Scope("resident", holder=two[1]), two) == [NO, YES]
    assert seen(database, Scope("resident"), two) == [NO, NO]


@pytest.mark.parametrize(
    ("reach", "expected"),
    [(("51",), [YES, NO]), (("5113",), [YES, NO]), (("511381",), [YES, NO]), (("5101",), [NO, NO]), ((), [NO, NO]),
     (("44", "51"), [YES, YES]), (("1", "2", "3", "4", "5", "6"), [YES, YES])],
)  # fmt: skip
def test_staff_see_the_divisions_their_agency_reaches(
    database: Database, two: tuple[UUID, UUID], reach: tuple[str, ...], expected: list[object]
) -> None:
    assert seen(database, Scope("staff", reach=reach), two) == expected


def test_a_partner_sees_nobody_and_the_system_everybody(database: Database, two: tuple[UUID, UUID]) -> None:
    assert seen(database, Scope("partner"), two) == [NO, NO]
    assert seen(database, Scope("system"), two) == [YES, YES]


@pytest.mark.parametrize("table", TABLES)
def test_who_says_nothing_about_herself_sees_no_row(database: Database, two: tuple[UUID, UUID], table: str) -> None:
    with database.pool.connection() as tx:
        (rows,) = tx.execute(f"select count(*) from {table}").fetchone() or (None,)
    assert rows == 0


@pytest.mark.parametrize("table", [one for one in TABLES if one != "ecards.by_pseudonym"])  # goes with its e-card
def test_nothing_is_ever_deleted_by_a_door(database: Database, table: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), database.writing() as tx:
        tx.execute(f"delete from {table}")


def test_a_resident_cannot_change_her_own_entry_in_the_register(database: Database, two: tuple[UUID, UUID]) -> None:
    with database.writing(Scope("resident", holder=two[0])) as tx:
        assert tx.execute("update residents.resident set division = 110101").rowcount == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege), database.writing(Scope("resident", holder=two[0])) as tx:
        tx.execute(
            "insert into residents.status (holder_id, kind, valid_from, source, recorded_at)"
            " values (%s, 'student', '2026-01-01', 'herself', now())",
            (two[0],),
        )


def test_what_happened_to_a_card_is_never_rewritten(database: Database, two: tuple[UUID, UUID]) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), database.writing() as tx:
        tx.execute("update cards.event set actor = 'nobody'")


def test_a_resident_may_report_her_own_card_and_nobody_elses(
    database: Database, two: tuple[UUID, UUID], clock: HeldClock
) -> None:
    herself = Scope("resident", holder=two[0])
    with database.writing(herself) as tx:
        stopped = cards.report_loss(tx, holder_id=two[0], kind="formal", at=clock(), actor="resident")
    assert stopped.state == "lost"
    with pytest.raises(cards.NoValidCard), database.writing(herself) as tx:
        cards.report_loss(tx, holder_id=two[1], kind="formal", at=clock(), actor="resident")
