"""The benefit programmes: every worked case, the slow evaluator and the fast one, a person and a column, and why."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onecard import rulebook
from onecard.rulebook.describing import describe
from onecard.rulebook.saying import WORDS, say_change, say_reason
from onecard.rulebook.tests import plain_programmes as plain
from onecard.rules.programmes.change import apply
from onecard.rules.programmes.conditions import Within
from onecard.rules.programmes.deciding import decide, shares
from onecard.rules.programmes.errors import FactMalformed, FactUnknown, ProgrammeNotInForce, ProgrammeUnknown
from onecard.rules.programmes.explaining import explain
from onecard.rules.programmes.facts import Facts, stamp
from onecard.rules.programmes.judging import judge
from onecard.rules.programmes.typed import most_of

CATALOGUE = rulebook.programmes()
CASES = {f"{name}: {case.name_en}": (name, case) for name, cases in CATALOGUE.cases.items() for case in cases}
DAY = date(2026, 11, 25)
#: A place where every programme of the nation is in force, and one for each that a province has alone or gives values.
PLACES = (110105, 310101, 320102, 430102, 510903, 411521)
_EVERYWHERE = [here for place in PLACES for here in CATALOGUE.offered(place=place, on=DAY)]
_EVERYWHERE += [CATALOGUE.bound("employee_pension", place=420102, on=date(2024, 6, 30))]
#: Each programme once for each set of values it has.
BOUND = list(
    {(one.programme.id, one.rule.since, *(v.place for v in one.dated.values())): one for one in _EVERYWHERE}.values()
)
IDS = [f"{here.programme.id}@{here.place} {here.on}" for here in BOUND]


@pytest.mark.parametrize("name", CASES)
def test_the_case_comes_out_as_its_writer_says(name):
    programme, case = CASES[name]
    person = CATALOGUE.person(case.person, on=case.on)
    decision, wanted = CATALOGUE.decide(programme, person, place=case.at), case.expect
    assert tuple(step.reason.code.removeprefix("condition.") for step in decision.failed) == wanted.refused_by
    assert decision.needs == wanted.needs
    assert (decision.state == "yes") == (wanted.amount_fen is not None)
    assert decision.amount_fen == (wanted.amount_fen or 0)
    assert wanted.shares in ({}, decision.shares)
    if wanted.turns_on is not None:
        turning = [*decision.coming, *(change for step in decision.failed for change in step.changes)]
        assert wanted.turns_on in [change.on for change in turning]


def test_every_programme_has_cases_that_pay_and_cases_that_do_not():
    paid = {name for name, case in CASES.values() if case.expect.amount_fen}
    refused = {name for name, case in CASES.values() if case.expect.amount_fen is None}
    assert paid == refused == set(CATALOGUE.programmes)
    assert len(paid) == 29


@st.composite
def people(draw, here, on=DAY):
    """Somebody with some facts known; the numbers lie around what the programme asks for."""
    person = {}
    for name in sorted(looked_at(here)):
        if draw(st.integers(0, 9)):  # one in ten is not known
            person[name] = draw(_value(here.facts[name], here, on))
    return person


def looked_at(here):
    """The facts this programme looks at."""
    return {fact for step in explain(here, Facts(here.on, {})).steps for fact in step.facts}


def _value(fact, here, on):
    day = st.dates(on - timedelta(days=365 * 105), on) | st.dates(on - timedelta(days=365), on)
    if fact.kind == "flag":
        return st.booleans()
    if fact.kind == "word":
        return st.sampled_from(fact.words)
    if fact.kind == "day":
        return day
    if fact.kind == "dates":
        return st.lists(st.dates(on - timedelta(days=365 * 20), on), max_size=5)
    if fact.kind == "division":
        return st.sampled_from([here.place, 420102, 430102])
    most = most_of(fact)
    near = sorted({0, 1, *(v for d in here.dated.values() for v in _numbers(d.value) if v <= most)})
    return st.sampled_from(near) | st.integers(0, min(200, most)) | st.integers(0, min(10**6, most))


def _numbers(value):
    if isinstance(value, list):
        return [n for one in value for n in _numbers(one)]
    return [value - 1, value] if type(value) is int and value else []


def column(here, persons, facts=None):
    """Many persons as numpy columns with masks, as a nation would come."""
    values, known = {}, {}
    for name in facts or looked_at(here):
        fact = here.facts[name]
        told = [person.get(name) for person in persons]
        known[name] = np.array([one is not None for one in told])
        if fact.kind == "dates":
            births = [[stamp(one) for one in (person or [])] + [0] * 5 for person in told]
            values[name] = tuple(np.array([row[slot] for row in births], dtype=np.int64) for slot in range(5))
        else:
            values[name] = np.array([_whole(fact, one) for one in told], dtype=np.int64)
    return Facts(here.on, values, known)


def _whole(fact, value):
    if value is None:
        return 7_777  # whatever stands where nothing is known must not matter
    return fact.words.index(value) if fact.kind == "word" else stamp(value) if fact.kind == "day" else int(value)


def single(here, person):
    return CATALOGUE.person({name: plain.invented(value) for name, value in person.items()}, on=here.on)


@pytest.mark.parametrize("here", BOUND, ids=IDS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_person_and_a_column_are_decided_as_the_slow_evaluator_decides(here, data):
    persons = data.draw(st.lists(people(here, here.on), min_size=1, max_size=6))
    expected = [plain.decide(here, person) for person in persons]
    alone = [decide(here, single(here, person)) for person in persons]
    assert [(_word(one.entitled, one.refused), int(one.amount_fen)) for one in alone] == expected
    together = decide(here, column(here, persons))
    due, refused, fen = (np.broadcast_to(part, len(persons)).tolist() for part in together)
    assert [(_word(*one), amount) for *one, amount in zip(due, refused, fen, strict=True)] == expected
    parts = shares(here, together.amount_fen)
    assert np.array_equal(sum(parts.values()), together.amount_fen)


def _word(entitled, refused):
    assert not (entitled and refused)
    return "yes" if entitled else "no" if refused else "unknown"


@pytest.mark.parametrize("here", BOUND, ids=IDS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_every_change_that_is_named_makes_its_condition_hold(here, data):
    facts = single(here, data.draw(people(here, here.on)))
    decision = explain(here, facts)
    for step, condition in zip(decision.steps, here.rule.conditions, strict=False):
        assert step.state != "no" or step.changes or isinstance(condition, Within)
        for change in step.changes:
            if change.kind == "never":
                continue
            changed = apply(change, facts)
            assert judge(condition, here, changed).yes, change
            if len(decision.failed) == 1 and not any(other.state == "unknown" for other in decision.steps):
                after = explain(here, changed)
                assert condition not in [
                    c for s, c in zip(after.steps, here.rule.conditions, strict=False) if s.state == "no"
                ]


@pytest.mark.parametrize("here", BOUND, ids=IDS)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_every_reason_and_change_has_words_and_a_document_or_the_mark(here, data):
    decision = explain(here, single(here, data.draw(people(here, here.on))))
    for step in decision.steps:
        for one in (step, *step.options):
            assert bool(one.reason.source) != one.reason.illustrative
            assert all(say_reason(one.reason, language) for language in ("zh", "en"))
    for change in [*decision.coming, *(change for step in decision.steps for change in step.changes)]:
        assert all(say_change(change, CATALOGUE, language) for language in ("zh", "en"))
    assert sum(decision.shares.values()) == decision.amount_fen


@given(st.integers(0, 119), st.sampled_from([110105, 310101]))
def test_nobody_gets_less_old_age_money_for_being_older(age, place):
    name = {110105: "old_age_allowance", 310101: "elder_comprehensive_allowance"}[place]

    def paid(years):
        said = {"born": f"{DAY.year - years}-01-01", "registered_division": place}
        return CATALOGUE.decide(name, CATALOGUE.person(said, on=DAY), place=place).amount_fen

    assert paid(age) <= paid(age + 1)


def test_what_one_gives_way_to_is_never_paid_beside_it():
    poor = {
        "born": "1950-01-01", "registered_division": 420102, "no_means": True, "no_supporter": True,
        "disability_grade": 1, "needs_care": True, "household_income_per_head_fen": 0, "household_members": 1,
        "child_situation": "none",
    }  # fmt: skip
    decisions = CATALOGUE.decide_all(CATALOGUE.person(poor, on=DAY), place=420102)
    states = {decision.programme: decision.state for decision in decisions}
    assert states["extreme_hardship_support"] == "yes"
    for other in ("minimum_living_guarantee", "disabled_living_allowance", "disabled_care_allowance"):
        assert states[other] == "no"
        assert CATALOGUE.decide(other, CATALOGUE.person(poor, on=DAY), place=420102) in decisions


def test_a_decision_can_be_made_again_by_the_rules_of_any_day():
    student = {"school_stage": "upper_school", "family_in_difficulty": True}
    later = CATALOGUE.decide("school_grant", CATALOGUE.person(student, on=date(2025, 3, 1)), place=420102)
    assert later.amount_fen == 230000
    with pytest.raises(ProgrammeNotInForce):
        CATALOGUE.decide("school_grant", CATALOGUE.person(student, on=date(2025, 2, 28)), place=420102)


@pytest.mark.parametrize(("name", "place"), [("old_age_allowance", 420102), ("elder_comprehensive_allowance", 110105)])
def test_where_a_value_is_not_known_nothing_is_decided(name, place):
    with pytest.raises(ProgrammeNotInForce) as told:
        CATALOGUE.bound(name, place=place, on=DAY)
    assert told.value.facts["missing"] in ("by_age", "place")


def test_a_city_overrides_its_province_and_the_nation():
    fens = [CATALOGUE.bound("disabled_living_allowance", place=place, on=DAY).value("monthly") for place in (510903, 510104)]  # fmt: skip  # noqa: E501
    assert fens == [9000, 8000]


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"borne": "1950-01-01"}, FactUnknown),
        ({"born": "1950-13-01"}, FactMalformed),
        ({"born": "2030-01-01"}, FactMalformed),
        ({"born": "0001-01-01"}, FactMalformed),
        ({"disability_grade": "-1"}, FactMalformed),
        ({"disability_grade": "１"}, FactMalformed),
        ({"disability_grade": 1.5}, FactMalformed),
        ({"household_members": 10**13}, FactMalformed),
        ({"loss_permille": 1001}, FactMalformed),
        ({"grain_land_mu": "5.203"}, FactMalformed),
        ({"work_days": "5.2"}, FactMalformed),
        ({"pension_index": "1.23456"}, FactMalformed),
        ({"household_members": True}, FactMalformed),
        ({"no_means": "perhaps"}, FactMalformed),
        ({"no_means": 1}, FactMalformed),
        ({"school_stage": "kindergarten"}, FactMalformed),
        ({"school_stage": ["university"]}, FactMalformed),
        ({"children_born": 3}, FactMalformed),
        ({"children_born": "2024-05-01,oops"}, FactMalformed),
        ({"registered_division": "北京"}, FactMalformed),
    ],
)
def test_what_cannot_be_read_is_named(said, problem):
    with pytest.raises(problem):
        CATALOGUE.person(said, on=DAY)


def test_money_land_and_an_index_may_be_typed_with_a_point():
    person = CATALOGUE.person(
        {"household_income_per_head_fen": "400.5", "grain_land_mu": "5.20", "pension_index": "1.2"}, on=DAY
    )
    assert person.get("pension_index").value == 12_000
    assert (person.get("household_income_per_head_fen").value, person.get("grain_land_mu").value) == (40050, 520)


def test_a_programme_nobody_defined_is_told_so():
    with pytest.raises(ProgrammeUnknown):
        CATALOGUE.bound("free_lunch", place=110105, on=DAY)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_programme_can_be_described_without_a_person(language):
    for here in BOUND:
        told = describe(here, CATALOGUE, language)
        assert told.name and told.amount and told.asks and told.funds and told.basis
        assert told.illustrative == (not told.sources) or told.sources
        assert "{" not in f"{told.amount}{told.asks}"


def test_both_languages_have_the_same_words():
    assert set(WORDS.by_language["zh"]) == set(WORDS.by_language["en"])
