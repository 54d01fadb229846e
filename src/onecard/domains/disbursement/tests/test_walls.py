"""The second wall: staff see their agency's batches, a resident her own lines, nobody the files of banks."""

import psycopg
import pytest
from tests.country import agency

from onecard.domains.disbursement import api as pay
from onecard.domains.disbursement.tests.conftest import FUND, a_bank, a_line
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Scope

FINANCE, OTHERS = agency("finance 51"), agency("finance 50")


@pytest.fixture
def paid(database, standing_country, clock, keyring):
    """A batch of two lines, taken by the finance department's own staff."""
    rows = [a_line(100), a_line(200)]
    wanted = pay.BatchWanted(new_id(), FINANCE, "sample", FUND, "farm", "2026-11", "补贴", "staff one")
    with database.writing() as tx:
        pay.keep_bank(tx, a_bank(), at=clock())
    with database.writing(Scope("staff", reach=("51",), agency=FINANCE)) as tx:
        pay.take_batch(tx, wanted, lambda: iter(rows), keyring=keyring, at=clock())
    return wanted.batch_id, [one.holder_id for one in rows]


def seen(database, scope: Scope) -> dict[str, int]:
    tables = ("batch", "line", "event", "by_line", "file", "answer", "stray")
    with database.reading(scope) as tx:
        return {
            table: tx.execute(f"select count(*) as many from disbursement.{table}").fetchone().many for table in tables
        }


def test_staff_see_their_own_agencys_batches_only(database, paid):
    mine = seen(database, Scope("staff", reach=("51",), agency=FINANCE))
    assert (mine["batch"], mine["line"], mine["event"], mine["by_line"], mine["answer"]) == (1, 2, 2, 0, 0)
    assert not any(seen(database, Scope("staff", reach=("51", "50"), agency=OTHERS)).values())


def test_a_resident_sees_her_own_line_and_changes_nothing(database, paid):
    scope = Scope("resident", holder=paid[1][0])
    told = seen(database, scope)
    assert (told["line"], told["event"], told["batch"]) == (1, 1, 0)
    with database.writing(scope) as tx:
        assert tx.execute("update disbursement.line set amount_fen = 1 returning 1").fetchall() == []


def test_a_partner_sees_nothing(database, paid):
    assert not any(seen(database, Scope("partner", holder=paid[1][0], agency=FINANCE)).values())


def test_staff_cannot_hand_in_for_another_agency(database, standing_country, clock, keyring, paid):
    wanted = pay.BatchWanted(new_id(), FINANCE, "sample", FUND, "farm", "2026-12", "补贴", "staff two")
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        database.writing(Scope("staff", reach=("50",), agency=OTHERS)) as tx,
    ):
        pay.take_batch(tx, wanted, lambda: iter([a_line()]), keyring=keyring, at=clock())


def test_payees_are_sealed_and_sealed_again_under_a_new_key(database, owner_tx, paid, keyring):
    kept = [bytes(row.payee_sealed) for row in owner_tx.execute("select payee_sealed from disbursement.line")]
    assert all("何秀英".encode() not in one and b"9990001234567890" not in one for one in kept)
    with database.writing() as tx:
        assert pay.reseal(tx, keyring=keyring) == 0
