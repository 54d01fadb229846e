"""A tap proves the card to one terminal, once."""

import base64
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onecard.kernel.crypto import Keyring, KeySet
from onecard.verifier import Presented, verify
from onecard.verifier.errors import CodeExpired, CodeForged, CodeMalformed, CodeTooEarly
from onecard.verifier.sam import Sam
from onecard.verifier.tap import Tap, card_key, write_tap

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
POINT = UUID(int=7)
IDENTIFIER = UUID("510104d1560000050000000000000001")
SEQUENCE = st.integers(0, 2**63 - 1)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    return Keyring.create(tmp_path_factory.mktemp("keys") / "keys")


def tap(keys: Keyring, *, counter: int = 1, identifier: UUID = IDENTIFIER, sequence: int = 3) -> str:
    return Sam(keys.tap_keys()).tap(identifier, counter=counter, at=AT, point_id=POINT, sequence=sequence)


def read(text: str, keys: KeySet, *, at: datetime = AT, point: UUID = POINT, sequence: int = 3) -> Presented:
    return verify(text, keys, at=at, point_id=point, sequence=sequence, scene=1)


@given(tail=st.integers(0, 2**104 - 1), counter=st.integers(0, 2**32 - 1), sequence=SEQUENCE)
def test_a_tap_says_which_card(keys: Keyring, tail: int, counter: int, sequence: int) -> None:
    identifier = UUID(int=0x510104 << 104 | tail)
    text = tap(keys, counter=counter, identifier=identifier, sequence=sequence)
    shown = read(text, keys.verifying_keys(), sequence=sequence)
    assert len(text) == 71
    assert (shown.medium, shown.key, shown.scene, shown.province) == ("c", identifier.int, 0, 51)
    assert shown.expires_at == AT + timedelta(seconds=120)


@given(data=st.data())
def test_a_tap_with_any_other_bit_is_refused(keys: Keyring, data: st.DataObject) -> None:
    raw = bytearray(base64.b32decode(tap(keys)[3:] + "===="))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises((CodeMalformed, CodeForged)):
        read("OC2" + base64.b32encode(bytes(raw)).decode().rstrip("="), keys.verifying_keys())


@given(spare=st.integers(1, 15))
def test_a_tap_has_one_text_only(keys: Keyring, spare: int) -> None:
    text, alphabet = tap(keys), "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    with pytest.raises(CodeMalformed):
        read(text[:-1] + alphabet[alphabet.index(text[-1]) + spare], keys.verifying_keys())


def test_a_recorded_tap_is_worth_nothing_at_another_gate_or_a_second_time(keys: Keyring) -> None:
    for point, sequence in ((UUID(int=8), 3), (POINT, 4)):
        with pytest.raises(CodeForged):
            read(tap(keys), keys.verifying_keys(), point=point, sequence=sequence)


def test_one_cards_key_does_not_tap_for_another_card(keys: Keyring) -> None:
    other = UUID("510104d1560000050000000000000002")
    stolen = card_key(keys.tap_keys().taps[1], IDENTIFIER.bytes)
    forged = write_tap(Tap(1, other, 1, int(AT.timestamp())), stolen, point_id=POINT, sequence=3)
    with pytest.raises(CodeForged):
        read(forged, keys.verifying_keys())


def test_each_tap_of_each_card_has_its_own_nonce(keys: Keyring) -> None:
    replacement = UUID("510104d1560000050000000000000002")
    taps = [tap(keys, counter=n, identifier=card) for n in (1, 2, 2**32 - 1) for card in (IDENTIFIER, replacement)]
    nonces = {read(text, keys.verifying_keys()).nonce for text in taps}
    assert len(nonces) == 6
    assert all(-(2**63) <= nonce < 2**63 for nonce in nonces)


def test_a_tap_belongs_to_its_time(keys: Keyring) -> None:
    text, tolerance = tap(keys), timedelta(seconds=120)
    assert read(text, keys.verifying_keys(), at=AT + tolerance) == read(text, keys.verifying_keys(), at=AT - tolerance)
    with pytest.raises(CodeExpired):
        read(text, keys.verifying_keys(), at=AT + tolerance + timedelta(seconds=1))
    with pytest.raises(CodeTooEarly):
        read(text, keys.verifying_keys(), at=AT - tolerance - timedelta(seconds=1))


def test_a_gate_without_a_sam_believes_no_tap(keys: Keyring) -> None:
    with pytest.raises(CodeForged):
        read(tap(keys), keys.code_keys())
