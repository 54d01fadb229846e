"""Amounts in a list of payments are read as people type them, and a comma out of place is never a thousand."""

from pathlib import Path

import pytest

from onecard.domains.disbursement import api as disbursement
from onecard.doors.pay_lists import lines_in
from onecard.kernel.crypto import Keyring

DIVISIONS = {510681}


def amounts(tmp_path: Path, keyring: Keyring, amount: str) -> list[int]:
    page = tmp_path / "payments.csv"
    page.write_text(f'姓名,社会保障号码,账号,金额\n李示范,510681194611230024,9990001234567890,"{amount}"\n')
    return [one.amount_fen for one in lines_in(page, keyring=keyring, divisions=DIVISIONS)]


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("90", 9_000), ("90.5", 9_050), ("1,234.50", 123_450), ("￥1，234.50元", 123_450), ("９０．００", 9_000)],
)
def test_an_amount_is_read_as_people_type_it(tmp_path: Path, keyring: Keyring, typed: str, fen: int) -> None:
    assert amounts(tmp_path, keyring, typed) == [fen]


@pytest.mark.parametrize("typed", ["1,50", "12，34.5", "0", "0.00", "-90", "90.005", "9e3", "九十"])
def test_what_is_no_amount_for_certain_is_refused_with_its_row(tmp_path: Path, keyring: Keyring, typed: str) -> None:
    with pytest.raises(disbursement.LineMalformed) as told:
        amounts(tmp_path, keyring, typed)
    assert "2" in told.value.words()["title_zh"]
