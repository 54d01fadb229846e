"""The programmes as a clerk would work them out: one person, plain words and dates, fractions, nothing clever.

Slow on purpose and written apart from `rules/programmes`: the two must agree on everybody that hypothesis invents.
A person is a mapping of fact names to plain values (bool, int, word, date, list of dates); what is absent is unknown.
"""

from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from onecard.kernel.clock import age_on
from onecard.rulebook.tests import plain_pensions
from onecard.rules.programmes import amounts, conditions
from onecard.rules.programmes.bound import Bound

SCALES = {"hundredths of a mu": 100, "permille": 1000, "percent": 100}


class NotKnown(Exception):
    """A fact that is needed was not told."""


def decide(here: Bound, person: dict[str, Any]) -> tuple[str, int]:
    """("yes", fen), ("no", 0) or ("unknown", 0)."""
    said = [holds(one, here, person) for one in here.rule.who]
    for other in here.rule.gives_way_to:
        gets = person.get(f"receives.{other}")
        said.append(None if gets is None else not gets)
    try:
        fen = amount(here.rule.amount, here, person)
        said.append(fen > 0)
    except NotKnown:
        fen = 0
        said.append(None)
    if False in said:
        return "no", 0
    return ("unknown", 0) if None in said else ("yes", fen)


def holds(one: Any, here: Bound, person: dict[str, Any]) -> bool | None:
    try:
        return _holds(one, here, person)
    except NotKnown:
        return None


def _holds(one: Any, here: Bound, person: dict[str, Any]) -> bool | None:
    kind = type(one).__name__
    if kind == "AnyOf":
        said = [holds(option, here, person) for option in one.of]
        return True if True in said else None if None in said else False
    if kind == "Receives":
        return bool(_told(person, f"receives.{one.programme}"))
    if kind == "Meets":
        return plain_pensions.holds(one.name, here, lambda fact: _told(person, fact))
    value = _told(person, one.fact)
    if kind in ("Is", "IsNot"):
        return value if kind == "Is" else not value
    if kind == "Local":
        digits = {"province": 2, "city": 4, "county": 6}[one.within]
        return str(value)[:digits] == str(here.place)[:digits]
    if kind == "AgeFrom":
        wanted = here.value(one.age)
        return age_on(value, here.on) >= (wanted[0][0] if isinstance(wanted, list) else wanted)
    if kind == "AgeBelow":
        return age_on(value, here.on) < here.value(one.age)
    if kind == "ChildBelow":
        return any(born <= here.on and age_on(born, here.on) < here.value(one.age) for born in value)
    if kind == "Within":
        return value < _band(_told(person, one.by), here.value(one.limits))
    if kind == "OneOf":
        return value in here.value(one.among)
    return {"AtLeast": value >= _or_zero(one, here), "Below": value < _or_zero(one, here), "Some": value > 0}[kind]


def amount(node: Any, here: Bound, person: dict[str, Any]) -> int:
    match node:
        case amounts.Fixed(value):
            return here.value(value)
        case amounts.ByAge(bands, fact):
            return _band(age_on(_told(person, fact), here.on), here.value(bands))
        case amounts.ByBand(fact, bands):
            return _band(_told(person, fact), here.value(bands))
        case amounts.ByWord(fact, table):
            return here.value(table).get(_told(person, fact), 0)
        case amounts.PerChild(value, age, fact):
            young = [b for b in _told(person, fact) if b <= here.on and age_on(b, here.on) < here.value(age)]
            return len(young) * here.value(value)
        case amounts.TopUp(line, income, members):
            return max(here.value(line) - _told(person, income), 0) * _told(person, members)
        case amounts.Times(of, facts):
            exact = Fraction(amount(of, here, person))
            for fact in facts:
                exact *= Fraction(_told(person, fact), SCALES.get(here.facts[fact].unit, 1))
            return _half_up(exact)
        case amounts.Share(of, percent):
            return _half_up(Fraction(amount(of, here, person) * here.value(percent), 100))
        case amounts.Raised(of, percent, when):
            inner = amount(of, here, person)
            more = _half_up(Fraction(inner * here.value(percent), 100))
            return inner + more if _told(person, when) else inner
        case amounts.Capped(of, most):
            return min(amount(of, here, person), here.value(most))
        case amounts.Sum(of):
            return sum(amount(part, here, person) for part in of)
        case amounts.Formula(name):
            return plain_pensions.amount(name, here, lambda fact: _told(person, fact))
    raise AssertionError(node)


def _told(person: dict[str, Any], fact: str) -> Any:
    if fact not in person:
        raise NotKnown(fact)
    return person[fact]


def _or_zero(one: Any, here: Bound) -> int:
    return here.value(one.value) if isinstance(one, conditions.AtLeast | conditions.Below) else 0


def _band(number: int, bands: list[list[int]]) -> int:
    reached = [value for start, value in bands if number >= start]
    return reached[-1] if reached else 0


def _half_up(exact: Fraction) -> int:
    return floor(exact + Fraction(1, 2))


def invented(value: Any) -> Any:
    """As `typed.read_fact` would be given it."""
    return [one.isoformat() for one in value] if isinstance(value, list) else value.isoformat() if isinstance(value, date) else value  # fmt: skip  # noqa: E501
