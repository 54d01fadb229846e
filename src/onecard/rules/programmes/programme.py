"""A programme as the rulebook says it, and the same bound to a place and a day: every value found, with its source."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal, TypeAlias

from onecard.rules.book import NATION, Book, Dated
from onecard.rules.places import Places
from onecard.rules.programmes.amounts import Amount
from onecard.rules.programmes.conditions import Condition, IsNot, Receives
from onecard.rules.programmes.errors import ProgrammeNotInForce
from onecard.rules.programmes.facts import RECEIVES, Fact, Facts, Known
from onecard.rules.programmes.uses import every, value_uses

Period = Literal["month", "quarter", "term", "year", "once", "event", "project"]
Payee = Literal["person", "household", "employer"]
#: Every programme says which funds bear it, and how they share.
FUNDS = "funds"
#: The seam for amounts no vocabulary can say: what holds here, what is known of the person(s); whole fen, where known.
Function: TypeAlias = "Callable[[Bound, Facts], Known]"
Functions: TypeAlias = Mapping[str, Function]


@dataclass(frozen=True, slots=True)
class Document:
    """What a programme or a rule rests on: its name in both languages and where it was seen, or the mark."""

    name_zh: str
    name_en: str
    source: str
    illustrative: bool
    note: str = ""


@dataclass(frozen=True)
class Rule:
    """How a programme decides from one day on. `per` is what the amount is for, `paid` how often it comes."""

    since: date
    per: Period
    paid: Period
    who: tuple[Condition, ...]
    amount: Amount
    gives_way_to: tuple[str, ...]
    source: str
    illustrative: bool
    note: str

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Everything that must hold; whoever gets one of `gives_way_to` does not get this."""
        return (*self.who, *(IsNot(RECEIVES + other) for other in self.gives_way_to))

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """The values that must be found before it can decide."""
        nodes = (*self.who, self.amount)
        return tuple(dict.fromkeys([use.name for node in nodes for use in value_uses(node)] + [FUNDS]))

    @cached_property
    def leans_on(self) -> tuple[str, ...]:
        """The programmes that must be decided first."""
        asked = [one.programme for node in self.who for one in every(node) if isinstance(one, Receives)]
        return tuple(dict.fromkeys((*asked, *self.gives_way_to)))


@dataclass(frozen=True)
class Programme:
    """One programme. `place` is who runs it: the nation, or a province that has it alone."""

    id: str
    name_zh: str
    name_en: str
    department: str
    paid_to: Payee
    basis: Document
    place: int | str
    rules: tuple[Rule, ...] = field(repr=False)

    def rule_on(self, day: date) -> Rule | None:
        """The rule of a day: of any day, so that an old decision can be made again."""
        return next((rule for rule in reversed(self.rules) if rule.since <= day), None)


@dataclass(frozen=True, eq=False)
class Bound:
    """A programme at one place on one day."""

    programme: Programme
    rule: Rule
    place: int
    on: date
    dated: Mapping[str, Dated]
    facts: Mapping[str, Fact]
    functions: Functions
    places: Places

    def value(self, name: str) -> Any:
        """A value of the programme as it stands here and now."""
        return self.dated[name].value

    @property
    def funds(self) -> dict[str, int]:
        """The funds that bear it, by weight, in the order of the rulebook."""
        return dict(self.value(FUNDS))


def bind(
    programme: Programme, book: Book, facts: Mapping[str, Fact], functions: Functions, *, place: int, on: date
) -> Bound:
    """Find every value; ProgrammeNotInForce where the rule or one of them is missing at that place on that day."""
    rule = programme.rule_on(on)
    here = programme.place in (NATION, place // 10000 * 10000)
    needs = rule.needs if rule is not None else ()
    found = {key: book.find(f"programmes.{programme.id}.{key}", place=place, on=on) for key in needs}
    missing = [key for key, value in found.items() if value is None]
    if rule is None or not here or missing:
        lacking = "place" if not here else "rule" if rule is None else ", ".join(missing)
        raise ProgrammeNotInForce(name_zh=programme.name_zh, name_en=programme.name_en, missing=lacking)
    dated = {key: value for key, value in found.items() if value is not None}
    return Bound(programme, rule, place, on, dated, facts, functions, book.places)
