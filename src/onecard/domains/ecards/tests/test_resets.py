"""A forgotten password: a code to the telephone, five tries, five a day, and nobody learns which numbers exist."""

import re
from uuid import UUID

import pytest
from tests.factories import LANGZHONG, make_resident

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.kernel.clock import HeldClock
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction

PHONE = "10000000001"


@pytest.fixture
def holder(tx: Transaction, keyring: Keyring, clock: HeldClock) -> UUID:
    made = make_resident(tx, keyring=keyring, at=clock(), phone=PHONE)
    cards.issue_cards(tx, [cards.NewCard(made, LANGZHONG)], at=clock(), actor="test")
    ecards.issue_ecards(tx, [ecards.NewEcard(made, LANGZHONG)], at=clock())
    ecards.set_password(tx, holder_id=made, password="271828", keyring=keyring)
    return made


def sent(tx: Transaction, keyring: Keyring, clock: HeldClock) -> list[ecards.Message]:
    return list(ecards.take_messages(tx, keyring=keyring, at=clock()))


def code_of(message: ecards.Message) -> str:
    return re.findall(r"\d{6}", message.text)[0]


def signs_in(tx: Transaction, keyring: Keyring, clock: HeldClock, holder: UUID, password: str) -> bool:
    answer = ecards.check_password(tx, holder_id=holder, password=password, keyring=keyring, at=clock())
    return isinstance(answer, ecards.Ecard)


def test_the_code_goes_to_the_telephone_and_serves_once(
    tx: Transaction, keyring: Keyring, clock: HeldClock, holder: UUID
) -> None:
    def reset(code: str) -> ecards.ResetRefused | None:
        return ecards.reset_password(tx, holder_id=holder, code=code, password="314159", keyring=keyring, at=clock())

    ecards.ask_reset(tx, holder_id=holder, keyring=keyring, at=clock())
    [message] = sent(tx, keyring, clock)
    assert message.phone == PHONE
    assert sent(tx, keyring, clock) == [], "a text is sent once"
    assert reset(code_of(message)) is None
    assert signs_in(tx, keyring, clock, holder, "314159")
    assert isinstance(reset(code_of(message)), ecards.ResetRefused)


def test_five_wrong_tries_end_a_code(tx: Transaction, keyring: Keyring, clock: HeldClock, holder: UUID) -> None:
    ecards.ask_reset(tx, holder_id=holder, keyring=keyring, at=clock())
    [message] = sent(tx, keyring, clock)
    wrong = f"{(int(code_of(message)) + 1) % 1_000_000:06d}"
    for code in [wrong] * 5 + [code_of(message)]:
        answer = ecards.reset_password(tx, holder_id=holder, code=code, password="314159", keyring=keyring, at=clock())
        assert isinstance(answer, ecards.ResetRefused)
    assert signs_in(tx, keyring, clock, holder, "271828")


def test_a_code_lives_five_minutes_and_a_late_text_is_not_sent(
    tx: Transaction, keyring: Keyring, clock: HeldClock, holder: UUID
) -> None:
    ecards.ask_reset(tx, holder_id=holder, keyring=keyring, at=clock())
    with tx.transaction(force_rollback=True):
        [message] = sent(tx, keyring, clock)
    clock.move(minutes=5)
    answer = ecards.reset_password(
        tx, holder_id=holder, code=code_of(message), password="314159", keyring=keyring, at=clock()
    )
    assert isinstance(answer, ecards.ResetRefused)
    assert sent(tx, keyring, clock) == []


def test_at_most_one_code_a_minute_and_five_a_day(
    tx: Transaction, keyring: Keyring, clock: HeldClock, holder: UUID
) -> None:
    made = 0
    for _ in range(20):
        ecards.ask_reset(tx, holder_id=holder, keyring=keyring, at=clock())
        made += len(sent(tx, keyring, clock))
        clock.move(seconds=30)
    assert made == 5
    clock.move(days=1)
    ecards.ask_reset(tx, holder_id=holder, keyring=keyring, at=clock())
    assert len(sent(tx, keyring, clock)) == 1


def test_who_has_no_telephone_or_is_nobody_is_answered_alike(
    tx: Transaction, keyring: Keyring, clock: HeldClock
) -> None:
    nobody, silent = UUID(int=5), make_resident(tx, keyring=keyring, at=clock())
    for one in (nobody, silent):
        ecards.ask_reset(tx, holder_id=one, keyring=keyring, at=clock())
        answer = ecards.reset_password(tx, holder_id=one, code="000000", password="314159", keyring=keyring, at=clock())
        assert isinstance(answer, ecards.ResetRefused)
    assert sent(tx, keyring, clock) == []


def test_the_code_stands_nowhere_in_the_clear(
    tx: Transaction, keyring: Keyring, clock: HeldClock, holder: UUID
) -> None:
    ecards.ask_reset(tx, holder_id=holder, keyring=keyring, at=clock())
    row = tx.execute(
        "select text_sealed, code_hash from ecards.message join ecards.reset_code using (holder_id)"
    ).fetchone()
    [message] = sent(tx, keyring, clock)
    assert code_of(message).encode() not in bytes(row.text_sealed) and code_of(message) not in row.code_hash


def test_a_counter_gives_a_new_password_and_a_holder_changes_hers(
    tx: Transaction, keyring: Keyring, clock: HeldClock, holder: UUID
) -> None:
    by = ecards.Doer("staff 0193535e", UUID(int=9))
    ecards.replace_password(tx, holder_id=holder, password="314159", keyring=keyring, at=clock(), by=by)

    def change(old: str, new: str) -> object:
        return ecards.change_password(tx, holder_id=holder, old=old, new=new, keyring=keyring, at=clock())

    assert isinstance(change("271828", "161803"), ecards.SignInRefused)
    with pytest.raises(ecards.PasswordTooSimple), tx.transaction():
        change("314159", "111111")
    assert isinstance(change("314159", "161803"), ecards.Ecard)
    assert signs_in(tx, keyring, clock, holder, "161803")
