"""A nation decided at once is every person decided alone, each by the values of the own place."""

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from onecard import rulebook
from onecard.rulebook.nation import decide_nation
from onecard.rulebook.tests.test_programmes import column, people, single
from onecard.rules.programmes.facts import Facts

CATALOGUE, DAY = rulebook.programmes(), date(2026, 11, 25)
#: Provinces with programmes or values of their own, a city and a county with values of their own, and others.
PLACES = (110105, 310101, 320102, 430102, 510104, 510903, 411521, 411524, 420102, 650102)
WIDE = CATALOGUE.bound("extreme_hardship_support", place=420102, on=DAY)


@st.composite
def somebody(draw):
    """Facts of all programmes, and a place that decides."""
    said = {}
    for name in ("extreme_hardship_support", "minimum_living_guarantee", "disabled_living_allowance",
                 "children_in_hardship", "rural_family_support", "childcare_subsidy", "skill_subsidy",
                 "employee_pension", "resident_pension", "survivors_grant"):  # fmt: skip
        said |= draw(people(CATALOGUE.bound(name, place=420102, on=DAY)))
    place = draw(st.sampled_from(PLACES))
    said = {name: value for name, value in said.items() if not name.startswith("receives.") or draw(st.booleans())}
    if draw(st.booleans()):
        said["registered_division"] = place
    return said, place


@settings(max_examples=30, deadline=None)
@given(st.lists(somebody(), min_size=1, max_size=12))
def test_everybody_gets_what_the_own_place_decides(persons):
    asked = {fact for person, _ in persons for fact in person}
    facts = column(WIDE, [person for person, _ in persons], sorted(asked))
    nation = decide_nation(CATALOGUE, facts, np.array([place for _, place in persons]))
    for row, (person, place) in enumerate(persons):
        alone = {one.programme: one for one in CATALOGUE.decide_all(single(WIDE, person), place=place)}
        for name, outcome in nation.items():
            said = "yes" if outcome.entitled[row] else "no" if outcome.refused[row] else "unknown"
            one = alone.get(name)
            assert (said, outcome.amount_fen[row]) == ((one.state, one.amount_fen) if one else ("no", 0)), name


def test_what_is_not_known_of_anybody_is_refused_to_nobody():
    nation = decide_nation(CATALOGUE, Facts(DAY, {}), np.array([420102, 110105]))
    assert not nation["childcare_subsidy"].refused.any() and not nation["childcare_subsidy"].entitled.any()
    assert nation["old_age_allowance"].refused.tolist() == [True, False], "it is not in force in Hubei"
