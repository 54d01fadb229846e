"""The audit trail: written with the deed, by nobody changed, and whoever changes it as the owner is found out."""

from typing import Any
from uuid import UUID

import psycopg
import pytest

from onecard.kernel import audit, audit_chain
from onecard.kernel.clock import HeldClock
from onecard.kernel.crypto import Keyring
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.cluster import SUPERUSER
from onecard.kernel.postgres.transaction import Database, Scope


def do(database: Database, clock: HeldClock, *verbs: str) -> None:
    deeds = [audit.Deed(verb, "7", {"roles": ["auditor"], "agency_id": "1"}) for verb in verbs]
    with database.writing() as tx:
        audit.record(tx, deeds, actor="0193535e-0000-7000-8000-000000000001", at=clock())


def seal(database: Database, keyring: Keyring) -> int:
    with database.writing() as tx:
        return audit_chain.seal_new(tx, keyring=keyring)


def verdict(database: Database, keyring: Keyring) -> audit_chain.Verdict:
    with database.reading() as tx:
        return audit_chain.verify(tx, keyring=keyring)


def test_sealing_looks_a_day_back_and_now_and_then_at_all_of_it(
    database: Database, clock: HeldClock, keyring: Keyring, owner_tx: Any
) -> None:
    do(database, clock, "staff.enrolled")
    assert seal(database, keyring) == 1
    do(database, clock, "staff.left", "staff.left")
    an_hour, two_days = (UUID(int=(new_id().int >> 80) - back << 80) for back in (3_600_000, 2 * 86_400_000))
    for made, entry in zip((an_hour, two_days), unsealed(owner_tx), strict=True):
        owner_tx.execute("update kernel.audit set entry_id = %s where entry_id = %s", (made, entry))
    assert (seal(database, keyring), unsealed(owner_tx)) == (1, [two_days])
    with database.writing() as tx:
        assert audit_chain.seal_new(tx, keyring=keyring, whole=True) == 1
    assert (verdict(database, keyring).waiting, verdict(database, keyring).flaws) == (0, ())


def unsealed(owner_tx: Any) -> list[UUID]:
    rows = owner_tx.execute(
        "select entry_id from kernel.audit where entry_id not in (select entry_id from kernel.audit_seal)"
    )
    return [row.entry_id for row in rows]


def test_what_was_done_is_told_newest_first(database: Database, clock: HeldClock) -> None:
    do(database, clock, "staff.enrolled")
    clock.move(seconds=1)
    do(database, clock, "staff.left")
    with database.reading() as tx:
        told = audit.last_entries(tx, count=5)
    assert (told[0].verb, told[0].about, told[0].happened_at) == ("staff.left", "7", clock())
    assert [one.verb for one in told] == ["staff.left", "staff.enrolled"]
    assert told[0].facts == {"roles": ["auditor"], "agency_id": "1"}


def test_a_deed_that_is_rolled_back_leaves_no_entry(database: Database, clock: HeldClock) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as tx:
        audit.record(tx, [audit.Deed("staff.left", 1)], actor=audit.SYSTEM, at=clock())
        raise ZeroDivisionError
    with database.reading() as tx:
        assert audit.last_entries(tx) == []


@pytest.mark.parametrize(
    "attempt",
    [
        "update kernel.audit set actor = 'nobody'",
        "delete from kernel.audit",
        "truncate kernel.audit cascade",
        "insert into kernel.audit select gen_random_uuid(), now(), 'x', 'x', 'x', '{}'",
        "update kernel.audit_seal set key_id = 2",
        "delete from kernel.audit_seal",
        "insert into kernel.audit_seal select 9, entry_id, 1, seal_before, seal from kernel.audit_seal",
    ],
)
def test_the_doors_cannot_change_an_entry(database: Database, clock: HeldClock, keyring: Keyring, attempt: str) -> None:
    do(database, clock, "staff.enrolled")
    seal(database, keyring)
    with pytest.raises(psycopg.errors.InsufficientPrivilege), database.writing() as tx:
        tx.execute(attempt)


@pytest.mark.parametrize("actor", ["resident", "staff", "partner"])
def test_nobody_but_the_system_reads_or_writes(database: Database, clock: HeldClock, actor: Any) -> None:
    do(database, clock, "staff.enrolled")
    with database.reading(Scope(actor)) as tx:
        assert audit.last_entries(tx) == []
    with pytest.raises(psycopg.errors.InsufficientPrivilege), database.writing(Scope(actor)) as tx:
        audit.record(tx, [audit.Deed("staff.left", 1)], actor="me", at=clock())


def test_a_chain_grows_over_turns_and_rotations_and_holds(
    database: Database, clock: HeldClock, keyring: Keyring
) -> None:
    do(database, clock, "a.a", "a.b")
    assert verdict(database, keyring).waiting == 2
    assert seal(database, keyring) == 2
    keyring.rotate("secret")
    do(database, clock, "a.c")
    assert [seal(database, keyring), seal(database, keyring)] == [1, 0]
    found = verdict(database, keyring)
    assert (found.sealed, found.waiting, found.flaws) == (3, 0, ())


@pytest.mark.parametrize(
    ("tampering", "flaw"),
    [
        ("update kernel.audit set facts = '{}' where verb = 'a.b'", (2, "was changed after it was sealed")),
        ("update kernel.audit set actor = 'x' where verb = 'a.c'", (3, "was changed after it was sealed")),
        ("update kernel.audit set happened_at = now() where verb = 'a.a'", (1, "was changed after it was sealed")),
        ("delete from kernel.audit_seal where sequence = 2", (3, "does not follow 1: a link is missing")),
        (
            "delete from kernel.audit where verb = 'a.b'",
            (2, "its entry was removed"),
        ),
    ],
)
def test_what_the_owner_changes_is_found(
    database: Database, clock: HeldClock, keyring: Keyring, server: Any, fresh_database: str, tampering: str, flaw: Any
) -> None:
    do(database, clock, "a.a", "a.b", "a.c")
    seal(database, keyring)
    end = verdict(database, keyring).end
    with psycopg.connect(server.url(SUPERUSER, fresh_database), autocommit=True) as owner:
        owner.execute("set session_replication_role = replica")  # past the foreign key
        owner.execute(tampering)
    found = verdict(database, keyring)
    assert [(one.sequence, one.said[1]) for one in found.flaws] == [flaw]
    assert found.end == end, "the last link still stands"


def test_cutting_off_the_end_is_seen_by_who_kept_the_end(
    database: Database, clock: HeldClock, keyring: Keyring, owner_tx: Any
) -> None:
    do(database, clock, "a.a", "a.b")
    seal(database, keyring)
    kept = verdict(database, keyring).end
    owner_tx.execute("delete from kernel.audit_seal where sequence = 2")
    owner_tx.execute("delete from kernel.audit where verb = 'a.b'")
    assert verdict(database, keyring).end != kept
