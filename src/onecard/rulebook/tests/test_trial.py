"""A proposal tried by the column is every person decided before and after; bad proposals are named."""

from contextlib import suppress
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onecard import rulebook
from onecard.rulebook.loading import FUNCTIONS
from onecard.rulebook.proposing import propose, triable, within
from onecard.rulebook.trial import Trial
from onecard.rulebook.typing_values import read_value, write_value
from onecard.rulebook.what_if_errors import NothingChanged, NotTriable, ValueUnknown, ValueWrong
from onecard.rules.programmes.assuming import Roll, draw, one_in
from onecard.rules.programmes.deciding import decide_in_turn
from onecard.rules.programmes.errors import ProgrammeNotInForce, ProgrammeUnknown
from onecard.rules.programmes.facts import Facts

CATALOGUE, ASSUMED, DAY = rulebook.programmes(), rulebook.assumed(), date(2026, 11, 25)
COUNTIES = (110105, 310101, 420102, 430102, 510104, 510903, 650102)
TRIED = [one.id for one in triable(CATALOGUE, DAY)]


def nation(many, seed=7):
    """Invented people of all ages in a few counties."""
    drawn = np.random.default_rng(seed)
    born = drawn.integers(1925, 2026, many) * 10000 + drawn.integers(1, 13, many) * 100 + drawn.integers(1, 29, many)
    return Roll(
        drawn.choice(COUNTIES, many), born, drawn.random(many) < 0.5, drawn.random(many) < 0.1,
        drawn.integers(0, 2**63, many).astype(np.uint64),
    )  # fmt: skip


def some_proposal(name, on=DAY):
    """The programme with one of its values a little different, where its own place says one."""
    programme = CATALOGUE.programmes[name]
    place = programme.place if isinstance(programme.place, int) else 0
    rule = programme.rule_on(on)
    for key in rule.needs:
        found = CATALOGUE.book.find(key if "." in key else f"programmes.{name}.{key}", place=place, on=on)
        if key != "funds" and found is not None and type(found.value) is int:
            changed = found.value * 9 // 10 if found.unit == "percent" else found.value + max(1, found.value // 5)
            return propose(CATALOGUE, name, {key: changed}, place=place, on=on)
    return propose(CATALOGUE, name, {"funds": {"central": 1}}, place=place, on=on)


def alone(catalogue, name, before, person, place):
    """What one person gets by the values of her place."""
    there = []
    for one in (*before, name):
        with suppress(ProgrammeNotInForce):
            there.append(catalogue.bound(one, place=place, on=DAY))
    decided = decide_in_turn(there, person).get(name)
    return int(decided.amount_fen) if decided else 0


@pytest.mark.parametrize("name", TRIED)
def test_the_sums_are_everybody_decided_alone_before_and_after(name):
    roll, trial = nation(60), Trial(some_proposal(name), ASSUMED, asked_on=DAY)
    trial.add(roll)
    columns = trial._facts(roll)
    speaks = one_in(roll.seed, columns.get("household_members", 1)) if trial.once_a_household else [True] * len(roll)
    before = after = 0
    for row, place in enumerate(roll.division.tolist()):
        values = {
            key: tuple(one[row] for one in column) if isinstance(column, tuple) else column[row]
            for key, column in columns.items()
        }
        person = Facts(DAY, {key: np.int64(v) if not isinstance(v, tuple) else v for key, v in values.items()})
        for catalogue, late in ((trial.proposal.now, False), (trial.proposal.then, True)):
            fen = alone(catalogue, name, trial.proposal.before, person, place) * bool(speaks[row])
            before, after = before + fen * (not late), after + fen * late
    whole = trial.figures().whole
    assert (whole.people, whole.before_fen, whole.after_fen) == (60, before, after)


@pytest.mark.parametrize("name", TRIED)
def test_funds_bear_every_fen_and_every_fact_has_an_assumption(name):
    trial = Trial(some_proposal(name), ASSUMED, asked_on=DAY)
    for seed in (1, 2):
        trial.add(nation(3_000, seed))
    figures = trial.figures()
    assert figures.whole.undecided == 0, "what is assumed leaves nobody undecided"
    assert sum(before for before, _ in figures.funds.values()) == figures.whole.before_fen
    assert sum(after for _, after in figures.funds.values()) == figures.whole.after_fen
    assert sum(row.people for row in figures.bands.values()) == 6_000
    assert set(trial.held) | set(trial.assumed) == set(trial.asked)


def test_what_is_proposed_at_home_changes_nobody_elsewhere():
    trial = Trial(propose(CATALOGUE, "minimum_living_guarantee", {"line": "900.00"}, place=510000, on=DAY), ASSUMED,
                  asked_on=DAY)  # fmt: skip
    roll = nation(4_000)
    trial.add(roll)
    for code, row in trial.figures().regions.items():
        if not within(code, 510000):
            assert row.before_fen == row.after_fen, code
    assert trial.figures().whole.change_fen > 0


def test_a_place_with_a_value_of_its_own_keeps_it_and_is_named():
    proposal = propose(CATALOGUE, "old_age_allowance", {"by_age": "70:10000"}, place=0, on=DAY)
    assert 110000 in proposal.kept
    assert proposal.then.bound("old_age_allowance", place=110105, on=DAY).value("by_age") != [[70, 10000]]
    assert proposal.then.bound("old_age_allowance", place=420102, on=DAY).value("by_age") == [[70, 10000]]
    assert CATALOGUE.book.find("programmes.old_age_allowance.by_age", place=420102, on=DAY) is None, "nothing is kept"


WRONG = [
    ("old_age_allowance", {}, NothingChanged),
    ("old_age_allowance", {"amount": "1"}, ValueUnknown),
    ("minimum_living_guarantee", {"line": "-1"}, ValueWrong),
    ("minimum_living_guarantee", {"line": -1}, ValueWrong),
    ("minimum_living_guarantee", {"line": True}, ValueWrong),
    ("minimum_living_guarantee", {"line": "7e4"}, ValueWrong),
    ("minimum_living_guarantee", {"line": 10**12}, ValueWrong),
    ("minimum_living_guarantee", {"funds": "moon:1"}, ValueWrong),
    ("minimum_living_guarantee", {"funds": "central:0"}, ValueWrong),
    ("old_age_allowance", {"by_age": "90:1, 80:2"}, ValueWrong),
    ("old_age_allowance", {"by_age": "eighty"}, ValueWrong),
    ("children_in_hardship", {"by_situation": "wealthy:1"}, ValueWrong),
    ("hiring_subsidy", {"per_head": "1"}, NotTriable),
    ("no_such_programme", {"line": "1"}, ProgrammeUnknown),
]


@pytest.mark.parametrize(("name", "said", "problem"), WRONG)
def test_a_bad_proposal_is_named(name, said, problem):
    with pytest.raises(problem) as told:
        propose(CATALOGUE, name, said, place=0, on=DAY)
    assert all(told.value.words().values())


def test_a_day_without_a_rule_or_a_value_says_what_is_missing():
    with pytest.raises(ProgrammeNotInForce) as told:
        propose(CATALOGUE, "old_age_allowance", {"by_age": "80:1"}, place=0, on=date(2010, 1, 1))
    assert "rule" in told.value.words()["title"]
    with pytest.raises(ProgrammeNotInForce) as told:
        propose(CATALOGUE, "old_age_allowance", {"funds": "city:1"}, place=420000, on=DAY)
    assert "by_age" in told.value.words()["title"]


@pytest.mark.parametrize(
    ("unit", "text", "value"),
    [
        ("fen", "700.00", 70_000), ("fen", "70000", 70_000), ("years", "80", 80), ("flag", "true", True),
        ("bands", "80:100，90:200", [[80, 100], [90, 200]]), ("funds", "city:5, county:5", {"city": 5, "county": 5}),
        ("choices", "1, 2", [1, 2]), ("choices", "male", ["male"]), ("bands", "[[80, 100]]", [[80, 100]]),
        ("months by age", '{"40": 233, "41": 230}', {40: 233, 41: 230}), ("fen", "1,5", "1,5"), ("bands", "", ""),
    ],
)  # fmt: skip
def test_values_are_read_as_people_type_them(unit, text, value):
    assert read_value(unit, text) == value


def test_every_value_of_the_rulebook_is_read_as_it_is_written():
    units = {name: one.unit for name, one in CATALOGUE.book.definitions.items()}
    asked = [value for value in CATALOGUE.book.all_values() if value.name.startswith(("programmes.", "pensions."))]
    again = {one.name: (read_value(units[one.name], write_value(one.value)), one.value) for one in asked if one.value}
    assert {name: both for name, both in again.items() if both[0] != both[1]} == {}


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**63 - 1), st.sampled_from(sorted(ASSUMED.facts)))
def test_the_same_person_is_assumed_the_same_whoever_stands_beside_her(seed, name):
    crowd = nation(50, 3)
    crowd = replace(crowd, seed=np.concatenate([crowd.seed[:49], np.array([seed], dtype=np.uint64)]))
    alone = Roll(*(getattr(crowd, part)[49:] for part in ("division", "born", "female", "student", "seed")))
    assumption, fact = ASSUMED.facts[name], CATALOGUE.facts[name]
    if assumption.same_as:
        return
    among, by_herself = draw(fact, assumption, crowd, DAY), draw(fact, assumption, alone, DAY)
    if isinstance(among, tuple):
        assert [one[49] for one in among] == [one[0] for one in by_herself]
    else:
        assert among[49] == by_herself[0]


def test_shares_are_about_what_the_page_says():
    roll = nation(40_000)
    income = draw(CATALOGUE.facts["rural_household"], ASSUMED.facts["rural_household"], roll, DAY)
    assert 0.33 < income.mean() < 0.37
    assert set(draw(CATALOGUE.facts["school_stage"], ASSUMED.facts["school_stage"], roll, DAY)) == {0, 1, 2, 3}


def test_every_fact_that_may_be_asked_of_residents_can_be_tried():
    assert len(TRIED) >= 24 and FUNCTIONS is CATALOGUE.functions
