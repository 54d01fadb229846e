"""Indexes and rates are written and read as decimals without ever being a float."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onecard.rules.pensions.written import as_decimal, as_percent, as_twelfths, parts_of


@given(st.integers(0, 9_999_999))
def test_what_is_written_is_read_back(parts):
    assert parts_of(as_decimal(parts)) == parts


def test_numbers_are_written_without_needless_zeros():
    assert [as_decimal(parts) for parts in (0, 10_000, 12_000, 6_050, 100_000)] == ["0", "1", "1.2", "0.605", "10"]
    assert [as_percent(parts) for parts in (100, 130, 125, 60)] == ["1", "1.3", "1.25", "0.6"]
    assert [as_twelfths(twelfths) for twelfths in (1_668, 1_633)] == ["139", "136 1/12"]


@pytest.mark.parametrize("text", ["", "1.", ".5", "-1", "1,2", "1e3", "1.23456", "1234", "一", "١"])
def test_what_is_no_decimal_is_not_guessed(text):
    with pytest.raises(ValueError, match="not a decimal"):
        parts_of(text)
