"""Does it hold: a condition judged for one person or a column, in three words: yes, no, not known."""

from typing import Any, NamedTuple

from onecard.rules.columns import stepped
from onecard.rules.programmes.bound import Bound
from onecard.rules.programmes.conditions import (
    AgeBelow,
    AgeFrom,
    AnyOf,
    AtLeast,
    Below,
    ChildBelow,
    Condition,
    Is,
    IsNot,
    Level,
    Local,
    Meets,
    OneOf,
    Receives,
    Some,
    Within,
)
from onecard.rules.programmes.facts import RECEIVES, Facts
from onecard.rules.programmes.working import both

#: Digits of a division code that are dropped, so that what is left names the level.
PLACES: dict[Level, int] = {"province": 10000, "city": 100, "county": 1}


class Verdict(NamedTuple):
    """Where it surely holds and where it surely does not; neither: a fact is missing. A bool or a bool column each."""

    yes: Any
    no: Any


def verdict(met: Any, known: Any) -> Verdict:
    """From what the values say and where they are known."""
    if known is True:
        return Verdict(met, met ^ True)
    return Verdict(met & known, (met ^ True) & known)


def judge(condition: Condition, here: Bound, facts: Facts) -> Verdict:  # noqa: PLR0911 - a line a kind
    """One condition."""
    match condition:
        case AnyOf(of):
            return any_of([judge(one, here, facts) for one in of])
        case Meets(name):
            met = here.functions.conditions[name].judge(here, facts)
            return verdict(met.value, met.known)
        case Within(fact, by, limits):
            number, other = facts.get(fact), facts.get(by)
            return verdict(number.value < stepped(other.value, here.value(limits)), both(number.known, other.known))
        case ChildBelow(age, fact):
            return _child_below(facts, fact, here.value(age))
        case AgeFrom(age, fact):
            years = facts.age(fact)
            return verdict(years.value >= first_age(here.value(age)), years.known)
        case AgeBelow(age, fact):
            years = facts.age(fact)
            return verdict(years.value < here.value(age), years.known)
        case Receives(programme):
            found = facts.get(RECEIVES + programme)
            return verdict(found.value == 1, found.known)
    found = facts.get(condition.fact)
    return verdict(_met(condition, here, found.value), found.known)


def _met(condition: Any, here: Bound, value: Any) -> Any:  # noqa: PLR0911 - a line a kind
    """The conditions that ask one fact for one thing."""
    match condition:
        case Is():
            return value == 1
        case IsNot():
            return value == 0
        case Local(within=level):
            return value // PLACES[level] == here.place // PLACES[level]
        case AtLeast(value=name):
            return value >= here.value(name)
        case Below(value=name):
            return value < here.value(name)
        case Some():
            return value > 0
        case OneOf(fact, among):
            wanted = encoded(here, fact, among)
            return any_met([value == one for one in wanted])
    raise TypeError(f"no such condition: {condition!r}")


def any_of(verdicts: list[Verdict]) -> Verdict:
    """Yes where one says yes, no where all say no."""
    yes, no = verdicts[0]
    for one in verdicts[1:]:
        yes, no = yes | one.yes, no & one.no
    return Verdict(yes, no)


def all_of(verdicts: list[Verdict]) -> Verdict:
    """Yes where all say yes, no where one says no."""
    yes, no = verdicts[0]
    for one in verdicts[1:]:
        yes, no = yes & one.yes, no | one.no
    return Verdict(yes, no)


def any_met(met: list[Any]) -> Any:
    """Where at least one holds."""
    found = met[0]
    for one in met[1:]:
        found = found | one
    return found


def encoded(here: Bound, fact: str, among: str) -> list[int]:
    """A list of choices as numbers: words by their place in the fact's list."""
    words = here.facts[fact].words
    return [words.index(one) if words else one for one in here.value(among)]


def first_age(value: Any) -> int:
    """An age in years, or the age of the first band."""
    return int(value[0][0] if isinstance(value, list) else value)


def _child_below(facts: Facts, fact: str, below: int) -> Verdict:
    births = facts.get(fact)
    if births.known is False:
        return verdict(False, False)
    latest = facts.today - below * 10000
    young = [(born > latest) & (born <= facts.today) for born in births.value]
    return verdict(any_met(young) if young else False, births.known)
