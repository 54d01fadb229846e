"""What would change it: for a condition that does not hold, the smallest single change of a fact that makes it hold.

`change.apply` puts it to the facts, so that a test can prove that the condition then holds.
"""

from collections.abc import Iterator
from typing import Any

from onecard.rules.columns import stepped
from onecard.rules.programmes.amounts import ByAge, ByBand, ByWord
from onecard.rules.programmes.bound import Bound
from onecard.rules.programmes.change import Change
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
    Local,
    Meets,
    OneOf,
    Receives,
    Some,
    Within,
)
from onecard.rules.programmes.facts import RECEIVES, Facts, birthday, day_of_stamp
from onecard.rules.programmes.judging import encoded, first_age


def changes(condition: Condition, here: Bound, facts: Facts) -> Iterator[Change]:
    """For one person and a condition that does not hold; several only where one of several would do."""
    match condition:
        case AnyOf(of):
            for one in of:
                yield from changes(one, here, facts)
        case Is(fact):
            yield Change("flag", fact, 1)
        case IsNot(fact):
            yield Change("no_flag", fact, 0)
        case Receives(programme):
            yield Change("flag", RECEIVES + programme, 1)
        case Local(fact):
            yield Change("place", fact, here.place)
        case AgeFrom(age, fact):
            yield _grow(facts, fact, first_age(here.value(age)))
        case AgeBelow(age, fact):
            yield Change("never", fact, age=here.value(age))
        case ChildBelow(age, fact):
            yield Change("child", fact, facts.today, age=here.value(age))
        case Meets(name):
            yield here.functions.conditions[name].change(here, facts)
        case Within():
            yield from _within(condition, here, facts)
        case _:
            yield from _number(condition, here)


def _number(condition: Any, here: Bound) -> Iterator[Change]:
    match condition:
        case AtLeast(fact, value):
            yield Change("at_least", fact, here.value(value))
        case Below(fact, value):
            if here.value(value) > 0:
                yield Change("at_most", fact, here.value(value) - 1)
        case Some(fact):
            yield Change("at_least", fact, 1)
        case OneOf(fact, among):
            yield Change("choice", fact, encoded(here, fact, among)[0])


def _within(condition: Within, here: Bound, facts: Facts) -> Iterator[Change]:
    """A higher band of what the limit grows by, where one would do; else fewer of what is counted.

    Where neither alone helps (too much received, too little contributed) nothing is named.
    """
    now, limits = facts.get(condition.fact).value, here.value(condition.limits)
    reach = next((start for start, most in limits if most > now), None)
    limit = stepped(facts.get(condition.by).value, limits)
    if reach is not None:
        yield Change("at_least", condition.by, reach)
    elif limit > 0:
        yield Change("at_most", condition.fact, limit - 1)


def amount_changes(here: Bound, facts: Facts) -> Iterator[Change]:
    """What would make an amount of nothing an amount of something, where one fact alone can: the nearest first."""
    match here.rule.amount:
        case ByAge(bands, fact):
            age = facts.age(fact).value
            yield from (_grow(facts, fact, start) for start, fen in here.value(bands) if fen and start > age)
        case ByBand(fact, bands):
            now = facts.get(fact).value
            yield from (Change("at_least", fact, start) for start, fen in here.value(bands) if fen and start > now)
        case ByWord(fact, table):
            words = here.facts[fact].words
            yield from (Change("choice", fact, words.index(word)) for word, fen in here.value(table).items() if fen)


def coming(here: Bound, facts: Facts) -> Iterator[Change]:
    """What time will change for who gets it now: a higher band, or the birthday on which it ends."""
    amount = here.rule.amount
    if isinstance(amount, ByAge):
        age = facts.age(amount.fact).value
        higher = next(((start, fen) for start, fen in here.value(amount.bands) if start > age), None)
        if higher is not None:
            grown = _grow(facts, amount.fact, higher[0])
            yield Change("rises", amount.fact, on=grown.on, age=higher[0], amount_fen=higher[1])
    for condition in here.rule.who:
        if isinstance(condition, AgeBelow):
            ends = _grow(facts, condition.fact, here.value(condition.age))
            yield Change("ends", condition.fact, on=ends.on, age=ends.age)
        if isinstance(condition, ChildBelow):
            yield _last_child(facts, condition.fact, here.value(condition.age))


def _last_child(facts: Facts, fact: str, age: int) -> Change:
    youngest = max(born for born in facts.get(fact).value if born <= facts.today)
    return Change("ends_child", fact, on=birthday(day_of_stamp(youngest), age), age=age)


def _grow(facts: Facts, fact: str, age: int) -> Change:
    born = day_of_stamp(facts.get(fact).value)
    return Change("birthday", fact, on=birthday(born, age), age=age)
