"""Pensions by the real rulebook: every answer can be said in both languages, and no choice makes a later one worse."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onecard import rulebook
from onecard.kernel.errors import Problem
from onecard.kernel.words import load_words
from onecard.rules.pensions import ages, amounts
from onecard.rules.pensions.adjustment import adjust
from onecard.rules.pensions.ages import CATEGORIES
from onecard.rules.pensions.employee import Worker, plan_retirement
from onecard.rules.pensions.errors import PensionFactWrong, PensionPlaceUnknown, PeriodsOverlap
from onecard.rules.pensions.grants import grants_for
from onecard.rules.pensions.law import Law
from onecard.rules.pensions.months import month_number
from onecard.rules.pensions.paying_place import Stretch, paying_place
from onecard.rules.pensions.resident import Saver, plan_pension

BOOK, DAY, PLACE = rulebook.load(), date(2026, 11, 25), 510100
WORDS = load_words("onecard.rules.pensions")
PROVINCES = [p.code for p in rulebook.facts().provinces if p.included]

BORN = st.dates(date(1950, 1, 1), date(2005, 12, 31))
WORKERS = st.builds(
    Worker,
    born=BORN,
    category=st.sampled_from(CATEGORIES),
    paid_months=st.integers(60, 240),
    index=st.integers(6_000, 30_000),
    balance_fen=st.integers(0, 10**8),
    deemed_months=st.integers(0, 60),
    goes_on_paying=st.booleans(),
)
SAVERS = st.builds(
    Saver, born=BORN, paid_months=st.integers(0, 240), balance_fen=st.integers(0, 10**7), goes_on_paying=st.booleans()
)


def plan(who, on=DAY, place=PLACE):
    return plan_retirement(BOOK, who, place=place, on=on)


def reasons_of(found):
    own = [reason for choice in found.choices for reason in (choice.reason, *(part.reason for part in choice.parts))]
    return [*found.reasons, *own]


def said(reason):
    return [WORDS.say(reason.code, reason.facts, language) for language in ("zh", "en")]


@given(WORKERS)
def test_every_reason_is_said_in_both_languages_and_cites_or_is_marked(who):
    for reason in reasons_of(plan(who)):
        assert all(said(reason))
        assert not (reason.source and reason.illustrative)


@given(WORKERS)
def test_the_parts_add_up_and_each_part_is_named_with_its_amount(who):
    for choice in plan(who).choices:
        assert choice.amount_fen == sum(part.amount_fen for part in choice.parts)
        assert [part.reason.facts["amount_fen"] for part in choice.parts] == [p.amount_fen for p in choice.parts]


@given(WORKERS)
def test_choosing_a_later_month_never_lowers_the_pension(who):
    amounts_by_month = [choice.amount_fen for choice in plan(who).choices]
    assert all(one <= later for one, later in pairwise(amounts_by_month))


@given(WORKERS)
def test_only_months_of_the_window_that_are_not_over_are_offered(who):
    found, today = plan(who), month_number(DAY)
    months = [choice.month for choice in found.choices]
    assert months == sorted(set(months))
    assert all(max(found.earliest, today) <= month <= found.latest for month in months)
    assert bool(months) == (found.latest >= today)


@given(WORKERS)
def test_in_the_month_that_is_named_enough_is_paid_and_in_the_one_before_it_is_not(who):
    found = plan(who)
    if found.enough_from is None or not who.goes_on_paying:
        return
    # Later it may be too little again: from 2030 on each January wants half a year more.
    assert not any(choice.entitled for choice in found.choices if choice.month < found.enough_from)
    assert all(choice.entitled for choice in found.choices if choice.month == found.enough_from)


@given(st.lists(WORKERS, min_size=1, max_size=20))
def test_a_nation_in_columns_gets_what_each_person_is_told(people):
    rule, formula, today = Law(BOOK, PLACE, DAY).ages(), Law(BOOK, PLACE, DAY).formula(), month_number(DAY)

    def column(of):
        return np.array([of(who) for who in people], dtype=np.int64)

    birth, category = column(lambda w: month_number(w.born)), column(lambda w: CATEGORIES.index(w.category))
    due, index = ages.statutory(birth, category, rule), column(lambda w: w.index)
    more = np.maximum(due - today, 0) * column(lambda w: w.goes_on_paying)
    balance = column(lambda w: w.balance_fen)
    balance = balance + amounts.paid_in(formula.base_fen, index, formula.account_percent, more)
    months, deemed = column(lambda w: w.paid_months) + more, column(lambda w: w.deemed_months)
    age = due - birth
    parts = amounts.monthly(
        formula, age_months=age, index=index, months=months, deemed_months=deemed, balance_fen=balance
    )
    totals = sum(parts).tolist()
    for who, total, month in zip(people, totals, due.tolist(), strict=True):
        told = [choice for choice in plan(who).choices if choice.month == month]
        assert [choice.amount_fen for choice in told] == [total] * len(told)


@given(SAVERS)
def test_a_residents_pension_is_said_and_never_falls_by_waiting_for_enough(who):
    found = plan_pension(BOOK, who, place=PLACE, on=DAY)
    (choice,) = found.choices
    assert all(all(said(reason)) for reason in reasons_of(found))
    assert choice.entitled == (found.enough_from is None)
    assert found.enough_from is None or found.enough_from >= choice.month


@pytest.mark.parametrize("place", PROVINCES)
def test_every_province_answers(place):
    assert plan(Worker(date(1970, 6, 1), "male", 300, 12_000, 0), place=place).choices
    assert plan_pension(BOOK, Saver(date(1970, 6, 1), 180, 0), place=place, on=DAY).choices
    assert grants_for(BOOK, place=place, on=DAY, paid_months=1).funeral_fen > 0


def test_every_sentence_belongs_to_an_answer_that_can_be_given():
    worker = Worker(date(1970, 6, 1), "male", 300, 12_000, 0, 60)
    plans = [
        plan(worker), plan(Worker(date(1985, 6, 1), "female_worker", 24, 6_000, 0, goes_on_paying=False)),
        plan(Worker(date(1955, 6, 1), "male", 24, 6_000, 0)),
        plan_pension(BOOK, Saver(date(1966, 1, 1), 300, 1), place=PLACE, on=DAY),
        plan_pension(BOOK, Saver(date(1966, 1, 1), 24, 1, goes_on_paying=False), place=PLACE, on=DAY),
    ]  # fmt: skip
    given_out = [reason for found in plans for reason in reasons_of(found)]
    for drawn in (0, 12):
        given_out += grants_for(BOOK, place=PLACE, on=DAY, paid_months=300, drawn_months=drawn).reasons
    for since in (date(2010, 1, 1), date(2026, 1, 1)):
        given_out += adjust(
            BOOK, place=PLACE, on=DAY, pension_fen=300_000, paid_months=300, born=date(1950, 1, 1), since=since
        ).reasons
    old, long = Stretch(440000, date(1990, 1, 1), date(1999, 12, 1)), Stretch(330000, date(2000, 1, 1), DAY)
    new = Stretch(310000, date(2000, 1, 1), date(2003, 1, 1))
    for stretches, home in (([old], 440000), ([old, long], PLACE), ([old, new], PLACE), ([new], PLACE)):
        given_out.append(paying_place(BOOK, stretches, home=home, on=DAY).reason)
    drew = {"employee_category": "male", "born": "1950-01-01", "retired_on": "2010-02-01", "pension_paid_months": 400,
            "pension_drawn_fen": 300_000}  # fmt: skip
    programmes = rulebook.programmes()
    given_out += programmes.decide("employee_pension", programmes.person(drew, on=DAY), place=PLACE).steps[-1].parts
    assert {reason.code for reason in given_out} == WORDS.codes()
    assert all(all(said(reason)) for reason in given_out)


def test_who_never_paid_anywhere_belongs_home():
    found = paying_place(BOOK, [], home=PLACE, on=DAY)
    assert (found.province, found.all_months, found.reason.code) == (510000, 0, "pensions.place_gathered")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"category": "pilot"}, "category"),
        ({"born": date(1899, 12, 1)}, "born"),
        ({"born": date(2026, 12, 1)}, "born"),
        ({"paid_months": -1}, "paid_months"),
        ({"paid_months": 900}, "paid_months"),
        ({"deemed_months": 301}, "deemed_months"),
        ({"index": 5_999}, "index"),
        ({"index": 30_001}, "index"),
        ({"balance_fen": -1}, "balance_fen"),
        ({"balance_fen": 10**10 + 1}, "balance_fen"),
    ],
)
def test_a_fact_that_cannot_be_is_named_by_its_field(wrong, field):
    right = {"born": date(1970, 6, 1), "category": "male", "paid_months": 300, "index": 12_000, "balance_fen": 0}
    with pytest.raises(PensionFactWrong) as refused:
        plan(Worker(**right | wrong))
    assert refused.value.field == field
    assert all(refused.value.words().values())


@pytest.mark.parametrize("place", [0, 999999, 710000, -1])
def test_a_place_that_is_none_or_not_included_is_refused(place):
    with pytest.raises(PensionPlaceUnknown):
        plan(Worker(date(1970, 6, 1), "male", 300, 12_000, 0), place=place)
    with pytest.raises(Problem):
        paying_place(BOOK, [Stretch(place, date(2000, 1, 1), date(2001, 1, 1))], home=PLACE, on=DAY)


def test_a_stretch_that_ends_before_it_begins_or_after_today_or_overlaps_is_refused():
    for first, last in ((date(2001, 1, 1), date(2000, 12, 1)), (date(2001, 1, 1), date(2026, 12, 1))):
        with pytest.raises(PensionFactWrong):
            paying_place(BOOK, [Stretch(510000, first, last)], home=PLACE, on=DAY)
    twice = [Stretch(code, date(2000, 1, 1), date(2001, 1, 1)) for code in (510000, 440000)]
    with pytest.raises(PeriodsOverlap):
        paying_place(BOOK, twice, home=PLACE, on=DAY)


def test_a_day_before_every_value_is_told_and_nothing_is_guessed():
    with pytest.raises(Problem) as refused:
        plan(Worker(date(1970, 6, 1), "male", 240, 12_000, 0), on=date(2019, 1, 1))
    assert refused.value.code == "pensions.rule_unknown"
