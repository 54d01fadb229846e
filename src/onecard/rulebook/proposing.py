"""A proposal: values of a programme as somebody would have them, checked as the rulebook checks its own. Never kept.

The proposed values are said at one place (a division, or the nation) from the tried day on, exactly as if they had been
published there: a narrower place that says a value of its own keeps it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from onecard.rulebook.catalogue import Catalogue
from onecard.rulebook.checking import strange_words
from onecard.rulebook.typing_values import numbered, read_value
from onecard.rulebook.units import expected_of
from onecard.rulebook.what_if_errors import NothingChanged, NotTriable, ValueUnknown, ValueWrong
from onecard.rules.book import NATION, Dated
from onecard.rules.programmes.errors import ProgrammeNotInForce
from onecard.rules.programmes.programme import Programme, Rule, full_name

#: Far above any amount, so that amounts times facts, summed over a nation, stay below 2**63.
LARGEST = 10**9
#: The nation, where a division's code is asked for.
EVERYWHERE = 0


@dataclass(frozen=True)
class Proposal:
    """What is tried: `now` and `then` are the programmes before and after; `kept` keep values of their own."""

    programme: Programme
    rule: Rule
    place: int
    on: date
    values: Mapping[str, Any]
    now: Catalogue
    then: Catalogue
    kept: tuple[int | str, ...]

    @cached_property
    def before(self) -> list[str]:
        """All that the programme leans on, in the order in which they are decided."""
        return self.now.before(self.programme.id)

    @cached_property
    def reaches_before(self) -> bool:
        """Whether a proposed value decides one of these too (an income that several programmes take)."""
        changed = {full_name(self.programme.id, key) for key in self.values}
        rules = ((name, self.now.programmes[name].rule_on(self.on)) for name in self.before)
        return any(changed & {full_name(name, key) for key in rule.needs} for name, rule in rules if rule)


def propose(catalogue: Catalogue, name: str, said: Mapping[str, Any], *, place: int, on: date) -> Proposal:
    """Checked; ProgrammeUnknown, ProgrammeNotInForce, NotTriable, NothingChanged, ValueUnknown, ValueWrong."""
    programme = catalogue.programme(name)
    if programme.paid_to == "employer":
        raise NotTriable(name_zh=programme.name_zh, name_en=programme.name_en)
    rule = programme.rule_on(on)
    if rule is None:
        raise ProgrammeNotInForce(name_zh=programme.name_zh, name_en=programme.name_en, missing="rule")
    if not said:
        raise NothingChanged
    if place == EVERYWHERE and isinstance(programme.place, int):  # a province's own: the nation has no say in it
        place = programme.place
    values = {key: _checked(catalogue, programme, rule, key, one) for key, one in said.items()}
    then = replace(catalogue, book=catalogue.book.with_values(_dated(catalogue, name, values, place, on)))
    _must_be_in_force(then, programme, place, on)
    kept = _kept(catalogue, name, values, place, on)
    return Proposal(programme, rule, place, on, values, catalogue, then, kept)


def triable(catalogue: Catalogue, on: date) -> list[Programme]:
    """The programmes that can be tried on a day."""
    found = (one for one in catalogue.programmes.values() if one.paid_to != "employer" and one.rule_on(on))
    return list(found)


def current(catalogue: Catalogue, rule: Rule, name: str, *, place: int, on: date) -> dict[str, Dated | None]:
    """The programme's values as they stand at a place (the nation's own where it is EVERYWHERE), None where unsaid."""
    return {key: catalogue.book.find(full_name(name, key), place=place, on=on) for key in rule.needs}


def _checked(catalogue: Catalogue, programme: Programme, rule: Rule, key: str, said: Any) -> Any:
    if key not in rule.needs:
        raise ValueUnknown(name=key[:60], known=", ".join(rule.needs))
    defined = catalogue.book.definitions[full_name(programme.id, key)]
    value = read_value(defined.unit, said) if isinstance(said, str) else numbered(said)
    expected = expected_of(defined.unit, value) or _strange(catalogue, programme, key, value)
    if expected is None and _largest(value) > LARGEST:
        expected = f"at most {LARGEST}"
    if expected is not None:
        raise ValueWrong(name=key, name_zh=defined.name_zh, name_en=defined.name_en, expected=expected)
    return value


def _strange(catalogue: Catalogue, programme: Programme, key: str, value: Any) -> str | None:
    strangers = strange_words(programme, key, value, facts=catalogue.facts, funds=catalogue.funds)
    return f"known words, not {', '.join(sorted(strangers))}" if strangers else None


def _largest(value: Any) -> int:
    """The largest number anywhere in a value."""
    if isinstance(value, dict):
        return max((_largest(one) for pair in value.items() for one in pair), default=0)
    if isinstance(value, list):
        return max(map(_largest, value), default=0)
    return value if isinstance(value, int) else 0


def _dated(catalogue: Catalogue, name: str, values: Mapping[str, Any], place: int, on: date) -> list[Dated]:
    full = {full_name(name, key): value for key, value in values.items()}
    where = place or NATION
    return [
        Dated(key, where, on, value, catalogue.book.definitions[key].unit, "", illustrative=True)
        for key, value in full.items()
    ]


def _must_be_in_force(then: Catalogue, programme: Programme, place: int, on: date) -> None:
    """Somewhere at least; else the problem says what is missing."""
    if place:
        then.bound(programme.id, place=place, on=on)
        return
    missing: ProgrammeNotInForce | None = None
    for code in (EVERYWHERE, *then.speaking[programme.id]):
        try:
            then.bound(programme.id, place=code, on=on)
        except ProgrammeNotInForce as problem:
            missing = missing or problem
        else:
            return
    if missing is not None:
        raise missing


def _kept(catalogue: Catalogue, name: str, values: Mapping[str, Any], place: int, on: date) -> tuple[int | str, ...]:
    """Narrower places that say one of the values themselves."""
    found: dict[int | str, None] = {}
    for key in values:
        for other in catalogue.book.said_elsewhere(full_name(name, key), on=on):
            if place == EVERYWHERE or (isinstance(other, int) and other != place and within(other, place)):
                found[other] = None
    return tuple(found)


def within(division: int, place: int) -> bool:
    """Whether a division lies in a place (everything lies in the nation)."""
    cut = 1 if place % 100 else 100 if place % 10000 else 10000
    return place == EVERYWHERE or division // cut == place // cut
