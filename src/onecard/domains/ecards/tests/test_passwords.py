"""Six digits that nobody tries first, and a lock for who tries."""

import time
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import Cardholder, make_cardholder

from onecard.domains.ecards import api as ecards
from onecard.domains.ecards.models import check_password_rule
from onecard.kernel.clock import HeldClock
from onecard.kernel.crypto import Keyring
from onecard.kernel.crypto.passwords import hash_password
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.transaction import Transaction

GOOD, WRONG = "394857", "394858"


@pytest.fixture
def one(tx: Transaction, keyring: Keyring, clock: HeldClock) -> Cardholder:
    return make_cardholder(tx, keyring=keyring, at=clock(), password=GOOD)


def attempt(tx: Transaction, keyring: Keyring, clock: HeldClock, one: Cardholder, password: str) -> str:
    """The code of the refusal, or "in"."""
    said = ecards.check_password(tx, holder_id=one.holder_id, password=password, keyring=keyring, at=clock())
    return said.code if isinstance(said, Problem) else "in"


@pytest.mark.parametrize(
    "password",
    ["123456", "654321", "890123", "210987", "000000", "112112", "121212", "111122", "12345", "1234567", "12345a",
     "１２３４５７", "", "39485 "],
)  # fmt: skip
def test_simple_passwords_are_refused(password: str) -> None:
    with pytest.raises(ecards.PasswordTooSimple):
        check_password_rule(password, in_number=lambda _: False)


@given(start=st.integers(0, 9), step=st.sampled_from([1, -1, 0]))
def test_every_run_and_every_repetition_is_refused(start: int, step: int) -> None:
    with pytest.raises(ecards.PasswordTooSimple):
        check_password_rule("".join(str((start + step * n) % 10) for n in range(6)), in_number=lambda _: False)


@given(start=st.integers(0, 12))
def test_no_six_digits_of_the_persons_number_are_taken(
    start: int,
) -> None:
    number = "11010519491231002X"
    with pytest.raises(ecards.PasswordTooSimple):
        check_password_rule(number[start : start + 6], in_number=lambda digits: digits in number)


def test_the_number_of_the_person_herself_is_looked_at(
    tx: Transaction, keyring: Keyring, clock: HeldClock, one: Cardholder
) -> None:
    with pytest.raises(ecards.PasswordTooSimple) as caught:
        ecards.set_password(tx, holder_id=one.holder_id, password=one.number[8:14], keyring=keyring)
    assert "no part of your number" in caught.value.words()["title"]
    assert one.number[8:14] not in str(caught.value.as_problem())


def test_the_right_password_opens_and_a_wrong_one_does_not(
    tx: Transaction, keyring: Keyring, clock: HeldClock, one: Cardholder
) -> None:
    assert attempt(tx, keyring, clock, one, GOOD) == "in"
    assert attempt(tx, keyring, clock, one, WRONG) == "ecards.sign_in_refused"


def test_five_wrong_tries_lock_even_the_right_password_out_for_a_quarter_of_an_hour(
    tx: Transaction, keyring: Keyring, clock: HeldClock, one: Cardholder
) -> None:
    tries = [attempt(tx, keyring, clock, one, WRONG) for _ in range(5)]
    assert tries == ["ecards.sign_in_refused"] * 4 + ["ecards.sign_in_locked"]
    clock.move(minutes=14, seconds=59)
    assert attempt(tx, keyring, clock, one, GOOD) == "ecards.sign_in_locked"
    clock.move(seconds=1)
    assert attempt(tx, keyring, clock, one, GOOD) == "in"


def test_a_try_after_the_lock_locks_for_twice_as_long_and_the_right_one_forgets_them(
    tx: Transaction, keyring: Keyring, clock: HeldClock, one: Cardholder
) -> None:
    for _ in range(5):
        attempt(tx, keyring, clock, one, WRONG)
    clock.move(minutes=15)
    said = ecards.check_password(tx, holder_id=one.holder_id, password=WRONG, keyring=keyring, at=clock())
    assert isinstance(said, ecards.SignInLocked)
    assert said.words()["title"] == f"The password is locked until {clock() + timedelta(minutes=30):%Y-%m-%d %H:%M}"
    clock.move(minutes=30)
    assert attempt(tx, keyring, clock, one, GOOD) == "in"
    assert attempt(tx, keyring, clock, one, WRONG) == "ecards.sign_in_refused"


def test_nobody_signs_in_before_a_password_is_set(tx: Transaction, keyring: Keyring, clock: HeldClock) -> None:
    one = make_cardholder(tx, keyring=keyring, at=clock())
    assert one.ecard.has_password is False
    assert attempt(tx, keyring, clock, one, "") == "ecards.sign_in_refused"
    ecards.set_password(tx, holder_id=one.holder_id, password=GOOD, keyring=keyring)
    assert attempt(tx, keyring, clock, one, GOOD) == "in"


def test_a_card_that_was_not_found_answers_like_a_wrong_password(
    tx: Transaction, keyring: Keyring, clock: HeldClock
) -> None:
    said = ecards.check_password(tx, holder_id=None, password=GOOD, keyring=keyring, at=clock())
    assert isinstance(said, ecards.SignInRefused)


def knock(
    tx: Transaction, keyring: Keyring, clock: HeldClock, holder_id: UUID | None
) -> tuple[dict[str, object], float]:
    """The refusal, as a program reads it, and how much of a hash it cost."""
    began = time.process_time()
    said = ecards.check_password(
        tx, holder_id=holder_id, password=WRONG, keyring=keyring, at=clock(), presented="zz9zz9zz9"
    )
    spent = time.process_time() - began
    assert isinstance(said, Problem)
    return said.as_problem(), spent


def test_nobody_can_tell_an_unknown_card_from_one_with_or_without_a_password(
    tx: Transaction, keyring: Keyring, clock: HeldClock, one: Cardholder
) -> None:
    began = time.process_time()
    hash_password(keyring, GOOD, about=one.holder_id)
    a_hash = time.process_time() - began
    doors = [None, one.holder_id, make_cardholder(tx, keyring=keyring, at=clock()).holder_id]
    for _ in range(7):
        told = [knock(tx, keyring, clock, holder_id) for holder_id in doors]
        assert [words for words, _ in told] == [told[0][0]] * 3
        assert all(spent > a_hash / 2 for _, spent in told), "a locked one is hashed as well"
    assert told[0][0]["code"] == "ecards.sign_in_locked"
    clock.move(minutes=15)
    told = [knock(tx, keyring, clock, holder_id)[0] for holder_id in doors]
    assert told == [told[0]] * 3, "the second lock is as long"


def test_a_hash_moved_to_another_person_opens_nothing(
    tx: Transaction, keyring: Keyring, clock: HeldClock, one: Cardholder
) -> None:
    other = make_cardholder(tx, keyring=keyring, at=clock())
    tx.execute(
        "update ecards.ecard set password_hash = (select password_hash from ecards.ecard where holder_id = %s)"
        " where holder_id = %s",
        (one.holder_id, other.holder_id),
    )
    assert attempt(tx, keyring, clock, other, GOOD) == "ecards.sign_in_refused"
