"""One condition in words: what is asked, what is known of the person, and the document of the value it leans on."""

from typing import Any

from onecard.kernel.money import yuan
from onecard.rules.book import Dated
from onecard.rules.programmes.amounts import Formula
from onecard.rules.programmes.bound import Bound
from onecard.rules.programmes.conditions import (
    AgeBelow,
    AgeFrom,
    AnyOf,
    ChildBelow,
    Condition,
    Local,
    Meets,
    Receives,
    Within,
)
from onecard.rules.programmes.facts import RECEIVES, Fact, Facts, shown
from onecard.rules.programmes.judging import PLACES, first_age
from onecard.rules.programmes.uses import value_uses
from onecard.rules.reasons import Reason


def reason_of(condition: Condition, here: Bound, facts: Facts) -> Reason:
    """The words of one condition. `any_of` only heads its options."""
    code = f"condition.{code_of(condition)}"
    if isinstance(condition, AnyOf):
        return _cited(code, {}, here, None)
    if isinstance(condition, Meets):
        return here.functions.conditions[condition.name].reason(here, facts)
    name = RECEIVES + condition.programme if isinstance(condition, Receives) else condition.fact
    fact = here.facts[name]
    said: dict[str, str | int] = {"fact_zh": fact.name_zh, "fact_en": fact.name_en}
    said["now_zh"], said["now_en"] = _now(condition, fact, here, facts)
    value = next((here.dated[use.name] for use in value_uses(condition)), None)
    said["wanted_zh"], said["wanted_en"] = _wanted(condition, fact, here, value)
    if isinstance(condition, Within):
        by = here.facts[condition.by]
        said |= {"by_zh": by.name_zh, "by_en": by.name_en}
    return _cited(code, said, here, value)


def code_of(condition: Condition) -> str:
    """AgeFrom → age_from."""
    name = type(condition).__name__
    return "".join(f"_{one.lower()}" if one.isupper() and at else one.lower() for at, one in enumerate(name))


def amount_reason(here: Bound, fen: int) -> Reason:
    """The amount, with the document of the first value it is worked out from; a formula's parts have their own."""
    amount = here.rule.amount
    value = None if isinstance(amount, Formula) else next((here.dated[use.name] for use in value_uses(amount)), None)
    return _cited("condition.amount", {"amount_fen": fen}, here, value)


def _cited(code: str, said: dict[str, str | int], here: Bound, value: Dated | None) -> Reason:
    if value is not None:
        return Reason(code, {**said, "since": value.since.isoformat()}, value.source, value.illustrative)
    rule = here.rule
    return Reason(code, {**said, "since": rule.since.isoformat()}, rule.source, rule.illustrative)


def _now(condition: Condition, fact: Fact, here: Bound, facts: Facts) -> tuple[str, str]:
    if isinstance(condition, AgeFrom | AgeBelow):
        age = facts.age(fact.name)
        return (f"{age.value} 周岁", f"{age.value} years") if age.known else ("未知", "not known")
    known = facts.get(fact.name)
    division = here.places.divisions.get(known.value) if fact.kind == "division" and known.known else None
    return (division.name_zh, division.name_en) if division else shown(fact, known)


def _wanted(condition: Condition, fact: Fact, here: Bound, value: Dated | None) -> tuple[str, str]:
    if isinstance(condition, Local):
        code = here.place // PLACES[condition.within] * PLACES[condition.within]
        place = here.places.divisions.get(code)
        return (place.name_zh, place.name_en) if place else ("发放地", "the place that pays")
    if isinstance(condition, AgeFrom | AgeBelow | ChildBelow):
        return (str(first_age(here.value(condition.age))),) * 2
    if value is None:
        return "", ""
    return _written(value.value, fact)


def _written(value: Any, fact: Fact) -> tuple[str, str]:
    if not isinstance(value, list):
        return (yuan(value) if fact.unit == "fen" else str(value),) * 2
    if isinstance(value[0], list):
        return ("、".join(f"{start}→{most}" for start, most in value),) * 2
    named = [fact.called(one) if isinstance(one, str) else (str(one),) * 2 for one in value]
    return "、".join(zh for zh, _ in named), ", ".join(en for _, en in named)
