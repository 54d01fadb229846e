"""A programme bound to a place and a day, every value found; and the functions of the program that its page names.

The seam for what no vocabulary can say. A page lists the facts and values it gives to a function, so that a reader
sees them and a nation can be grouped by them; on load they are held against what the function says it takes. One code
serves a person and a column.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from onecard.rules.book import NATION, Book, Dated
from onecard.rules.places import Places
from onecard.rules.programmes.change import Change
from onecard.rules.programmes.errors import ProgrammeNotInForce
from onecard.rules.programmes.facts import Fact, Facts, Known
from onecard.rules.programmes.programme import FUNDS, Programme, Rule, full_name
from onecard.rules.reasons import Reason


@dataclass(frozen=True, kw_only=True)
class Takes:
    """What a function must be given: `optional` values are those that some days do not have yet."""

    facts: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    def suits(self, facts: Iterable[str], values: Iterable[str]) -> bool:
        """Whether a page gives it what it takes, and nothing that it would not look at."""
        given = set(values)
        return set(facts) == set(self.facts) and set(self.values) <= given <= {*self.values, *self.optional}


@dataclass(frozen=True, kw_only=True)
class Working(Takes):
    """An amount: in whole fen and where it is known; `why` tells its parts for one person of whom all is known.

    `asks` narrows the facts to those that matter for one person, where not all of them always do.
    """

    work_out: Callable[["Bound", Facts], Known]
    why: Callable[["Bound", Facts], tuple[Reason, ...]]
    asks: Callable[[Facts], tuple[str, ...]] | None = None


@dataclass(frozen=True, kw_only=True)
class Judging(Takes):
    """A condition: where it holds and where that is known; its words; and the change that makes it hold."""

    judge: Callable[["Bound", Facts], Known]
    reason: Callable[["Bound", Facts], Reason]
    change: Callable[["Bound", Facts], Change]


@dataclass(frozen=True)
class Functions:
    """Every function a page may name."""

    amounts: Mapping[str, Working] = field(default_factory=dict)
    conditions: Mapping[str, Judging] = field(default_factory=dict)


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
    found = {key: book.find(full_name(programme.id, key), place=place, on=on) for key in needs}
    missing = [key for key, value in found.items() if value is None]
    if rule is None or not here or missing:
        lacking = "place" if not here else "rule" if rule is None else ", ".join(missing)
        raise ProgrammeNotInForce(name_zh=programme.name_zh, name_en=programme.name_en, missing=lacking)
    dated = {key: value for key, value in found.items() if value is not None}
    return Bound(programme, rule, place, on, dated, facts, functions, book.places)
