"""A programme as the rulebook says it: who runs it, what it rests on, and how it decides from one day on."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from onecard.rules.programmes.amounts import Amount
from onecard.rules.programmes.conditions import Condition, IsNot, Receives
from onecard.rules.programmes.facts import RECEIVES
from onecard.rules.programmes.uses import every, value_uses

Period = Literal["month", "quarter", "term", "year", "once", "event", "project"]
Payee = Literal["person", "household", "employer"]
#: Every programme says which funds bear it, and how they share.
FUNDS = "funds"


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


def full_name(programme: str, key: str) -> str:
    """The name a value has in the book: `line` is the programme's own, `pensions.base_fen` is said elsewhere."""
    return key if "." in key else f"programmes.{programme}.{key}"
