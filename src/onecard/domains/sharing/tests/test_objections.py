"""A person objects to a look at her data; the agency that looked answers, once, and not by who looked."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from psycopg import errors as pg

from onecard.domains.sharing import api as sharing
from onecard.kernel.postgres.transaction import Scope

AT, DUE = datetime(2026, 11, 23, 2, 0, tzinfo=UTC), date(2026, 12, 8)
AGENCY, OTHER_AGENCY = UUID(int=1), UUID(int=2)
PERSON, SOMEBODY_ELSE = UUID(int=100), UUID(int=101)
TEXT = "我没有去过那个窗口,联系电话 13900017355"


@pytest.fixture
def look(tx, keyring):
    return record(tx, keyring)


def record(tx, keyring, holder=PERSON):
    return sharing.record_look(
        tx, holder_id=holder, onlooker=sharing.Onlooker("staff", "clerk-1", AGENCY), subject="person.masked",
        ground=sharing.Ground("service_desk", "consent"), found=True, at=AT, keyring=keyring,
    )  # fmt: skip


def object_to(tx, keyring, look_id, *, holder=PERSON, text=TEXT):
    return sharing.object_to(
        tx, holder_id=holder, about_kind="look", about_id=look_id, text=text, due_on=DUE, keyring=keyring, at=AT
    )


def answer(tx, keyring, objection_id, *, agency=AGENCY, by="clerk-2", said="经核实是误查,已纠正。"):
    return sharing.answer_objection(
        tx, agency_id=agency, objection_id=objection_id, outcome="corrected", answer=said, by=by, keyring=keyring, at=AT
    )


def test_the_objection_goes_to_the_agency_that_looked_and_both_read_the_answer(tx, keyring, look):
    made = object_to(tx, keyring, look)
    assert (made.agency_id, made.due_on, made.outcome) == (AGENCY, DUE, None)
    [waiting] = sharing.objections_to(tx, agency_id=AGENCY)
    assert waiting.objection_id == made.objection_id
    read, about = sharing.read_objection(tx, agency_id=AGENCY, objection_id=made.objection_id, keyring=keyring)
    assert (read.text, about.look.look_id) == (TEXT, look)
    answer(tx, keyring, made.objection_id)
    assert sharing.objections_to(tx, agency_id=AGENCY) == []
    shown = sharing.objections_about(tx, holder_id=PERSON, about=[look], keyring=keyring)[look]
    assert (shown.outcome, shown.answer) == ("corrected", "经核实是误查,已纠正。")
    assert [one.objection_id for one in sharing.objections_of(tx, holder_id=PERSON, keyring=keyring)] == [
        made.objection_id
    ]


def test_an_entry_is_objected_to_once_and_answered_once(tx, keyring, look):
    made = object_to(tx, keyring, look)
    with pytest.raises(sharing.ObjectionExists):
        object_to(tx, keyring, look)
    answer(tx, keyring, made.objection_id)
    with pytest.raises(sharing.ObjectionAnswered):
        answer(tx, keyring, made.objection_id)


def test_who_looked_does_not_answer_and_another_agency_finds_nothing(tx, keyring, look):
    made = object_to(tx, keyring, look)
    with pytest.raises(sharing.OwnLook):
        answer(tx, keyring, made.objection_id, by="clerk-1")
    with pytest.raises(sharing.ObjectionUnknown):
        answer(tx, keyring, made.objection_id, agency=OTHER_AGENCY)
    with pytest.raises(sharing.ObjectionUnknown):
        sharing.read_objection(tx, agency_id=OTHER_AGENCY, objection_id=made.objection_id, keyring=keyring)


def test_only_an_entry_of_ones_own_record_can_be_objected_to(tx, keyring, look):
    for holder, about in ((SOMEBODY_ELSE, look), (PERSON, UUID(int=3))):
        with pytest.raises(sharing.EntryUnknown):
            object_to(tx, keyring, about, holder=holder)


def test_a_relatives_look_is_told_with_its_delegation_and_no_agency_is_asked_to_answer_for_it(tx, keyring):
    delegation = UUID(int=50)
    look = sharing.record_look(
        tx, holder_id=PERSON, onlooker=sharing.Onlooker("delegate", str(delegation), PERSON), subject="uses",
        ground=sharing.Ground("family_service", "consent"), found=True, at=AT, keyring=keyring,
    )  # fmt: skip
    assert sharing.find_look(tx, holder_id=PERSON, look_id=look).delegation_id == delegation
    with pytest.raises(sharing.EntryUnknown):
        object_to(tx, keyring, look)


@pytest.mark.parametrize("text", ["", "  \n", "字" * 1001, "a\0b"])
def test_an_objection_says_something_within_its_length(tx, keyring, look, text):
    with pytest.raises(sharing.ObjectionTextMissing):
        object_to(tx, keyring, look, text=text)


def test_both_texts_are_sealed(tx, keyring, look):
    made = object_to(tx, keyring, look)
    answer(tx, keyring, made.objection_id)
    row = tx.execute("select text_sealed, answer_sealed from sharing.objection").fetchone()
    assert TEXT.encode() not in bytes(row.text_sealed) and "误查".encode() not in bytes(row.answer_sealed)


def test_staff_see_what_their_agency_answers_and_of_looks_only_those(database, keyring):
    with database.writing() as tx:
        look = record(tx, keyring)
        quiet = record(tx, keyring, SOMEBODY_ELSE)
        made = object_to(tx, keyring, look)
    with database.reading(Scope("staff", agency=AGENCY)) as tx:
        read, about = sharing.read_objection(tx, agency_id=AGENCY, objection_id=made.objection_id, keyring=keyring)
        assert (read.about_id, about.look.look_id) == (look, look)
        assert sharing.find_look(tx, holder_id=SOMEBODY_ELSE, look_id=quiet) is None
    with database.reading(Scope("staff", agency=OTHER_AGENCY)) as tx:
        assert sharing.objections_to(tx, agency_id=AGENCY) == []
        assert sharing.find_look(tx, holder_id=PERSON, look_id=look) is None


def test_nobody_rewrites_what_was_objected(database, keyring):
    with database.writing() as tx:
        object_to(tx, keyring, record(tx, keyring))
    for change in ("update sharing.objection set text_sealed = ''", "delete from sharing.objection"):
        with pytest.raises(pg.InsufficientPrivilege), database.writing() as tx:
            tx.execute(change)
