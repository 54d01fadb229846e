"""Phones without network and printed codes are believed as far as they go, and no further."""

import base64
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onecard.kernel.crypto import Keyring
from onecard.verifier import KeySet, Presented, verify
from onecard.verifier.errors import (
    CodeExpired,
    CodeForged,
    CodeMalformed,
    CodeTooEarly,
    CodeWrongScene,
    KeyWithdrawn,
    PrintExpired,
    TooManyToday,
)
from onecard.verifier.paper import printed_nonce
from onecard.verifier.phone import phone_nonce
from onecard.verifier.tests.carried import Phone, certify, printed

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.fixture(scope="module", params=["international", "guomi"])
def keys(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    return Keyring.create(tmp_path_factory.mktemp("keys") / "keys", suite=request.param)


def read(text: str, keys: KeySet, *, at: datetime = AT, scene: int | None = 1) -> Presented:
    return verify(text, keys, at=at, point_id=UUID(int=7), sequence=1, scene=scene)


def test_a_phones_code_says_whose_it_is_and_serves_under_its_number(keys: Keyring) -> None:
    phone = Phone()
    text = phone.show(certify(keys, phone, at=AT), at=AT, number=3)
    shown = read(text, keys.code_keys())
    assert len(text) == 303
    assert (shown.medium, shown.key, shown.mode, shown.serial, shown.province) == ("e", -77, "phone", 5, 51)
    assert shown.nonce == phone_nonce(5, 3, AT)


def test_a_printed_code_fits_into_144_letters(keys: Keyring) -> None:
    text = printed(keys, at=AT)
    shown = read(text, keys.code_keys())
    assert len(text) == 138
    assert (shown.key, shown.mode, shown.serial, shown.nonce) == (-77, "paper", 6, printed_nonce(6, AT))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_either_with_any_other_bit_is_refused(keys: Keyring, data: st.DataObject) -> None:
    phone = Phone()
    text = data.draw(st.sampled_from([phone.show(certify(keys, phone, at=AT), at=AT), printed(keys, at=AT)]))
    raw = bytearray(base64.b32decode(text[3:] + "=" * (-len(text[3:]) % 8)))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises((CodeMalformed, CodeForged)):
        read(text[:3] + base64.b32encode(bytes(raw)).decode().rstrip("="), keys.code_keys())


def test_one_phones_certificate_is_worth_nothing_with_another_phones_key(keys: Keyring) -> None:
    mine, stranger = Phone(), Phone()
    with pytest.raises(CodeForged):
        read(stranger.show(certify(keys, mine, at=AT), at=AT), keys.code_keys())


def test_a_phone_that_counts_beyond_its_limit_is_refused_until_it_is_online(keys: Keyring) -> None:
    phone = Phone()
    certificate = certify(keys, phone, at=AT, most=2)
    assert read(phone.show(certificate, at=AT, number=2), keys.code_keys()).serial == 5
    with pytest.raises(TooManyToday) as caught:
        read(phone.show(certificate, at=AT, number=3), keys.code_keys())
    assert "2" in caught.value.words()["title"]
    with pytest.raises(CodeMalformed):
        read(phone.show(certificate, at=AT, number=0), keys.code_keys())


def test_each_number_of_each_day_of_each_phone_is_a_nonce_of_its_own() -> None:
    days = [AT, AT + timedelta(days=1)]
    nonces = {phone_nonce(serial, number, at) for serial in (5, 6) for number in (1, 255) for at in days}
    nonces |= {printed_nonce(serial, at) + n for serial in (5, 6) for n in (1, 255) for at in days}
    assert len(nonces) == 16
    assert all(0 < nonce < 2**63 for nonce in nonces)
    assert phone_nonce(2**32 - 1, 255, datetime(2170, 1, 1, tzinfo=UTC)) < 2**63


def test_a_phones_code_is_photographed_in_vain_after_two_minutes(keys: Keyring) -> None:
    phone = Phone()
    text = phone.show(certify(keys, phone, at=AT), at=AT)
    assert read(text, keys.code_keys(), at=AT + timedelta(seconds=120)).mode == "phone"
    with pytest.raises(CodeExpired):
        read(text, keys.code_keys(), at=AT + timedelta(seconds=121))


def test_a_phone_whose_clock_is_ahead_is_told(keys: Keyring) -> None:
    phone = Phone()
    text = phone.show(certify(keys, phone, at=AT), at=AT)
    assert read(text, keys.code_keys(), at=AT - timedelta(seconds=120)).mode == "phone"
    with pytest.raises(CodeTooEarly):
        read(text, keys.code_keys(), at=AT - timedelta(seconds=121))


def test_a_certificate_and_a_print_end_on_their_day(keys: Keyring) -> None:
    phone, after = Phone(), AT + timedelta(days=8)
    with pytest.raises(CodeExpired):
        read(phone.show(certify(keys, phone, at=AT), at=after), keys.code_keys(), at=after)
    with pytest.raises(PrintExpired) as caught:
        read(printed(keys, at=AT, days=7), keys.code_keys(), at=after)
    assert "2026-11-30" in caught.value.words()["title"]
    assert PrintExpired(**caught.value.facts).as_problem() == caught.value.as_problem()


def test_either_may_be_made_for_one_scene(keys: Keyring) -> None:
    phone = Phone()
    texts = (phone.show(certify(keys, phone, at=AT), at=AT, scene=2), printed(keys, at=AT, scene=2))
    for text in texts:
        assert read(text, keys.code_keys(), scene=2).scene == 2
        with pytest.raises(CodeWrongScene):
            read(text, keys.code_keys(), scene=1)


def test_all_a_withdrawn_key_signed_is_refused_with_words_that_help(keys: Keyring) -> None:
    ring = Keyring.create(keys.folder.parent / "known_to_others")
    phone = Phone()
    texts = [phone.show(certify(ring, phone, at=AT), at=AT), printed(ring, at=AT)]
    ring.withdraw(1, at=AT)
    for text in texts:
        with pytest.raises(KeyWithdrawn) as caught:
            read(text, ring.code_keys())
        assert "physical card" in caught.value.words()["next_step"]
