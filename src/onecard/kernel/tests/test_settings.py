"""Settings: from the environment, with the variable named when it is wrong."""

from pathlib import Path

import pytest

from onecard.kernel.settings import SettingWrong, read_settings


def test_what_is_given_is_read_and_the_rest_has_good_values(tmp_path: Path) -> None:
    settings = read_settings(
        {"ONECARD_HOME": str(tmp_path), "ONECARD_PORT": "9000", "PORT": "1", "ONECARD_WORKERS": ""}
    )
    assert (settings.home, settings.port, settings.workers) == (tmp_path, 9000, 2)
    assert (settings.database_url, settings.code_validity.seconds, settings.keys) == (None, 60, tmp_path / "keys")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ONECARD_PORT", "eighty"),
        ("ONECARD_PORT", "70000"),
        ("ONECARD_WORKERS", "0"),
        ("ONECARD_LOG_LEVEL", "loud"),
        ("ONECARD_CRYPTO_SUITE", "rot13"),
        ("ONECARD_DATABASE_URL", "mysql://somewhere/db"),
        ("ONECARD_CODE_SECONDS", "86400"),
    ],
)
def test_a_wrong_value_names_its_variable(name: str, value: str) -> None:
    with pytest.raises(SettingWrong) as raised:
        read_settings({name: value})
    assert name in raised.value.words()["title"]
    assert name in raised.value.words()["title_zh"]


def test_a_password_in_the_address_is_not_shown() -> None:
    assert "geheim" not in repr(read_settings({"ONECARD_DATABASE_URL": "postgresql://one:geheim@host/db"}))
