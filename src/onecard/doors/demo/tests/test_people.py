"""The invented people: right in number, valid by their numbers, the same for the same seed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onecard.doors.demo.apportion import deal, deal_over_counties
from onecard.doors.demo.names import draw_names
from onecard.doors.demo.numbers import stems, with_check
from onecard.doors.demo.people import CAST_SEQUENCE, PYRAMID_DAY, chunks, invent, pyramid

COUNTIES = [(511381, 700), (511302, 900), (653101, 800), (440106, 1200)]


def slow_check(stem: str) -> str:
    """ISO 7064 MOD 11-2 as the standard words it: double and add, digit by digit."""
    held = 0
    for digit in stem:
        held = (held + int(digit)) * 2 % 11
    return "0123456789X"[(12 - held) % 11]


def people(seed: int = 1):
    return [invent(chunk, seed=seed, ecards_per_mille=698) for chunk in chunks(COUNTIES, limit=1600)]


def test_the_published_vector_gets_its_check_digit():
    stem = stems(np.array([110105]), np.array(["1949-12-31"], dtype="datetime64[D]"), np.array([2]))
    assert with_check(stem) == ["11010519491231002X"]


@given(st.lists(st.integers(10**16, 10**17 - 1), min_size=1, max_size=20))
def test_the_column_of_checks_agrees_with_the_digit_by_digit_rule(numbers):
    assert with_check(np.array(numbers)) == [f"{n}{slow_check(str(n))}" for n in numbers]


def test_every_number_says_its_county_its_birthday_and_its_sex():
    for group in people():
        for place, born, female, number in zip(group.division, group.born, group.female, group.number, strict=True):
            assert number[:6] == str(place)
            assert number[6:14] == str(born).replace("-", "")
            assert int(number[16]) % 2 == (0 if female else 1)
            assert int(number[14:17]) < CAST_SEQUENCE


def test_no_two_people_share_a_number():
    numbers = [number for group in people() for number in group.number]
    assert len(set(numbers)) == len(numbers) == sum(count for _, count in COUNTIES)


def test_crowded_birthdays_still_get_unique_numbers():
    (chunk,) = chunks([(110101, 60_000)], limit=1)
    assert len(set(invent(chunk, seed=3, ecards_per_mille=698).number)) == 60_000


def test_the_same_seed_invents_the_same_people_and_another_seed_others():
    assert [g.number for g in people(1)] == [g.number for g in people(1)]
    assert [g.name for g in people(1)] == [g.name for g in people(1)]
    assert [g.number for g in people(1)] != [g.number for g in people(2)]


def test_the_share_of_e_cards_is_exact_over_all_chunks():
    assert sum(int(group.has_ecard.sum()) for group in people()) == 3600 * 698 // 1000


def test_nobody_is_born_after_the_pyramids_day_and_the_old_are_there():
    born = np.concatenate([group.born for group in people()])
    assert born.max() < PYRAMID_DAY
    assert 0.15 < (born < np.datetime64("1966-01-01")).mean() < 0.23


def test_the_three_broad_age_groups_are_the_published_ones():
    ages, shares = pyramid()
    by_group = shares.reshape(-1, 2).sum(axis=1)
    assert by_group[ages < 15].sum() == pytest.approx(0.1795, abs=0.001)
    assert by_group[(ages >= 15) & (ages < 60)].sum() == pytest.approx(0.6335, abs=0.001)
    assert by_group[ages >= 60].sum() == pytest.approx(0.1870, abs=0.001)


def test_names_carry_rare_characters_and_middle_dots():
    names = draw_names(np.full(2000, 653101), np.random.default_rng(1))
    assert 800 < sum("·" in name for name in names) < 1200
    assert any(ord(letter) > 0xFFFF for name in names for letter in name)
    assert not any("·" in name for name in draw_names(np.full(2000, 440106), np.random.default_rng(1)))


@given(st.integers(0, 10_000), st.lists(st.floats(0.01, 100), min_size=1, max_size=40))
def test_dealing_loses_nobody_and_stays_within_one(total, weights):
    parts = deal(total, weights)
    assert sum(parts) == total
    assert all(abs(part - total * w / sum(weights)) < 1.001 for part, w in zip(parts, weights, strict=True))


def test_a_province_is_dealt_over_its_counties_to_the_last_person():
    dealt = deal_over_counties(1000, [511302, 511303, 511381], seed=1)
    assert sum(people for _, people in dealt) == 1000
    assert dealt == deal_over_counties(1000, [511302, 511303, 511381], seed=1)
