"""What a credential says is derived from the day, the rulebook's ages and the card."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onecard.doors.wallet.claims import Known, check_wanted, claims_of, names, question_of
from onecard.doors.wallet.errors_proofs import WantedUnknown
from onecard.kernel.clock import age_on

AGES = [16, 18, 60, 65]
DAYS = st.dates(date(1900, 1, 1), date(2020, 1, 1))


def known(born: date) -> Known:
    return Known(born, 511381, 500103, 1)


@given(born=DAYS, day=st.dates(date(2020, 1, 2), date(2040, 1, 1)))
def test_an_age_is_reached_on_the_birthday_and_not_before(born, day):
    said = claims_of(known(born), AGES, day)
    assert [said[f"age_over_{years}"] for years in AGES] == [age_on(born, day) >= years for years in AGES]


def test_province_of_residence_and_of_issue_are_told_apart():
    said = claims_of(known(date(1950, 5, 1)), AGES, date(2026, 11, 23))
    assert (said["residence_province"], said["issuing_province"], said["ecard_level"]) == ("510000", "500000", 1)
    assert list(said) == names(AGES)


@given(born=DAYS, day=st.dates(date(2020, 1, 2), date(2040, 1, 1)))
def test_everything_a_credential_says_can_be_asked_for_unless_it_is_no(places, born, day):
    for claim, value in claims_of(known(born), AGES, day).items():
        if value is not False:
            check_wanted({claim: value}, AGES, places)
            assert all(question_of(claim, value, places))


@pytest.mark.parametrize("wanted", [{}, {"birth_date": "1950-05-01"}, {"age_over_65": "true"}, {"ecard_level": 3}])
def test_nothing_else_can_be_asked_for(places, wanted):
    with pytest.raises(WantedUnknown):
        check_wanted(wanted, AGES, places)
