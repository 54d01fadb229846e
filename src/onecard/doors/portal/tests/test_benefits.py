"""The pages of benefits: what a place has, how a word finds it, and what one person is told, in both languages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onecard import rulebook
from onecard.doors.look.manner import Manner
from onecard.doors.portal import benefits
from onecard.rules.programmes.facts import Facts

CATALOGUE, DAY = rulebook.programmes(), date(2026, 11, 25)
ZH, EN = Manner("zh"), Manner("en")


def names(manner: Manner, place: int, search: str = "") -> list[str]:
    groups = benefits.programmes_at(CATALOGUE, manner, place=place, on=DAY, search=search)
    return [one.name for _, group in groups for one in group]


def test_a_place_has_the_nations_programmes_and_its_own() -> None:
    nation, beijing = set(names(ZH, benefits.NATION_CODE)), set(names(ZH, 110000))
    assert beijing - nation == {"高龄津贴"}
    assert set(names(ZH, 310000)) - nation == {"上海市老年综合津贴"}


@pytest.mark.parametrize("search", ["高龄", "old-age ALLOWANCE", "民政 高龄", "权益保障"])
def test_words_find_a_programme_by_its_name_in_either_language_department_or_basis(search: str) -> None:
    assert "高龄津贴" in names(ZH, 110000, search)


def test_every_word_must_be_found() -> None:
    assert names(EN, 110000, "old-age grain") == []


@pytest.mark.parametrize("typed", ["", "abc", "１１００００", "999999", "110105", "710000", "-10000", "110000 or 1"])
def test_a_place_that_is_none_is_the_nation(typed: str) -> None:
    assert benefits.place_typed(typed, CATALOGUE) == benefits.NATION_CODE
    assert benefits.place_typed("110000", CATALOGUE) == 110000


@given(st.text(max_size=300))
def test_no_word_breaks_the_search(search: str) -> None:
    assert isinstance(names(EN, 0, search), list)


@pytest.mark.parametrize("manner", [ZH, EN])
def test_a_person_is_told_what_is_due_what_is_missing_and_what_would_change_it(manner: Manner) -> None:
    old, young = ({"born": born, "registered_division": 110105} for born in (19450305, 19470305))
    told = {}
    for person in (old, young):
        decisions = CATALOGUE.decide_all(Facts(DAY, person), place=110105)
        shown = benefits.shown_decisions(decisions, CATALOGUE, manner, place=110105, on=DAY)
        told[person["born"]] = {one.programme.id: one for one in shown}
        assert "hiring_subsidy" not in told[person["born"]]
    allowance = told[19450305]["old_age_allowance"]
    assert (allowance.state, allowance.amount_fen, "2035-03-05" in allowance.coming[0]) == ("yes", 10000, True)
    assert "2027-03-05" in told[19470305]["old_age_allowance"].changes[0]
    guarantee = told[19450305]["minimum_living_guarantee"]
    assert (
        guarantee.state == "unknown"
        and manner.pick("家庭月人均收入", "household income a head and month") in guarantee.needs
    )


def test_what_misses_least_is_told_first() -> None:
    person = Facts(DAY, {"born": 19450305, "registered_division": 110105})
    decisions = CATALOGUE.decide_all(person, place=110105)
    shown = benefits.in_state(benefits.shown_decisions(decisions, CATALOGUE, ZH, place=110105, on=DAY), "unknown")
    missing = [len(one.needs) for one in shown]
    assert missing == sorted(missing) and missing[0] == 1 < missing[-1]
    assert {one.state for one in shown} == {"unknown"}


@pytest.mark.parametrize("manner", [ZH, EN])
def test_every_value_is_shown_with_its_document_or_the_mark(manner: Manner) -> None:
    for here in CATALOGUE.offered(place=510000, on=DAY):
        for value in benefits.values_of(here, CATALOGUE, manner):
            assert value.name[:1].upper() == value.name[:1] and value.place and bool(value.source) != value.illustrative


def test_a_value_that_is_one_number_stands_with_its_unit() -> None:
    here = CATALOGUE.bound("employee_pension", place=510000, on=DAY)
    told = {value.name: value.said for value in benefits.values_of(here, CATALOGUE, EN)}
    assert told["Monthly base of calculation"] == "¥7,500.00"
    assert told["Rate of the transitional part a year"] == "1.3%"
    resident = CATALOGUE.bound("resident_pension", place=510000, on=DAY)
    told = {value.name: value.said for value in benefits.values_of(resident, CATALOGUE, ZH)}
    assert told["城乡居民领取年龄"] == "60 岁" and told["城乡居民最低缴费月数"] == "180 个月"


@pytest.mark.parametrize("manner", [ZH, EN])
def test_a_pension_that_is_due_shows_its_parts_with_their_documents(manner: Manner) -> None:
    said = {"born": "1960-01-01", "registered_division": 110105, "employee_category": "none",
            "resident_paid_months": 240, "resident_account_fen": 1_390_000}  # fmt: skip
    decision = CATALOGUE.decide("resident_pension", CATALOGUE.person(said, on=DAY), place=110105)
    [shown] = benefits.shown_decisions([decision], CATALOGUE, manner, place=110105, on=DAY)
    assert (shown.state, shown.amount_fen, len(shown.steps[-1].parts)) == ("yes", 115_000, 3)
    assert all(bool(part.source) != part.illustrative for part in shown.steps[-1].parts)
