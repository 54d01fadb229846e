"""People are registered once, sealed, and opened by one function only."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from tests.factories import LANGZHONG, make_resident, number_of

from onecard.domains.residents import api as residents
from onecard.kernel.clock import HeldClock
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction

STUDENT = residents.NewStatus("student", date(2025, 9, 1), date(2029, 6, 30), "illustrative")


def test_a_person_is_found_by_her_number_and_known_without_a_name(
    tx: Transaction, keyring: Keyring, clock: HeldClock
) -> None:
    number = number_of()
    holder_id = make_resident(tx, keyring=keyring, at=clock(), number=number, phone="13900000000")
    assert holder_id == keyring.holder_id(number)
    found = residents.find_resident(tx, holder_id=holder_id)
    assert found == residents.Resident(holder_id, LANGZHONG, date(1950, 5, 1), "F", None, clock())
    assert residents.find_resident(tx, holder_id=UUID(int=1)) is None


def test_only_reveal_opens_what_is_sealed(tx: Transaction, keyring: Keyring, clock: HeldClock) -> None:
    number = number_of()
    holder_id = make_resident(tx, keyring=keyring, at=clock(), number=number, name="张小明", phone="13900000000")
    whole = residents.reveal(tx, holder_id=holder_id, keyring=keyring)
    assert (whole.name, whole.number, whole.phone) == ("张小明", number, "13900000000")
    assert repr(whole) == "Revealed()"
    masked = residents.show_masked(tx, holder_id=holder_id, keyring=keyring)
    assert masked == residents.Masked("张*明", "511***********" + number[-4:])


def test_nothing_personal_lies_open_in_the_table(tx: Transaction, keyring: Keyring, clock: HeldClock) -> None:
    number = number_of()
    make_resident(tx, keyring=keyring, at=clock(), number=number, name="标记人", phone="13912345678")
    rows = tx.execute("select r::text from residents.resident r").fetchall()
    stored = " ".join(text for (text,) in rows)
    marks = [number, "标记人", "13912345678"]
    assert not any(mark in stored or mark.encode().hex() in stored for mark in marks)


def test_a_person_registered_twice_stays_as_she_was(tx: Transaction, keyring: Keyring, clock: HeldClock) -> None:
    number = number_of()
    first = make_resident(tx, keyring=keyring, at=clock(), number=number, name="张小明")
    clock.move(days=1)
    assert make_resident(tx, keyring=keyring, at=clock(), number=number, name="别人") == first
    assert residents.reveal(tx, holder_id=first, keyring=keyring).name == "张小明"


def test_nobody_is_born_tomorrow(tx: Transaction, keyring: Keyring, clock: HeldClock) -> None:
    make_resident(tx, keyring=keyring, at=clock(), born=clock().date())
    with pytest.raises(residents.NumberBirthDateImpossible):
        make_resident(tx, keyring=keyring, at=clock(), born=clock().date() + timedelta(days=1))


def test_a_status_is_dated_and_can_be_ended_once(tx: Transaction, keyring: Keyring, clock: HeldClock) -> None:
    holder_id = make_resident(tx, keyring=keyring, at=clock(), statuses=(STUDENT,))
    residents.add_statuses(tx, [(holder_id, STUDENT)], at=clock())
    last = date(2027, 6, 30)
    ended = [residents.end_status(tx, holder_id=holder_id, kind="student", last_day=last) for _ in range(2)]
    assert ended == [True, False]
    kept = residents.statuses_of(tx, holder_id=holder_id)
    assert kept == [residents.Status("student", date(2025, 9, 1), last, "illustrative")]


def test_a_death_is_recorded_once(tx: Transaction, keyring: Keyring, clock: HeldClock) -> None:
    holder_id = make_resident(tx, keyring=keyring, at=clock())
    days = [date(2026, 11, 1), date(2026, 11, 2)]
    assert [residents.record_death(tx, holder_id=holder_id, died_on=day) for day in days] == [True, False]
    found = residents.find_resident(tx, holder_id=holder_id)
    assert found is not None
    assert found.died_on == days[0]


def test_after_a_rotation_every_field_is_sealed_again_and_the_old_key_can_go(
    tx: Transaction, keyring: Keyring, clock: HeldClock
) -> None:
    numbers = [number_of(sequence=n) for n in range(5)]
    phones = [None, "13900000000", None, "13900000001", None]
    pairs = zip(numbers, phones, strict=True)
    people = [make_resident(tx, keyring=keyring, at=clock(), number=one, phone=phone) for one, phone in pairs]
    keyring.rotate("seal", suite="guomi")
    after, rounds = UUID(int=0), 0
    while (last := residents.reseal(tx, keyring=keyring, after=after, at_most=2)) is not None:
        after, rounds = last, rounds + 1
    keyring.retire("seal", 1, at=clock())
    opened = [residents.reveal(tx, holder_id=one, keyring=keyring) for one in people]
    assert rounds == 3
    assert [(one.number, one.phone) for one in opened] == list(zip(numbers, phones, strict=True))


def test_another_name_and_phone_are_sealed_anew(tx: Transaction, keyring: Keyring, clock: HeldClock) -> None:
    holder = make_resident(tx, keyring=keyring, at=clock(), name="张小明", phone="13800000000")
    before = tx.execute("select name_sealed, phone_sealed from residents.resident").fetchall()
    residents.change_name(tx, holder_id=holder, name="张䶮", keyring=keyring)
    residents.change_phone(tx, holder_id=holder, phone=None, keyring=keyring)
    whole = residents.reveal(tx, holder_id=holder, keyring=keyring)
    assert (whole.name, whole.phone) == ("张䶮", None)
    assert tx.execute("select name_sealed, phone_sealed from residents.resident").fetchall() != before


def test_nobody_gets_another_name(tx: Transaction, keyring: Keyring) -> None:
    with pytest.raises(residents.ResidentUnknown):
        residents.change_name(tx, holder_id=UUID(int=1), name="张䶮", keyring=keyring)


def test_whoever_is_registered_is_told_by_the_column_and_who_so_under_another_name(
    tx: Transaction, keyring: Keyring, clock: HeldClock
) -> None:
    known = [make_resident(tx, keyring=keyring, at=clock(), name=name) for name in ("李四", "古丽·买买提", "王五")]
    asked = [UUID(int=1), *known]
    names = ["赵六", "李四", " 古丽•买买提", "王伍"]
    assert residents.names_differ(tx, asked, names, keyring=keyring) == (set(known), {3})
    assert residents.names_differ(tx, asked[:1], names[:1], keyring=keyring) == (set(), set())
