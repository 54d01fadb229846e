"""Which value holds: the narrowest place that speaks, as it stood on the day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onecard.rules.book import NATION, Book, Dated, NoSuchRule
from onecard.rules.places import Alliance, Division, Places

START = date(2024, 1, 1)
PLACES = Places(
    [
        Division(500000, "province", "重庆市", "Chongqing", None),
        Division(500100, "city", "市辖区", "Districts", 500000),
        Division(500103, "county", "渝中区", "Yuzhong", 500100),
        Division(510000, "province", "四川省", "Sichuan", None),
    ],
    [Alliance("cy", "川渝", "Sichuan–Chongqing", (500000, 510000), date(2025, 1, 1), "协议", "agreement", "s")],
)


def said(place, since, value, name="a.b"):
    return Dated(name, place, since, value, "fen", "a document")


def at(book, place, on):
    found = book.find("a.b", place=place, on=on)
    return found.value if found else None


def test_the_narrowest_place_speaks_first():
    book = Book([said(NATION, START, 1)], PLACES)
    for place, value in ((500000, 2), (500100, 3), (500103, 4)):
        assert at(book, 500103, START) == value - 1
        book = Book([*book.all_values(), said(place, START, value)], PLACES)
    assert at(book, 500103, START) == 4
    assert at(book, 510000, START) == 1


def test_an_alliance_speaks_for_its_members_from_its_first_day():
    book = Book([said(NATION, START, 1), said("cy", START, 2)], PLACES)
    assert at(book, 500103, date(2024, 12, 31)) == 1
    assert at(book, 500103, date(2025, 1, 1)) == 2


def test_a_value_holds_from_its_day_until_the_next():
    book = Book([said(500000, START, 1), said(500000, date(2026, 1, 1), 2)], PLACES)
    assert at(book, 500103, START - timedelta(days=1)) is None
    assert at(book, 500103, date(2025, 12, 31)) == 1
    assert at(book, 500103, date(2026, 1, 1)) == 2


def test_where_a_place_repeals_its_value_the_wider_place_speaks_again():
    book = Book([said(NATION, START, 1), said(500000, START, 2), said(500000, date(2026, 1, 1), None)], PLACES)
    assert at(book, 500103, date(2025, 12, 31)) == 2
    assert at(book, 500103, date(2026, 1, 1)) == 1


def test_a_value_that_must_exist_and_does_not_is_named():
    with pytest.raises(NoSuchRule, match=r"a\.b at 500103 on 2024-01-01"):
        Book([], PLACES).value("a.b", place=500103, on=START)


def test_what_an_alliance_says_is_not_mixed_with_what_others_say():
    book = Book([said(NATION, START, 1)], PLACES)
    assert book.alliance_value("a.b", alliance="cy", on=START) is None


WHERE = st.sampled_from([NATION, "cy", 500000, 500100, 500103])
DAY = st.dates(START, date(2027, 1, 1))


@given(st.lists(st.tuples(WHERE, DAY, st.none() | st.integers(0, 9)), unique_by=lambda v: v[:2]), DAY)
def test_the_remembered_answer_is_the_answer_of_looking_everywhere(values, day):
    book = Book([said(*value) for value in values], PLACES)
    expected = None
    for place in (500103, 500100, 500000, *(["cy"] if day >= date(2025, 1, 1) else []), NATION):
        held = sorted((since, value) for where, since, value in values if where == place and since <= day)
        if held and held[-1][1] is not None:
            expected = held[-1][1]
            break
    assert at(book, 500103, day) == expected
