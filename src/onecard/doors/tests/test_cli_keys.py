"""Keys from the command line: nothing secret on the screen, gates first, and nothing retired that is still needed."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.factories import LANGZHONG, make_resident, number_of
from typer.testing import CliRunner, Result

from onecard.domains.residents import api as residents
from onecard.doors.bootstrap import House
from onecard.doors.cli import app
from onecard.kernel.clock import SHANGHAI, now
from onecard.kernel.crypto import Keyring
from onecard.kernel.crypto.errors import KeyInUse, KeysMissing, KeyUnknown

Onecard = Callable[..., Result]


@pytest.fixture
def onecard(house: House, monkeypatch: pytest.MonkeyPatch) -> Onecard:
    """`onecard keys …` in the home and over the database of the test's house; answers "no" when asked."""
    monkeypatch.setenv("ONECARD_HOME", str(house.settings.home))
    monkeypatch.setenv("ONECARD_DATABASE_URL", str(house.settings.database_url))
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *words, answer="n\n": CliRunner().invoke(app, ["keys", *words], input=answer)


def told_rows(onecard: Onecard) -> list[list[str]]:
    said = onecard("list").stdout.splitlines()
    return [re.split(r" {2,}", line.strip()) for line in said if re.match(r"\s*(seal|code)\b", line)]


def test_list_tells_each_key_and_no_secret(onecard: Onecard, house: House) -> None:
    house.keyring.rotate("code", active_from=datetime(2100, 1, 1, tzinfo=SHANGHAI))
    house.keyring.rotate("seal", suite="guomi", active_from=datetime(2026, 1, 1, tzinfo=SHANGHAI))
    assert told_rows(onecard) == [
        ["code", "1", "ed25519", "自始 always", "现用 in use"],
        ["code", "2", "ed25519", "2100-01-01 00:00", "待启用 waiting"],
        ["seal", "1", "aes-256-gcm", "自始 always", "旧 older"],
        ["seal", "2", "sm4-gcm", "2026-01-01 00:00", "现用 in use"],
    ]
    files = list(house.settings.keys.glob("*.key"))
    assert len(files) == 8
    assert not any(json.loads(file.read_text())["secret"] in onecard("list").stdout for file in files)


def test_a_new_code_key_is_known_to_gates_two_days_before_it_signs(onecard: Onecard, house: House) -> None:
    before = now()
    done = onecard("rotate", "code")
    assert sorted(house.keyring.code_keys().codes) == [1, 2]
    assert house.keyring.code_key_id(before + timedelta(hours=48)) == 1
    assert house.keyring.code_key_id(now() + timedelta(hours=48)) == 2
    assert "GET /v1/terminal/code-keys" in done.stdout


@pytest.mark.parametrize(
    ("words", "since"),
    [
        (["--active-from", "2099-12-01T03:00"], datetime(2099, 11, 30, 19, tzinfo=UTC)),
        (["--active-from", "2099-12-01T03:00Z"], datetime(2099, 12, 1, 3, tzinfo=UTC)),
    ],
)
def test_a_code_key_begins_when_told(onecard: Onecard, house: House, words: list[str], since: datetime) -> None:
    assert onecard("rotate", "code", *words).exit_code == 0
    assert [house.keyring.code_key_id(since - timedelta(seconds=1)), house.keyring.code_key_id(since)] == [1, 2]


def test_a_code_key_that_begins_at_once_warns_of_gates_without_a_network(onecard: Onecard, house: House) -> None:
    done = onecard("rotate", "code", "--in", "0")
    assert "gates without a network refuse new codes" in done.stdout
    assert house.keyring.code_key_id(now()) == 2


@pytest.mark.parametrize(
    "words",
    [
        ["seal", "--in", "5"],
        ["tap", "--active-from", "2099-12-01"],
        ["code", "--active-from", "tomorrow"],
        ["code", "--in", "-1"],
        ["code", "--in", "5", "--active-from", "2099-12-01"],
        ["tap", "--suite", "guomi"],
        ["holder"],
    ],
)
def test_what_cannot_be_meant_changes_no_key(onecard: Onecard, house: House, words: list[str]) -> None:
    before = sorted(file.name for file in house.settings.keys.iterdir())
    assert onecard("rotate", *words).exit_code == 2
    assert sorted(file.name for file in house.settings.keys.iterdir()) == before


def test_seals_are_rotated_to_guomi_sealed_again_and_the_old_key_retired(onecard: Onecard, house: House) -> None:
    numbers = [number_of(sequence=sequence) for sequence in range(3)]
    with house.app.writing() as tx:
        people = [make_resident(tx, keyring=house.keyring, at=house.clock(), number=number) for number in numbers]
    assert onecard("rotate", "seal", "--suite", "guomi").exit_code == 0
    assert sealed_under(house) == {1}
    assert onecard("reseal").exit_code == 0
    assert sealed_under(house) == {2}
    assert onecard("retire", "seal", "1", answer="y\n").exit_code == 0
    assert (house.settings.keys / "retired" / "seal-1.key").is_file()
    with house.app.reading() as tx:
        opened = [residents.reveal(tx, holder_id=person, keyring=house.keyring).number for person in people]
    assert opened == numbers


def test_sealing_again_goes_through_more_people_than_one_batch(onecard: Onecard, house: House) -> None:
    days = (date(1950, 5, 1), date(1961, 1, 2), date(1972, 2, 3))
    with house.app.writing() as tx:
        new = [new_resident(sequence, day) for sequence in range(500) for day in days]
        residents.register_residents(tx, new, keyring=house.keyring, at=house.clock())
    house.keyring.rotate("seal")
    assert onecard("reseal").exit_code == 0
    assert sealed_under(house) == {2}


def new_resident(sequence: int, born: date) -> residents.NewResident:
    number = residents.SocialSecurityNumber.parse(number_of(sequence=sequence, born=born), {LANGZHONG})
    return residents.NewResident(number, "张小明", LANGZHONG, None, ())


def sealed_under(house: House) -> set[int]:
    with house.app.reading() as tx:
        rows = tx.execute(
            "select get_byte(number_sealed, 0) number, get_byte(name_sealed, 0) name from residents.resident"
        )
        return {key_id for row in rows for key_id in row}


def test_retiring_a_seal_key_first_frees_what_still_needs_it(onecard: Onecard, house: House) -> None:
    with house.app.writing() as tx:
        make_resident(tx, keyring=house.keyring, at=house.clock())
    house.keyring.rotate("seal")
    assert onecard("retire", "seal", "1", "--yes").exit_code == 0
    assert sealed_under(house) == {2}


def test_retiring_asks_and_no_means_no(onecard: Onecard, house: House) -> None:
    house.keyring.rotate("tap")
    done = onecard("retire", "tap", "1")
    assert done.exit_code == 1
    assert "can no longer be tapped" in done.stdout
    assert sorted(house.keyring.tap_keys().taps) == [1, 2]


@pytest.mark.parametrize(("words", "problem"), [(["code", "1"], KeyInUse), (["secret", "7"], KeyUnknown)])
def test_what_is_needed_or_unknown_is_not_retired(onecard: Onecard, words: list[str], problem: type) -> None:
    assert isinstance(onecard("retire", *words, "--yes").exception, problem)


def test_a_home_without_keys_is_told_what_to_do(
    onecard: Onecard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONECARD_HOME", str(tmp_path / "nowhere"))
    assert isinstance(onecard("list").exception, KeysMissing)
    assert not Keyring.present(tmp_path / "nowhere" / "keys")


def test_codes_may_change_their_suite_with_a_rotation(onecard: Onecard, house: House) -> None:
    assert onecard("rotate", "code", "--in", "0", "--suite", "guomi").exit_code == 0
    assert house.keyring.code_keys().codes[2].suite == "sm2"


def test_a_withdrawn_key_is_asked_about_first_and_then_gone_for_ever(onecard: Onecard, house: House) -> None:
    assert onecard("withdraw", "1").exit_code == 1
    assert sorted(house.keyring.code_keys().codes) == [1]
    done = onecard("withdraw", "1", "--yes")
    assert (done.exit_code, sorted(house.keyring.code_keys().codes)) == (0, [2])
    assert house.keyring.code_keys().withdrawn == frozenset({1})
    assert isinstance(onecard("withdraw", "1", "--yes").exception, KeyUnknown)
