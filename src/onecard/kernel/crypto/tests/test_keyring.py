"""Keys stay private, seals hold, rotation keeps what was."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onecard.kernel.crypto import Keyring, KeySet
from onecard.kernel.crypto.errors import (
    KeyDamaged,
    KeyForEver,
    KeyInUse,
    KeysExposed,
    KeysMissing,
    KeysPresent,
    KeyUnknown,
    SealBroken,
)
from onecard.kernel.crypto.passwords import hash_password, password_matches
from onecard.kernel.errors import Problem

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
PERSON = UUID("0192f3a0-0000-7000-8000-000000000001")
NUMBER = "11010519491231002X"


@pytest.fixture(scope="module")
def both_suites(tmp_path_factory: pytest.TempPathFactory) -> list[Keyring]:
    folder = tmp_path_factory.mktemp("keys")
    return [Keyring.create(folder / "a"), Keyring.create(folder / "b", suite="guomi")]


def test_key_files_are_readable_by_their_owner_only(keyring: Keyring) -> None:
    modes = {path.stat().st_mode & 0o777 for path in keyring.folder.iterdir()}
    assert (modes, keyring.folder.stat().st_mode & 0o777) == ({0o600}, 0o700)


def test_a_key_file_open_to_others_is_refused(keyring: Keyring) -> None:
    (keyring.folder / "seal-1.key").chmod(0o640)
    with pytest.raises(KeysExposed):
        Keyring.open(keyring.folder)


def test_keys_are_never_overwritten(keyring: Keyring) -> None:
    before = keyring.holder_id(NUMBER)
    with pytest.raises(KeysPresent):
        Keyring.create(keyring.folder)
    assert Keyring.open(keyring.folder).holder_id(NUMBER) == before


def test_a_creation_that_was_cut_short_is_taken_up_again(keyring: Keyring) -> None:
    first = (keyring.folder / "code-1.key").read_text()
    for name in ("holder-1.key", "seal-1.key"):
        (keyring.folder / name).unlink()
    assert not Keyring.present(keyring.folder)
    assert Keyring.create(keyring.folder).code_key_id(AT) == 1
    assert (keyring.folder / "code-1.key").read_text() == first


def test_of_two_creations_at_once_one_wins(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(_create_or_open, [tmp_path / "keys"] * 4))
    assert len({ring.holder_id(NUMBER) for ring in made}) == 1
    assert len({ring.verifying_keys().to_json(with_taps=True) for ring in made}) == 1


def _create_or_open(folder: Path) -> Keyring:
    try:
        return Keyring.create(folder)
    except KeysPresent:
        return Keyring.open(folder)


def test_a_folder_without_every_key_is_refused(keyring: Keyring, tmp_path: Path) -> None:
    (keyring.folder / "tap-1.key").unlink()
    for folder in (keyring.folder, tmp_path / "nowhere"):
        with pytest.raises(KeysMissing):
            Keyring.open(folder)


@pytest.mark.parametrize("text", ["", "{}", '{"use": "seal"', '{"use":"tap","key_id":1,"suite":"x","secret":"AA=="}'])
def test_a_damaged_key_file_is_named(keyring: Keyring, text: str) -> None:
    (keyring.folder / "seal-1.key").write_text(text)
    with pytest.raises(KeyDamaged) as caught:
        Keyring.open(keyring.folder)
    assert "seal-1.key" in caught.value.words()["title"]


def test_the_number_gives_the_same_holder_everywhere_and_tells_nothing(keyring: Keyring) -> None:
    elsewhere = Keyring.open(keyring.folder)
    assert elsewhere.holder_ids([NUMBER]) == [keyring.holder_id(NUMBER)]
    assert keyring.holder_id(NUMBER) != keyring.holder_id("110105194912310038")
    with pytest.raises(KeyForEver):
        keyring.rotate("holder")


@given(text=st.text(max_size=60), person=st.uuids(), which=st.integers(0, 1))
def test_what_is_sealed_unseals(both_suites: list[Keyring], text: str, person: UUID, which: int) -> None:
    sealed = both_suites[which].seal(text, about=person, field="name")
    assert both_suites[which].unseal(sealed, about=person, field="name") == text
    assert text.encode() not in sealed or len(text.encode()) < 4


def test_a_column_is_sealed_with_another_nonce_for_each_text(both_suites: list[Keyring]) -> None:
    for keyring in both_suites:
        sealed = keyring.seal_all(["张小明"] * 2_000, about=[PERSON] * 2_000, field="name")
        assert len({one[1:13] for one in sealed}) == 2_000
        assert {keyring.unseal(one, about=PERSON, field="name") for one in sealed} == {"张小明"}


@given(data=st.data(), which=st.integers(0, 1))
def test_a_changed_seal_never_opens(both_suites: list[Keyring], data: st.DataObject, which: int) -> None:
    keyring = both_suites[which]
    sealed = bytearray(keyring.seal("张小明", about=PERSON, field="name"))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises((SealBroken, KeyUnknown)):
        keyring.unseal(bytes(sealed), about=PERSON, field="name")


@given(length=st.integers(0, 37), which=st.integers(0, 1))
def test_a_cut_seal_never_opens(both_suites: list[Keyring], length: int, which: int) -> None:
    sealed = both_suites[which].seal("张小明", about=PERSON, field="name")
    with pytest.raises((SealBroken, KeyUnknown)):
        both_suites[which].unseal(sealed[:length], about=PERSON, field="name")


def test_a_seal_opens_for_its_person_and_field_only(both_suites: list[Keyring]) -> None:
    for keyring in both_suites:
        sealed = keyring.seal(NUMBER, about=PERSON, field="number")
        for person, field in ((uuid4(), "number"), (PERSON, "name")):
            with pytest.raises(SealBroken):
                keyring.unseal(sealed, about=person, field=field)


def test_rotation_seals_with_the_new_key_and_unseals_with_the_old(keyring: Keyring) -> None:
    old = keyring.seal(NUMBER, about=PERSON, field="number")
    assert keyring.reseal(old, about=PERSON, field="number") is None
    keyring.rotate("seal", suite="guomi")
    new = keyring.reseal(old, about=PERSON, field="number")
    assert new is not None
    assert (old[0], new[0]) == (1, 2)
    assert {keyring.unseal(one, about=PERSON, field="number") for one in (old, new)} == {NUMBER}


def test_a_retired_key_opens_nothing_and_is_kept_aside(keyring: Keyring) -> None:
    sealed = keyring.seal(NUMBER, about=PERSON, field="number")
    keyring.rotate("seal")
    keyring.retire("seal", 1, at=AT)
    with pytest.raises(KeyUnknown):
        keyring.unseal(sealed, about=PERSON, field="number")
    assert (keyring.folder / "retired" / "seal-1.key").is_file()


def test_the_holder_key_cannot_be_retired(keyring: Keyring) -> None:
    with pytest.raises(KeyForEver):
        keyring.retire("holder", 1, at=AT)


def test_a_key_that_is_in_use_or_will_be_cannot_be_retired(keyring: Keyring) -> None:
    later = AT + timedelta(days=2)
    keyring.rotate("code", active_from=later)
    for use, key_id in (("seal", 1), ("code", 1), ("code", 2)):
        with pytest.raises(KeyInUse):
            keyring.retire(use, key_id, at=AT)
    keyring.retire("code", 1, at=later)
    assert [key.key_id for key in keyring.known_keys(later) if key.use == "code"] == [2]


def test_a_number_is_never_given_to_another_key(keyring: Keyring) -> None:
    for number in (2, 3, 4):
        assert keyring.rotate("seal") == number
        keyring.retire("seal", number - 1, at=AT)


def test_known_keys_tell_which_is_in_use_and_nothing_secret(keyring: Keyring) -> None:
    keyring.rotate("code", active_from=AT + timedelta(days=2))
    keyring.rotate("seal", suite="guomi")
    known = keyring.known_keys(AT)
    told = [(key.use, key.key_id, key.suite, key.in_use) for key in known if key.use in ("code", "seal")]
    assert told == [
        ("code", 1, "ed25519", True),
        ("code", 2, "ed25519", False),
        ("seal", 1, "aes-256-gcm", False),
        ("seal", 2, "sm4-gcm", True),
    ]
    secrets = [json.loads(path.read_text())["secret"] for path in keyring.folder.glob("*.key")]
    assert not any(secret in repr(known) for secret in secrets)


def test_a_running_keyring_sees_a_rotation_done_elsewhere(keyring: Keyring) -> None:
    running = Keyring.open(keyring.folder)
    keyring.rotate("code")
    assert sorted(running.code_keys().codes) == [1, 2]
    assert running.code_key_id(AT) == 2


def test_a_new_code_key_is_published_before_it_signs(keyring: Keyring) -> None:
    keyring.rotate("code", active_from=AT)
    assert sorted(keyring.code_keys().codes) == [1, 2]
    assert [keyring.code_key_id(AT - timedelta(seconds=1)), keyring.code_key_id(AT)] == [1, 2]


def test_what_a_gate_is_given_holds_no_secret(keyring: Keyring) -> None:
    keys = keyring.verifying_keys()
    given_away = json.loads(keys.to_json())
    assert list(given_away) == ["codes", "withdrawn"]
    assert "taps" not in repr(keys)
    assert KeySet.from_json(keys.to_json()) == keyring.code_keys()
    assert KeySet.from_json(keys.to_json(with_taps=True)) == keys


def test_secrets_differ_by_purpose_and_change_with_rotation(keyring: Keyring) -> None:
    first = keyring.secret("sessions")
    assert first == Keyring.open(keyring.folder).secret("sessions") != keyring.secret("csrf")
    keyring.rotate("secret")
    assert keyring.secret("sessions") != first


def test_a_password_is_for_one_person_and_survives_rotation(keyring: Keyring) -> None:
    stored = hash_password(keyring, "394857", about=PERSON)
    keyring.rotate("password")
    tries = [("394857", PERSON), ("394858", PERSON), ("394857", uuid4())]
    assert [password_matches(keyring, stored, text, about=who) for text, who in tries] == [True, False, False]
    assert not password_matches(keyring, None, "", about=PERSON)


def test_a_stolen_hash_is_worthless_without_the_key(keyring: Keyring, tmp_path: Path) -> None:
    stored = hash_password(keyring, "394857", about=PERSON)
    assert not password_matches(Keyring.create(tmp_path / "thief"), stored, "394857", about=PERSON)


def test_no_problem_with_keys_shows_a_key(keyring: Keyring) -> None:
    (keyring.folder / "tap-1.key").chmod(0o644)
    secret = json.loads((keyring.folder / "tap-1.key").read_text())["secret"]
    with pytest.raises(Problem) as caught:
        Keyring.open(keyring.folder)
    assert secret not in str(caught.value.as_problem())


def test_the_guomi_suite_signs_codes_with_sm2_and_ed25519_stays_to_verify(tmp_path: Path) -> None:
    keyring = Keyring.create(tmp_path / "keys", suite="guomi")
    assert {key.use: key.suite for key in keyring.known_keys(AT)}["code"] == "sm2"
    assert keyring.rotate("code", suite="international") == 2
    assert {i: (key.suite, len(key.public)) for i, key in keyring.code_keys().codes.items()} == {
        1: ("sm2", 64),
        2: ("ed25519", 32),
    }


def test_a_withdrawn_key_is_gone_at_once_and_another_signs(keyring: Keyring) -> None:
    running = Keyring.open(keyring.folder)
    assert keyring.withdraw(1, at=AT) == 2
    assert (sorted(running.code_keys().codes), running.code_keys().withdrawn) == ([2], frozenset({1}))
    assert running.code_key_id(AT) == 2
    assert KeySet.from_json(running.code_keys().to_json()).withdrawn == frozenset({1})
    with pytest.raises(KeyUnknown):
        running.sign_as(1, b"anything")


def test_a_key_that_waits_is_withdrawn_without_disturbing_the_one_in_use(keyring: Keyring) -> None:
    keyring.rotate("code", active_from=AT + timedelta(days=2))
    assert keyring.withdraw(2, at=AT) == 1
    assert keyring.rotate("code") == 3, "a number that was withdrawn is never given again"


def test_the_last_active_key_is_never_withdrawn_without_another(keyring: Keyring) -> None:
    keyring.rotate("code", active_from=AT + timedelta(days=2))
    assert keyring.withdraw(1, at=AT) == 3
    assert sorted(keyring.code_keys().codes) == [2, 3]
    with pytest.raises(KeyUnknown):
        keyring.withdraw(1, at=AT)
