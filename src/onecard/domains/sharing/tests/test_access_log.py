"""The access log: written before data leaves, read by the person, and broken by any hand that touches it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import get_args
from uuid import UUID

import psycopg
import pytest
from psycopg import errors as pg

from onecard.domains.sharing import api as sharing
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Scope
from onecard.kernel.words import load_words

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
AGENCY, OTHER_AGENCY = UUID(int=1), UUID(int=2)
PERSON, SOMEBODY_ELSE = UUID(int=100), UUID(int=101)
GROUND = sharing.Ground("service_desk", "consent", "ticket 7")


def look(tx, keyring, *, at=AT, holder=PERSON, agency=AGENCY, found=True, ground=GROUND):
    onlooker = sharing.Onlooker("staff", "0193535e", agency)
    return sharing.record_look(
        tx,
        holder_id=holder,
        onlooker=onlooker,
        subject="person.masked",
        ground=ground,
        found=found,
        at=at,
        keyring=keyring,
    )


@pytest.fixture
def looks(tx, keyring):
    """Three looks of one agency and one of another."""
    made = [look(tx, keyring, at=AT + timedelta(minutes=minute)) for minute in range(3)]
    look(tx, keyring, agency=OTHER_AGENCY)
    return made


def places(tx, keyring):
    return [(finding.chain, finding.sequence) for finding in sharing.verify(tx, keyring=keyring).findings]


def test_untouched_chains_hold_and_show_their_ends(tx, keyring, looks):
    verdict = sharing.verify(tx, keyring=keyring)
    assert (verdict.chains, verdict.looks, verdict.findings) == (2, 4, ())
    assert [(chain, sequence) for chain, sequence, _ in verdict.ends] == [(AGENCY, 3), (OTHER_AGENCY, 1)]


def test_empty_log_holds(tx, keyring):
    assert sharing.verify(tx, keyring=keyring) == sharing.Verdict(0, 0, (), ())


@pytest.mark.parametrize(
    "change",
    [
        "purpose = 'inspection'",
        "found = false",
        "actor = 'somebody else'",
        "looked_at = looked_at + interval '1 microsecond'",
        f"holder_id = '{SOMEBODY_ELSE}'",
    ],
)
def test_changed_row_is_named(tx, keyring, looks, change):
    tx.execute(f"update sharing.look set {change} where chain = %s and sequence = 2", (AGENCY,))
    assert places(tx, keyring) == [(AGENCY, 2)]


def test_deleted_row_is_noticed_at_the_next(tx, keyring, looks):
    tx.execute("delete from sharing.look where look_id = %s", (looks[1],))
    assert places(tx, keyring) == [(AGENCY, 3), (AGENCY, 3)]


def test_deleted_last_row_is_noticed_at_the_end(tx, keyring, looks):
    tx.execute("delete from sharing.look where look_id = %s", (looks[2],))
    assert places(tx, keyring) == [(AGENCY, 2)]


def test_deleted_chain_is_noticed_from_either_side(tx, keyring, looks):
    tx.execute("delete from sharing.look where chain = %s", (AGENCY,))
    tx.execute("delete from sharing.chain where chain = %s", (OTHER_AGENCY,))
    assert sorted(places(tx, keyring)) == [(AGENCY, 0), (OTHER_AGENCY, 1)]


def test_swapped_rows_are_noticed(tx, keyring, looks):
    tx.execute("update sharing.look set sequence = 5 - sequence where chain = %s and sequence in (2, 3)", (AGENCY,))
    assert {sequence for _, sequence in places(tx, keyring)} == {2, 3}


def test_doubled_row_is_noticed(tx, keyring, looks):
    tx.execute(
        "insert into sharing.look select holder_id, gen_random_uuid(), chain, sequence, actor_kind, actor, subject,"
        " purpose, legal_basis, reference, found, looked_at, key_id, seal_before, seal from sharing.look"
        " where chain = %s and sequence = 2",
        (AGENCY,),
    )
    assert (AGENCY, 2) in places(tx, keyring)


def test_whoever_lacks_the_key_cannot_seal_again(tx, looks, tmp_path):
    others = Keyring.create(tmp_path / "others")
    assert len(sharing.verify(tx, keyring=others).findings) == 4


def test_a_rotation_of_the_master_secret_breaks_no_chain(tx, keyring, looks):
    keyring.rotate("secret")
    look(tx, keyring)
    assert sharing.verify(tx, keyring=keyring).findings == ()


def test_a_look_without_a_known_purpose_or_right_is_refused(tx, keyring):
    for ground in (sharing.Ground("curiosity", "consent"), sharing.Ground("service_desk", "because")):
        with pytest.raises(sharing.PurposeUnknown):
            look(tx, keyring, ground=ground)


@pytest.mark.parametrize(
    "reference",
    [
        "510681194611230024",
        "何某 51068119461123002X 来电",
        "510681461123002",
        "５１０６８１１９４６１１２３００２４",
        "510681 19461123 0024",
        "6222-0212-3456-7890",
        "x123456789012345x",
    ],
)
def test_a_reference_that_holds_somebodys_number_is_refused_and_nothing_is_kept(tx, keyring, reference):
    with pytest.raises(sharing.ReferenceHoldsNumber):
        look(tx, keyring, ground=sharing.Ground("service_desk", "consent", reference))
    assert tx.execute("select count(*) from sharing.look").fetchone()[0] == 0


@pytest.mark.parametrize(
    "reference", ["", "窗口 3 号 A107", "12345678901234", "2026-11-23 工单 880017", "受理 20261123"]
)
def test_a_desk_or_a_ticket_is_a_good_reference(tx, keyring, reference):
    assert look(tx, keyring, ground=sharing.Ground("service_desk", "consent", reference))


def test_a_long_log_is_read_page_by_page(tx, keyring, monkeypatch):
    from onecard.domains.sharing import service

    monkeypatch.setattr(service, "_PAGE", 2)
    for minute in range(5):
        look(tx, keyring, at=AT + timedelta(minutes=minute))
    assert sharing.verify(tx, keyring=keyring).looks == 5


def test_the_person_reads_own_looks_newest_first_and_nothing_of_misses_or_others(database, keyring):
    with database.writing() as tx:
        first = look(tx, keyring)
        second = look(tx, keyring, at=AT + timedelta(hours=1), agency=OTHER_AGENCY)
        look(tx, keyring, found=False)
        look(tx, keyring, holder=SOMEBODY_ELSE)
    with database.reading(Scope("resident", holder=PERSON)) as tx:
        assert [seen.look_id for seen in sharing.looks_at(tx, PERSON)] == [second, first]
        assert sharing.looks_at(tx, SOMEBODY_ELSE) == []


@pytest.mark.parametrize(
    "statement",
    [
        "update sharing.look set purpose = 'x'",
        "delete from sharing.look",
        "insert into sharing.look select * from sharing.look",
        "update sharing.chain set sequence = 0",
        "delete from sharing.chain",
        "truncate sharing.look",
    ],
)
def test_the_doors_role_can_neither_change_nor_write_past_the_chain(database, keyring, statement):
    with database.writing() as tx:
        look(tx, keyring)
    with pytest.raises(pg.InsufficientPrivilege), database.writing() as tx:
        tx.execute(statement)


def test_a_link_that_does_not_follow_the_end_is_refused(database, keyring):
    with database.writing() as tx:
        look(tx, keyring)
        row = tx.execute("select * from sharing.look").fetchone()
        with pytest.raises(pg.SerializationFailure), tx.transaction():
            tx.execute("select sharing.append_look(%s::text::sharing.look)", (as_text(tx, row.look_id),))


def as_text(tx: psycopg.Connection, look_id: UUID) -> str:
    return tx.execute("select l::text from sharing.look l where look_id = %s", (look_id,)).fetchone()[0]


def test_looks_of_one_agency_at_the_same_moment_take_turns(database, keyring):
    def look_five_times(_):
        for _ in range(5):
            with database.writing() as tx:
                look(tx, keyring)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(look_five_times, range(4)))
    with database.reading() as tx:
        verdict = sharing.verify(tx, keyring=keyring)
    assert (verdict.looks, verdict.findings, verdict.ends[0][1]) == (20, (), 20)


def test_looks_that_were_rolled_back_leave_no_gap(database, keyring):
    with pytest.raises(RuntimeError), database.writing() as tx:
        look(tx, keyring)
        raise RuntimeError
    with database.writing() as tx:
        look(tx, keyring)
    with database.reading() as tx:
        assert sharing.verify(tx, keyring=keyring).findings == ()


def test_every_subject_purpose_and_right_has_words():
    words = load_words("onecard.domains.sharing")
    wanted = {f"subject.{name}" for name in get_args(sharing.Subject)}
    wanted |= {f"purpose.{name}" for name in (*sharing.PURPOSES, sharing.SIGN_IN)}
    wanted |= {f"legal_basis.{name}" for name in sharing.LEGAL_BASES}
    assert words.codes() == wanted


def test_signing_a_person_in_is_no_reason_for_staff_to_look(tx, keyring):
    with pytest.raises(sharing.PurposeUnknown):
        look(tx, keyring, ground=sharing.Ground(sharing.SIGN_IN, "consent"))
