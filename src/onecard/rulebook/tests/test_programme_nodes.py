"""Every node of the vocabulary, nested as no law would: the slow evaluator, one person and a column say the same."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onecard.rulebook.tests import plain_programmes as plain
from onecard.rules.book import NATION, Dated
from onecard.rules.places import Places
from onecard.rules.programmes import amounts, conditions
from onecard.rules.programmes.bound import Bound
from onecard.rules.programmes.facts import Fact, Facts, birthday, stamp, years_since
from onecard.rules.programmes.programme import Document, Programme, Rule
from onecard.rules.programmes.typed import MOST, read_facts
from onecard.rules.programmes.uses import every
from onecard.rules.programmes.working import work_out

DAY = date(2024, 2, 29)
FACTS = {
    fact.name: fact
    for fact in (
        Fact("born", "生", "born", "day"),
        Fact("children_born", "子女", "children", "dates"),
        Fact("flag", "旗", "flag", "flag"),
        Fact("kind", "类", "kind", "none | one | two"),
        Fact("fen", "钱", "money", "fen"),
        Fact("land", "地", "land", "hundredths of a mu"),
        Fact("lost", "损", "lost", "permille"),
        Fact("heads", "人", "heads", "persons"),
        Fact("home", "户籍", "home", "division"),
        Fact("receives.other", "领", "receives", "flag"),
    )
}
VALUES = {
    "fen": 12_345, "line": 50_000, "years": 18, "heads": 3, "percent": 33, "most": 9_999,
    "bands": [[2, 111], [18, 222], [60, 0], [80, 999]], "table": {"one": 777, "two": 0}, "kinds": ["one", "two"],
}  # fmt: skip
BORN = st.dates(date(1900, 1, 1), DAY)
PERSON = st.fixed_dictionaries(
    {},
    optional={
        "born": BORN,
        "children_born": st.lists(BORN, max_size=4),
        "flag": st.booleans(),
        "kind": st.sampled_from(["none", "one", "two"]),
        "fen": st.integers(0, 10**6),
        "land": st.integers(0, 10**5),
        "lost": st.integers(0, 1000),
        "heads": st.integers(0, 100),
        "home": st.sampled_from([420102, 420502, 430102]),
        "receives.other": st.booleans(),
    },
)
LEAF = st.sampled_from(
    [
        amounts.Fixed("fen"),
        amounts.ByAge("bands"),
        amounts.ByBand("heads", "bands"),
        amounts.ByWord("kind", "table"),
        amounts.PerChild("fen", "years"),
        amounts.TopUp("line", "fen", "heads"),
    ]
)
AMOUNT = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.builds(lambda of: amounts.Share(of, "percent"), inner),
        st.builds(lambda of: amounts.Raised(of, "percent", "flag"), inner),
        st.builds(lambda of: amounts.Capped(of, "most"), inner),
        st.builds(lambda of: amounts.Times(of, ("land",)), inner),
        st.builds(lambda of: amounts.Times(of, ("lost", "heads")), inner),
        st.builds(lambda of: amounts.Sum(tuple(of)), st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=3,
)
ASKED = st.recursive(
    st.sampled_from(
        [
            conditions.Is("flag"),
            conditions.IsNot("flag"),
            conditions.Receives("other"),
            *(conditions.Local("home", level) for level in ("province", "city", "county")),
            conditions.AgeFrom("years"),
            conditions.AgeFrom("bands"),
            conditions.AgeBelow("years"),
            conditions.AtLeast("heads", "heads"),
            conditions.Below("fen", "line"),
            conditions.Some("land"),
            conditions.OneOf("kind", "kinds"),
            conditions.Within("lost", "heads", "bands"),
            conditions.ChildBelow("years"),
        ]
    ),
    lambda inner: st.builds(lambda of: conditions.AnyOf(tuple(of)), st.lists(inner, min_size=1, max_size=3)),
    max_leaves=4,
)


def bound(amount=None, who=()):
    """A programme of just these nodes."""
    dated = {name: Dated(name, NATION, DAY, value, "u", "s") for name, value in VALUES.items()}
    rule = Rule(DAY, "month", "month", tuple(who), amount or amounts.Fixed("fen"), (), "s", False, "")
    programme = Programme("p", "项", "p", "d", "person", Document("x", "x", "s", False), NATION, (rule,))
    return Bound(programme, rule, 420102, DAY, dated, FACTS, {}, Places([]))


def alone(person):
    return read_facts({name: plain.invented(value) for name, value in person.items()}, FACTS, DAY)


def together(persons):
    """The same people as columns with masks; where nothing is known stands a number that must not matter."""
    values, known = {}, {}
    for name, fact in FACTS.items():
        told = [person.get(name) for person in persons]
        known[name] = np.array([one is not None for one in told])
        if fact.kind == "dates":
            rows = [[stamp(born) for born in one or []] for one in told]
            values[name] = tuple(np.array([(row + [0] * 4)[slot] for row in rows]) for slot in range(4))
        else:
            values[name] = np.array([9 if one is None else alone(person).get(name).value
                                     for one, person in zip(told, persons, strict=True)], dtype=np.int64)  # fmt: skip
    return Facts(DAY, values, known)


def plainly(amount, here, person):
    try:
        return plain.amount(amount, here, person)
    except plain.NotKnown:
        return None


@settings(max_examples=150, deadline=None)
@given(AMOUNT, st.lists(PERSON, min_size=1, max_size=5))
def test_every_amount_is_the_slow_one_for_a_person_and_for_a_column(amount, persons):
    here = bound(amount)
    expected = [plainly(amount, here, person) for person in persons]
    singles = [work_out(amount, here, alone(person)) for person in persons]
    assert [one.value if one.known else None for one in singles] == expected
    column = work_out(amount, here, together(persons))
    value, known = (np.broadcast_to(part, len(persons)).tolist() for part in column)
    assert [fen if sure else None for fen, sure in zip(value, known, strict=True)] == expected


@settings(max_examples=150, deadline=None)
@given(st.lists(ASKED, min_size=1, max_size=3), st.lists(PERSON, min_size=1, max_size=5))
def test_every_condition_is_the_slow_one_for_a_person_and_for_a_column(who, persons):
    from onecard.rules.programmes.deciding import decide

    here = bound(who=who)
    expected = [plain.decide(here, person)[0] for person in persons]
    words = {(True, False): "yes", (False, True): "no", (False, False): "unknown"}
    said = [decide(here, alone(person)) for person in persons]
    assert [words[bool(one.entitled), bool(one.refused)] for one in said] == expected
    column = decide(here, together(persons))
    due, refused = (np.broadcast_to(part, len(persons)).tolist() for part in column[:2])
    assert [words[pair] for pair in zip(due, refused, strict=True)] == expected


def test_the_two_strategies_above_hold_every_node_but_the_formula():
    leaves = [*LEAF.elements, *(node(amounts.Fixed("fen"), *rest) for node, rest in [
        (amounts.Share, ("percent",)), (amounts.Raised, ("percent", "flag")), (amounts.Capped, ("most",)),
        (amounts.Times, (("land",),)),
    ])]  # fmt: skip
    kinds = {type(one) for node in leaves for one in every(node)} | {amounts.Sum, amounts.Formula}
    assert kinds == set(amounts.Amount.__args__)


@given(BORN, st.integers(0, 120))
def test_an_age_is_reached_on_the_birthday_and_not_a_day_before(born, age):
    reached = birthday(born, age)
    assert years_since(stamp(born), stamp(reached)) == age
    before = date.fromordinal(reached.toordinal() - 1)
    assert years_since(stamp(born), stamp(before)) == age - 1 or age == 0


def test_the_largest_numbers_that_may_be_told_do_not_overflow_a_column():
    amount = amounts.Times(amounts.Fixed("line"), ("land", "lost"))
    most = {"land": MOST["hundredths of a mu"], "lost": 1000}
    columns = Facts(DAY, {name: np.array([value], dtype=np.int64) for name, value in most.items()})
    assert work_out(amount, bound(amount), columns).value.tolist() == [work_out(amount, bound(amount), Facts(DAY, most)).value]  # fmt: skip  # noqa: E501


@pytest.mark.parametrize(("born", "fen"), [(date(2006, 3, 1), 111), (date(2006, 2, 28), 222), (date(1944, 2, 29), 999)])
def test_a_band_begins_on_the_birthday(born, fen):
    amount = amounts.ByAge("bands")
    assert work_out(amount, bound(amount), Facts(DAY, {"born": stamp(born)})).value == fen
