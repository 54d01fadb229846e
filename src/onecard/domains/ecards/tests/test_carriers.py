"""Phones and prints: a limit that holds, one print at a time, and what is revoked stands in the list."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from tests.factories import Cardholder, make_cardholder, make_resident

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.kernel.clock import HeldClock
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Database, Scope, Transaction
from onecard.verifier import read_list, verify
from onecard.verifier.tests.carried import Phone

TERMS = ecards.CarrierTerms(phones_max=2, phone_days=7, phone_codes_per_day=20, print_days=365)
URI = "https://one.invalid/list"

Enrol = Callable[..., ecards.EnrolledPhone]
Print = Callable[..., ecards.Carrier]


@pytest.fixture
def one(tx: Transaction, keyring: Keyring, clock: HeldClock) -> Cardholder:
    return make_cardholder(tx, keyring=keyring, at=clock())


@pytest.fixture
def enrol(tx: Transaction, keyring: Keyring, clock: HeldClock, one: Cardholder) -> Enrol:
    def enrol(phone: Phone, holder_id: UUID = one.holder_id) -> ecards.EnrolledPhone:
        return ecards.enrol_phone(
            tx, holder_id=holder_id, public_key=phone.public, terms=TERMS, at=clock(), keyring=keyring
        )

    return enrol


@pytest.fixture
def print_one(tx: Transaction, keyring: Keyring, clock: HeldClock, one: Cardholder) -> Print:
    return lambda: ecards.print_code(tx, holder_id=one.holder_id, terms=TERMS, at=clock(), keyring=keyring)


def revoked(tx: Transaction, keyring: Keyring, clock: HeldClock, serial: int) -> bool:
    token = ecards.revocation_list(tx, uri=URI, at=clock(), lives=timedelta(days=1), keyring=keyring)
    return read_list(token, keyring.code_keys(), at=clock()).statuses.status(serial) != 0


def test_an_enrolled_phone_shows_codes_that_a_gate_believes_without_a_network(
    enrol: Enrol, keyring: Keyring, clock: HeldClock, one: Cardholder
) -> None:
    phone = Phone()
    enrolled = enrol(phone)
    text = phone.show(enrolled.certificate, at=clock(), number=20)
    shown = verify(text, keyring.code_keys(), at=clock(), point_id=UUID(int=1), sequence=1, scene=1)
    assert (shown.key, shown.serial, shown.province) == (one.ecard.pseudonym, enrolled.carrier.serial, 51)
    assert enrolled.carrier.expires_at == clock() + timedelta(days=7)


def test_a_third_phone_must_wait_until_one_is_stopped(
    tx: Transaction, enrol: Enrol, clock: HeldClock, one: Cardholder
) -> None:
    first, *_ = enrol(Phone()), enrol(Phone())
    with pytest.raises(ecards.TooManyPhones) as caught:
        enrol(Phone())
    assert "2" in caught.value.words()["title"]
    ecards.revoke_carrier(tx, holder_id=one.holder_id, serial=first.carrier.serial, at=clock(), reason="not_needed")
    assert enrol(Phone()).carrier.stands(clock())


def test_the_same_key_again_is_a_renewal_and_ends_the_older_certificate(
    tx: Transaction, enrol: Enrol, keyring: Keyring, clock: HeldClock, one: Cardholder
) -> None:
    phone = Phone()
    old = enrol(phone)
    clock.move(days=3)
    new = enrol(phone)
    assert [one.serial for one in ecards.standing_carriers(tx, holder_id=one.holder_id, at=clock())] == [
        new.carrier.serial
    ]
    assert revoked(tx, keyring, clock, old.carrier.serial)
    assert not revoked(tx, keyring, clock, new.carrier.serial)


def test_an_ended_certificate_counts_no_more(enrol: Enrol, clock: HeldClock) -> None:
    enrol(Phone()), enrol(Phone())
    clock.move(days=7)
    assert enrol(Phone()).carrier.stands(clock())


@pytest.mark.parametrize("key", [b"", bytes(33), bytes(65), b"\x04" + b"\xff" * 64, b"\x02" + b"\xff" * 32])
def test_what_is_no_key_is_not_certified(
    tx: Transaction, keyring: Keyring, clock: HeldClock, one: Cardholder, key: bytes
) -> None:
    with pytest.raises(ecards.PhoneKeyMalformed):
        ecards.enrol_phone(tx, holder_id=one.holder_id, public_key=key, terms=TERMS, at=clock(), keyring=keyring)


def test_a_new_print_ends_the_one_before(
    tx: Transaction, print_one: Print, keyring: Keyring, clock: HeldClock, one: Cardholder
) -> None:
    first, second = print_one(), print_one()
    assert revoked(tx, keyring, clock, first.serial)
    assert not revoked(tx, keyring, clock, second.serial)
    states = [(c.serial, c.reason) for c in ecards.carriers_of(tx, holder_id=one.holder_id)]
    assert states == [(second.serial, None), (first.serial, "replaced")]


def test_prints_and_phones_do_not_disturb_each_other(enrol: Enrol, print_one: Print, clock: HeldClock) -> None:
    phone = enrol(Phone())
    assert print_one().stands(clock()) and phone.carrier.stands(clock())


def test_nothing_is_made_while_the_card_does_not_stand(
    tx: Transaction, enrol: Enrol, print_one: Print, keyring: Keyring, clock: HeldClock, one: Cardholder
) -> None:
    cards.report_loss(
        tx, holder_id=one.holder_id, kind="temporary", at=clock(), actor="t", until=clock() + timedelta(days=1)
    )
    for make in (lambda: enrol(Phone()), print_one):
        with pytest.raises(ecards.PhysicalCardStops):
            make()
    nobody = make_resident(tx, keyring=keyring, at=clock())
    with pytest.raises(ecards.EcardUnknown):
        enrol(Phone(), nobody)


def test_a_stolen_phone_stops_everything_at_once_and_stopping_twice_changes_nothing(
    tx: Transaction, enrol: Enrol, print_one: Print, clock: HeldClock, one: Cardholder
) -> None:
    enrol(Phone()), print_one()
    assert ecards.revoke_carriers(tx, holder_id=one.holder_id, at=clock(), reason="lost") == 2
    first = ecards.carriers_of(tx, holder_id=one.holder_id)
    clock.move(minutes=5)
    serial = first[0].serial
    again = ecards.revoke_carrier(tx, holder_id=one.holder_id, serial=serial, at=clock(), reason="not_needed")
    assert (again, ecards.revoke_carriers(tx, holder_id=one.holder_id, at=clock(), reason="lost")) == (first[0], 0)


def test_an_e_card_that_is_stopped_or_cancelled_stops_its_phones_and_prints(
    tx: Transaction, enrol: Enrol, print_one: Print, clock: HeldClock, one: Cardholder
) -> None:
    def standing() -> int:
        return len(ecards.standing_carriers(tx, holder_id=one.holder_id, at=clock()))

    enrol(Phone()), print_one()
    ecards.suspend_ecard(tx, holder_id=one.holder_id, at=clock())
    assert standing() == 0
    ecards.resume_ecard(tx, holder_id=one.holder_id, at=clock())
    print_one()
    assert standing() == 1
    ecards.cancel_ecard(tx, holder_id=one.holder_id, at=clock(), reason="holder")
    assert standing() == 0


def test_what_another_person_carries_is_unknown_to_one(
    tx: Transaction, enrol: Enrol, keyring: Keyring, clock: HeldClock, one: Cardholder
) -> None:
    other = make_cardholder(tx, keyring=keyring, at=clock())
    serial = enrol(Phone(), other.holder_id).carrier.serial
    with pytest.raises(ecards.CarrierUnknown):
        ecards.revoke_carrier(tx, holder_id=one.holder_id, serial=serial, at=clock(), reason="lost")


def test_a_phone_enrolled_after_the_list_was_made_is_in_it_already(
    tx: Transaction, enrol: Enrol, keyring: Keyring, clock: HeldClock
) -> None:
    token = ecards.revocation_list(tx, uri=URI, at=clock(), lives=timedelta(days=1), keyring=keyring)
    known = read_list(token, keyring.code_keys(), at=clock())
    assert known.statuses.status(enrol(Phone()).carrier.serial) == 0
    assert len(token) < 2_000


def test_an_entry_is_forgotten_when_it_would_have_ended_anyway(
    tx: Transaction, enrol: Enrol, keyring: Keyring, clock: HeldClock, one: Cardholder
) -> None:
    serial = enrol(Phone()).carrier.serial
    ecards.revoke_carriers(tx, holder_id=one.holder_id, at=clock(), reason="lost")
    clock.move(days=8)
    assert ecards.prune_revoked(tx, at=clock()) == 0
    assert revoked(tx, keyring, clock, serial)
    clock.move(days=2)
    assert ecards.prune_revoked(tx, at=clock()) == 1
    assert not revoked(tx, keyring, clock, serial)


def test_behind_the_second_wall_nobody_sees_anothers_phones(
    database: Database, keyring: Keyring, clock: HeldClock
) -> None:
    with database.writing() as tx:
        mine, other = (make_cardholder(tx, keyring=keyring, at=clock()) for _ in range(2))
        for holder in (mine, other):
            ecards.print_code(tx, holder_id=holder.holder_id, terms=TERMS, at=clock(), keyring=keyring)
    seen = {
        "resident": Scope("resident", holder=mine.holder_id),
        "staff": Scope("staff", reach=("44",)),
        "partner": Scope("partner", holder=mine.holder_id),
    }
    for actor, scope in seen.items():
        with database.reading(scope) as tx:
            counts = [len(ecards.carriers_of(tx, holder_id=one.holder_id)) for one in (mine, other)]
        assert counts == ([1, 0] if actor == "resident" else [0, 0]), actor
