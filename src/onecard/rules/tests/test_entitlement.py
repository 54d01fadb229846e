"""What a person is entitled to somewhere: the lowest share, on a footing that somebody recognises, every step cited."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onecard.rules.book import NATION, Book, Dated
from onecard.rules.entitlement import Claimant, entitlement
from onecard.rules.places import Alliance, Division, Places

DAY = date(2026, 1, 1)
HOME, ALLY, STRANGER = 500000, 510000, 630000
PLACES = Places(
    [Division(code, "province", f"省{code}", f"P{code}", None) for code in (HOME, ALLY, STRANGER)],
    [Alliance("cy", "川渝", "Sichuan–Chongqing", (HOME, ALLY), date(2025, 1, 1), "协议", "agreement", "s")],
)
NATIONAL = {
    "elder_from_age": 60,
    "elder_percent": 50,
    "elder_free_from_age": 70,
    "student_percent": 25,
    "concession_bearer": "place",
    "concession_home_percent": 30,
}


def said(name, value, place=NATION):
    return Dated(f"t.{name}", place, date(2020, 1, 1), value, "u", "a document")


def book(*more):
    return Book([*(said(name, value) for name, value in NATIONAL.items()), *more], PLACES)


def entitled(rules, *, age=30, student=False, home=HOME):
    return entitlement(rules, "t", Claimant(age, student, home), HOME, DAY)


@pytest.mark.parametrize(("age", "percent"), [(59, 100), (60, 50), (69, 50), (70, 0)])
def test_age_lowers_the_share_step_by_step(age, percent):
    assert entitled(book(), age=age).percent == percent


def test_who_is_both_pays_the_lower_share():
    assert entitled(book(), age=65, student=True).percent == 25


def test_an_ally_counts_as_a_local_only_where_the_alliance_says_so():
    assert entitled(book(), age=70, home=ALLY).percent == 100
    recognised = book(said("elder_recognised", True, "cy"))
    assert entitled(recognised, age=70, home=ALLY).percent == 0
    assert entitled(recognised, age=70, home=STRANGER).percent == 100
    assert entitled(recognised, student=True, home=ALLY).percent == 100


@pytest.mark.parametrize(("bearer", "home_percent"), [("home", 100), ("place", 0), ("shared", 30)])
def test_the_alliance_says_who_bears_it(bearer, home_percent):
    rules = book(said("elder_recognised", True, "cy"), said("concession_bearer", bearer, "cy"))
    assert entitled(rules, age=70, home=ALLY).home_percent == home_percent


def test_a_place_open_to_all_takes_in_a_stranger_and_bears_it():
    found = entitled(book(said("elder_open_to_all", True, HOME)), age=70, home=STRANGER)
    assert (found.percent, found.home_percent) == (0, 0)
    assert [reason.code for reason in found.reasons] == ["t.elder_free", "t.open_to_all", "t.borne_by_place"]


def test_who_is_not_recognised_is_told_so():
    assert [reason.code for reason in entitled(book(), age=70, home=STRANGER).reasons] == ["t.not_recognised"]


@given(st.integers(0, 110), st.booleans(), st.sampled_from([HOME, ALLY, STRANGER]), st.booleans())
def test_nobody_does_worse_by_being_older_or_a_student_or_recognised(age, student, home, recognised):
    rules = book(said("elder_recognised", recognised, "cy"))
    share = entitled(rules, age=age, student=student, home=home).percent
    assert entitled(rules, age=age + 1, student=student, home=home).percent <= share
    assert entitled(rules, age=age, student=True, home=home).percent <= share
    assert entitled(rules, age=age, student=student, home=HOME).percent <= share


def test_a_share_is_never_explained_without_its_rule():
    rules = book(said("elder_recognised", True, "cy"))
    for age, student, home in product((30, 65, 75), (False, True), (HOME, ALLY, STRANGER)):
        found = entitled(rules, age=age, student=student, home=home)
        assert bool(found.reasons) == (found.percent < 100 or student or age >= 60)
        assert all(reason.source == "a document" for reason in found.reasons)
