"""Each pension formula agrees with the plain evaluator, for a person and for a column, and with published examples."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onecard.rules.columns import stepped
from onecard.rules.pensions import ages, amounts
from onecard.rules.pensions.tests import plain

BEGINS = 2025 * 12
AGES = ages.AgeRule((720, 660, 600), (4, 4, 2), (36, 36, 60), BEGINS, 36, 36)
TABLE = {
    40: 233, 41: 230, 42: 226, 43: 223, 44: 220, 45: 216, 46: 212, 47: 208, 48: 204, 49: 199, 50: 195, 51: 190, 52: 185,
    53: 180, 54: 175, 55: 170, 56: 164, 57: 158, 58: 152, 59: 145, 60: 139, 61: 132, 62: 125, 63: 117, 64: 109, 65: 101,
    66: 93, 67: 84, 68: 75, 69: 65, 70: 56,
}  # fmt: skip
FORMULA = amounts.Formula(400_000, 1, 8, 120, tuple(TABLE.values()), 40, between=False)
SURVIVORS = amounts.Survivors(((0, 3), (60, 6), (120, 9)), 180, 24, 9)
RAISE = amounts.Raise(2_000, 100, 60, ((70, 2_000), (75, 3_000), (80, 5_000)))

BIRTHS = st.integers(1940 * 12, 2010 * 12)
CATEGORY = st.integers(0, 2)
MONTHS = st.integers(0, 600)
INDEX = st.integers(6_000, 30_000)
FEN = st.integers(0, 10**10)
PERSON = st.tuples(BIRTHS, CATEGORY)


def month(year, number):
    return year * 12 + number - 1


def columns(people):
    return [np.array(one, dtype=np.int64) for one in zip(*people, strict=True)]


@pytest.mark.parametrize(
    ("category", "born", "age"),
    [
        (0, (1965, 1), (60, 1)), (0, (1965, 4), (60, 1)), (0, (1965, 5), (60, 2)), (0, (1970, 6), (61, 5)),
        (0, (1964, 12), (60, 0)), (0, (1976, 9), (63, 0)), (0, (1990, 1), (63, 0)),
        (1, (1970, 1), (55, 1)), (1, (1970, 4), (55, 1)), (1, (1981, 9), (58, 0)),
        (2, (1975, 1), (50, 1)), (2, (1975, 2), (50, 1)), (2, (1975, 3), (50, 2)), (2, (1975, 4), (50, 2)),
        (2, (1984, 11), (55, 0)), (2, (1974, 12), (50, 0)),
    ],
)  # fmt: skip
def test_published_ages_come_out(category, born, age):
    birth = month(*born)
    assert ages.statutory(birth, category, AGES) - birth == age[0] * 12 + age[1]


def test_who_is_born_in_january_1965_may_go_in_january_2025_and_stay_until_february_2028():
    birth = month(1965, 1)
    window = [found(birth, 0, AGES) for found in (ages.earliest, ages.statutory, ages.latest)]
    assert window == [month(2025, 1), month(2025, 2), month(2028, 2)]


@given(st.lists(PERSON, min_size=1))
def test_a_column_of_ages_is_the_plain_age_of_each(people):
    expected = [plain.delay(b, AGES.old_age[c], AGES.step[c], AGES.most[c], BEGINS) for b, c in people]
    assert [ages.delay(b, c, AGES) for b, c in people] == expected
    assert ages.delay(*columns(people), AGES).tolist() == expected
    for found in (ages.statutory, ages.earliest, ages.latest):
        assert found(*columns(people), AGES).tolist() == [found(b, c, AGES) for b, c in people]


@given(BIRTHS, CATEGORY)
def test_who_is_born_later_retires_later_and_has_a_later_window(birth, category):
    for found in (ages.statutory, ages.earliest, ages.latest):
        assert found(birth, category, AGES) < found(birth + 1, category, AGES)


@given(BIRTHS, CATEGORY)
def test_the_window_lies_around_the_age_and_never_below_the_old_one(birth, category):
    first, due, last = (found(birth, category, AGES) for found in (ages.earliest, ages.statutory, ages.latest))
    assert birth + AGES.old_age[category] <= first <= due <= last
    assert due - first <= AGES.early and last - due == (AGES.late if due >= BEGINS else 0)


@pytest.mark.parametrize(
    ("years", "index", "fen"),
    [(15, 6_000, 48_000), (15, 10_000, 60_000), (15, 30_000, 120_000),
     (40, 6_000, 128_000), (40, 10_000, 160_000), (40, 30_000, 320_000)],
)  # fmt: skip
def test_published_basic_parts_come_out_to_the_fen(years, index, fen):
    assert amounts.basic(400_000, index, years * 12, 1) == fen


def test_a_published_account_part_comes_out_to_the_fen():
    assert amounts.account(7_337_088, 139 * 12) == 52_785


@given(st.lists(st.tuples(INDEX, MONTHS, MONTHS, FEN, st.integers(300, 900)), min_size=1), st.booleans())
def test_a_column_of_pensions_is_the_plain_pension_of_each(people, between):
    rule = FORMULA._replace(between=between)
    expected = [
        (
            plain.basic(rule.base_fen, index, months, rule.basic_percent),
            plain.account(balance, age, TABLE, between=between),
            plain.transitional(rule.base_fen, index, deemed, rule.transitional_rate),
        )
        for index, months, deemed, balance, age in people
    ]
    names = ("index", "months", "deemed_months", "balance_fen", "age_months")
    assert [amounts.monthly(rule, **dict(zip(names, one, strict=True))) for one in people] == expected
    found = amounts.monthly(rule, **dict(zip(names, columns(people), strict=True)))
    assert [tuple(row) for row in zip(*(part.tolist() for part in found), strict=True)] == expected


@given(INDEX, MONTHS, MONTHS, FEN, st.integers(300, 900), st.booleans())
def test_more_months_index_balance_or_base_never_lower_a_pension(index, months, deemed, balance, age, between):
    rule = FORMULA._replace(between=between)

    def total(rule=rule, **more):
        facts = {"index": index, "months": months, "deemed_months": deemed, "balance_fen": balance, "age_months": age}
        return sum(amounts.monthly(rule, **{name: fact + more.get(name, 0) for name, fact in facts.items()}))

    now = total()
    for name in ("index", "months", "deemed_months", "balance_fen"):
        assert total(**{name: 1}) >= now
    assert total(age_months=1) >= now, "retiring later at the same balance"
    assert total(rule._replace(base_fen=400_001)) >= now


def test_the_table_is_read_by_whole_years_or_in_proportion_and_its_ends_hold_beyond_it():
    between = FORMULA._replace(between=True)
    assert [amounts.payment_twelfths(age, FORMULA) for age in (720, 731, 732)] == [139 * 12, 139 * 12, 132 * 12]
    assert amounts.payment_twelfths(725, between) == 139 * 12 - 5 * 7
    assert [amounts.payment_twelfths(age, between) for age in (300, 900)] == [233 * 12, 56 * 12]


def test_the_least_time_rises_by_half_a_year_a_year_from_2030_to_2039():
    steps = ((2011, 180), *((2030 + i, 186 + 6 * i) for i in range(10)))
    years = {2000: 180, 2025: 180, 2029: 180, 2030: 186, 2034: 210, 2039: 240, 2050: 240}
    assert {year: amounts.least_months(month(year, 6), steps) for year in years} == years
    column = np.array([month(year, 6) for year in years])
    assert amounts.least_months(column, steps).tolist() == list(years.values())


def test_the_least_grants_of_a_published_answer_come_out():
    months = amounts.survivor_months(15 * 12, 20 * 12, SURVIVORS)
    assert 501_500 * 2 + 501_500 * months == 5_516_500


@given(st.lists(st.tuples(MONTHS, st.integers(0, 480)), min_size=1))
def test_a_column_of_survivor_months_is_the_plain_count_of_each(people):
    expected = [plain.survivor_months(paid, drawn) for paid, drawn in people]
    assert [amounts.survivor_months(paid, drawn, SURVIVORS) for paid, drawn in people] == expected
    assert amounts.survivor_months(*columns(people), SURVIVORS).tolist() == expected


@given(st.lists(st.tuples(FEN, MONTHS, st.integers(50, 110)), min_size=1))
def test_a_column_of_raises_is_the_plain_raise_of_each(people):
    expected = [
        plain.raised(fen, paid, age, RAISE.fixed_fen, RAISE.per_year_fen, RAISE.rate, dict(RAISE.by_age))
        for fen, paid, age in people
    ]
    assert [fen + sum(amounts.raised(fen, paid, age, RAISE)) for fen, paid, age in people] == expected
    fen, paid, age = columns(people)
    assert (fen + sum(amounts.raised(fen, paid, age, RAISE))).tolist() == expected


def test_steps_hold_from_their_number_on_and_nothing_holds_before_the_first():
    assert [stepped(at, [(5, 1), (7, 9)]) for at in (4, 5, 6, 7, 8)] == [0, 1, 1, 9, 9]
