"""Ages as the law counts them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onecard.kernel.clock import age_on

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@given(DAYS, st.integers(1, 120))
def test_a_year_is_added_on_the_birthday_and_not_the_day_before(born: date, years: int) -> None:
    if (born.month, born.day) == (2, 29):
        born = date(born.year, 3, 1)
    birthday = date(born.year + years, born.month, born.day)
    assert age_on(born, birthday) == years
    assert age_on(born, date.fromordinal(birthday.toordinal() - 1)) == years - 1


@pytest.mark.parametrize(("day", "age"), [
    (date(2023, 2, 28), 18), (date(2023, 3, 1), 19), (date(2024, 2, 28), 19), (date(2024, 2, 29), 20),
])  # fmt: skip
def test_who_is_born_on_the_leap_day_has_her_birthday_on_the_first_of_march_in_other_years(day: date, age: int) -> None:
    assert age_on(date(2004, 2, 29), day) == age
