"""Months and lengths are read in every way people write them, and nothing else is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onecard.doors.pensions.typed import length_of, month_of


@pytest.mark.parametrize(
    "text",
    ["1970-06", "1970-6", "1970.6", "1970/06", "197006", "1970年6月", "１９７０年６月", " 1970 - 06 ", "1970年06"],
)
def test_a_month_is_read_as_people_write_it(text):
    assert month_of(text) == date(1970, 6, 1)


@pytest.mark.parametrize(
    "text", ["", "1970", "1970-13", "1970-0", "70-06", "06-1970", "19706", "一九七〇年六月", "٣٣٣٣-٣"]
)
def test_what_is_no_month_is_not_guessed(text):
    with pytest.raises(ValueError):
        month_of(text)


@pytest.mark.parametrize(
    ("text", "months"),
    [("25", 300), ("25年", 300), ("25年6个月", 306), ("25 年 6 月", 306), ("306个月", 306), ("25 years 6 months", 306),
     ("25y 6m", 306), ("２５年", 300), ("0", 0), ("6个月", 6)],
)  # fmt: skip
def test_a_length_is_read_as_people_write_it(text, months):
    assert length_of(text) == months


@pytest.mark.parametrize("text", ["", " ", "-1", "25.5", "300", "年", "abc", "25年6", "二十五年", "٣"])
def test_what_is_no_length_is_not_guessed(text):
    with pytest.raises(ValueError, match="not "):
        length_of(text)


@given(st.integers(0, 99), st.integers(0, 11))
def test_what_is_written_in_years_and_months_is_read_back(years, months):
    assert length_of(f"{years}年{months}个月") == length_of(f"{years} years {months} months") == years * 12 + months
