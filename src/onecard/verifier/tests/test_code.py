"""A code is accepted as it was written, and in no other way."""

import base64
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onecard.kernel.crypto import Keyring
from onecard.kernel.errors import Problem
from onecard.verifier import KeySet, Presented, verify
from onecard.verifier.code import Fields, write_code
from onecard.verifier.errors import CodeExpired, CodeForged, CodeMalformed, CodeWrongScene

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
EXPIRY = int(AT.timestamp()) + 60
POINT = UUID(int=7)
SIGNED_64 = st.integers(-(2**63), 2**63 - 1)
BYTE = st.integers(0, 255)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    return Keyring.create(tmp_path_factory.mktemp("keys") / "keys")


def write(keys: Keyring, *, scene: int = 1, expiry: int = EXPIRY, pseudonym: int = -5, nonce: int = 9) -> str:
    return write_code(Fields(1, 51, scene, pseudonym, nonce, expiry), keys.sign_code)


def read(text: str, keys: KeySet, *, at: datetime = AT, scene: int | None = 1) -> Presented:
    return verify(text, keys, at=at, point_id=POINT, sequence=1, scene=scene)


@given(province=BYTE, scene=BYTE, pseudonym=SIGNED_64, nonce=SIGNED_64, expiry=st.integers(EXPIRY, 2**32 - 1))
def test_a_code_says_what_was_written(
    keys: Keyring, province: int, scene: int, pseudonym: int, nonce: int, expiry: int
) -> None:
    text = write_code(Fields(1, province, scene, pseudonym, nonce, expiry), keys.sign_code)
    expires_at = datetime.fromtimestamp(expiry, UTC)
    assert len(text) == 144
    assert read(text, keys.code_keys(), scene=scene) == Presented("e", pseudonym, nonce, scene, province, expires_at)


@given(data=st.data())
def test_a_code_with_any_other_letter_anywhere_is_refused(keys: Keyring, data: st.DataObject) -> None:
    text = write(keys)
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(codec="utf-8").filter(lambda c: c.upper() != text[place]))
    with pytest.raises((CodeMalformed, CodeForged)):
        read(text[:place] + other + text[place + 1 :], keys.code_keys())


@given(data=st.data())
def test_a_code_with_any_other_bit_is_refused(keys: Keyring, data: st.DataObject) -> None:
    text = write(keys)
    raw = bytearray(base64.b32decode(text[3:] + "==="))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises((CodeMalformed, CodeForged)):
        read("OC1" + base64.b32encode(bytes(raw)).decode().rstrip("="), keys.code_keys())


@given(text=st.text(max_size=200))
def test_any_text_at_all_is_refused_in_words(keys: Keyring, text: str) -> None:
    for candidate in (text, "OC1" + text, "OC2" + text):
        with pytest.raises(CodeMalformed):
            read(candidate, keys.verifying_keys())


def test_a_code_has_one_text_only(keys: Keyring) -> None:
    text = write(keys)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    spare_bit_set = text[:-1] + alphabet[alphabet.index(text[-1]) + 1]
    inside = text[:20]
    for other in (
        spare_bit_set,
        text + "===",
        text + "A",
        text[:-1],
        f"{inside} {text[20:]}",
        f"{inside}\n{text[20:]}",
    ):
        with pytest.raises(CodeMalformed):
            read(other, keys.code_keys())


def test_a_scanner_may_send_lower_case_and_line_ends(keys: Keyring) -> None:
    text = write(keys)
    heard = {read(sent, keys.code_keys()) for sent in (text, text.lower(), f" {text}\r\n", text.swapcase() + "\t")}
    assert heard == {read(text, keys.code_keys())}


@pytest.mark.parametrize("letter", ["\u0131", "\u017f", "\uff21", "\u00a0", "\x00"])
def test_letters_that_only_look_right_are_refused(keys: Keyring, letter: str) -> None:
    for text in (write(keys)[:-1] + letter, letter + write(keys)):
        with pytest.raises(CodeMalformed):
            read(text, keys.code_keys())


def test_a_code_ends_after_its_grace(keys: Keyring) -> None:
    text, last = write(keys), AT + timedelta(seconds=65)
    assert read(text, keys.code_keys(), at=last).nonce == 9
    with pytest.raises(CodeExpired) as caught:
        read(text, keys.code_keys(), at=last + timedelta(microseconds=1))
    assert caught.value.expires_at == AT + timedelta(seconds=60)
    assert CodeExpired(**caught.value.facts).as_problem() == caught.value.as_problem()


@pytest.mark.parametrize(("made_for", "shown_at"), [(0, 1), (0, 9), (1, 1), (9, 9), (9, None)])
def test_a_code_opens_its_own_scene_and_a_general_code_any(keys: Keyring, made_for: int, shown_at: int | None) -> None:
    assert read(write(keys, scene=made_for), keys.code_keys(), scene=shown_at).scene == made_for


def test_a_code_for_another_scene_is_refused(keys: Keyring) -> None:
    with pytest.raises(CodeWrongScene):
        read(write(keys, scene=2), keys.code_keys(), scene=1)


def test_a_code_of_other_keys_is_forged_whatever_else_is_wrong_with_it(keys: Keyring, tmp_path: object) -> None:
    stranger = Keyring.create(keys.folder.parent / "stranger")
    for text in (write(stranger), write(stranger, scene=7, expiry=1), write(keys)):
        with pytest.raises(CodeForged):
            read(text, keys.code_keys() if text != write(keys) else stranger.code_keys())


def test_codes_of_before_a_rotation_stay_good_until_the_key_is_retired(keys: Keyring) -> None:
    ring = Keyring.create(keys.folder.parent / "rotated")
    before = write(ring)
    assert ring.rotate("code") == 2
    after = write_code(Fields(2, 51, 1, 5, 5, EXPIRY), ring.sign_code)
    assert [read(text, ring.code_keys()).medium for text in (before, after)] == ["e", "e"]
    ring.retire("code", 1, at=AT)
    with pytest.raises(CodeForged):
        read(before, ring.code_keys())


def test_a_later_version_of_the_format_is_not_guessed_at(keys: Keyring) -> None:
    body = bytearray(base64.b32decode(write(keys)[3:] + "===")[:24])
    body[0] = 2
    text = "OC1" + base64.b32encode(bytes(body) + keys.sign_code(bytes(body))).decode().rstrip("=")
    with pytest.raises(CodeMalformed):
        read(text, keys.code_keys())


@pytest.mark.parametrize("problem", [CodeMalformed(), CodeForged(), CodeExpired(AT), CodeWrongScene()])
def test_each_refusal_says_what_to_do_in_both_languages(problem: Problem) -> None:
    words = problem.words()
    assert all(words[key] for key in ("title_zh", "title", "next_step_zh", "next_step"))
    assert problem.code.startswith("ecards.")
