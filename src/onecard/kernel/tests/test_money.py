"""Amounts are written one way and read as people type them, to the fen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onecard.kernel.money import fen_of, yuan


@given(st.integers(0, 10**13))
def test_what_is_written_is_read_back(fen):
    assert fen_of(yuan(fen)) == fen


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("0", 0),
        ("1", 100),
        ("1.5", 150),
        ("1.05", 105),
        ("¥1,234.50", 123_450),
        ("￥１２．３０", 1_230),
        (" 12 元 ", 1_200),
    ],
)
def test_an_amount_is_read_as_people_type_it(text, fen):
    assert fen_of(text) == fen


@pytest.mark.parametrize(
    "text", ["", "-1", "1.005", "1e5", "12,34", "1.", ".5", "abc", "1 2 3x", "1" * 13, "一百", "٣"]
)
def test_what_is_no_amount_is_not_guessed(text):
    with pytest.raises(ValueError, match="not an amount"):
        fen_of(text)
