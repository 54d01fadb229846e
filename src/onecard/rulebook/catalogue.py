"""All benefit programmes of the rulebook: which are in force where and when, and what they decide, with reasons."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from onecard.rulebook.programmes import Case, Named
from onecard.rules.book import Book
from onecard.rules.programmes.bound import Bound, Functions, bind
from onecard.rules.programmes.deciding import Outcome, decide, decide_in_turn, with_outcome
from onecard.rules.programmes.errors import ProgrammeNotInForce, ProgrammeUnknown
from onecard.rules.programmes.explaining import Decision, explain
from onecard.rules.programmes.facts import Fact, Facts
from onecard.rules.programmes.programme import Programme, full_name
from onecard.rules.programmes.typed import read_facts


@dataclass(frozen=True)
class Catalogue:
    """The programmes in an order in which each comes after those it leans on."""

    programmes: Mapping[str, Programme]
    facts: Mapping[str, Fact]
    funds: Mapping[str, Named]
    departments: Mapping[str, Named]
    cases: Mapping[str, tuple[Case, ...]]
    book: Book
    functions: Functions

    def programme(self, name: str) -> Programme:
        """One of them; ProgrammeUnknown."""
        if name not in self.programmes:
            raise ProgrammeUnknown(programme=name[:60])
        return self.programmes[name]

    def bound(self, name: str, *, place: int, on: date) -> Bound:
        """A programme as it stands at a division on a day; ProgrammeNotInForce. Remembered: a book never changes."""
        key = (name, place, on)
        if key not in self._bound:
            if len(self._bound) > _KEPT:
                self._bound.clear()
            self._bound[key] = bind(self.programme(name), self.book, self.facts, self.functions, place=place, on=on)
        return self._bound[key]

    def offered(self, *, place: int, on: date) -> list[Bound]:
        """Every programme in force there and then."""
        return list(self._in_force(self.programmes, place, on))

    def person(self, said: Mapping[str, Any], *, on: date) -> Facts:
        """The facts of one person, by name; FactUnknown, FactMalformed."""
        return read_facts(said, self.facts, on)

    def decide(self, name: str, person: Facts, *, place: int) -> Decision:
        """One programme for one person, with reasons; what it leans on is decided first, from the same facts."""
        here = self.bound(name, place=place, on=person.on)
        return self._explained(list(self._in_force(self.before(name), place, person.on)), here, person)

    def decide_all(self, person: Facts, *, place: int) -> list[Decision]:
        """Every programme in force at a place for one person, with reasons."""
        found, known = [], person
        outcomes: dict[str, Outcome] = {}
        for here in self.offered(place=place, on=person.on):
            for other in here.rule.leans_on:
                known = with_outcome(known, other, outcomes.get(other))
            outcomes[here.programme.id] = decide(here, known)
            found.append(explain(here, known))
        return found

    def _explained(self, before: list[Bound], here: Bound, person: Facts) -> Decision:
        outcomes = decide_in_turn(before, person)
        for other in here.rule.leans_on:
            person = with_outcome(person, other, outcomes.get(other))
        return explain(here, person)

    def _in_force(self, names: Iterable[str], place: int, on: date) -> Iterator[Bound]:
        for name in names:
            try:
                yield self.bound(name, place=place, on=on)
            except ProgrammeNotInForce:
                continue

    def before(self, name: str) -> list[str]:
        """All that a programme leans on, directly or not, in order."""
        wanted: set[str] = set()
        waiting = [name]
        while waiting:
            for rule in self.programmes[waiting.pop()].rules:
                new = set(rule.leans_on) - wanted
                wanted |= new
                waiting += new
        return [one for one in self.programmes if one in wanted]

    @cached_property
    def speaking(self) -> dict[str, set[int]]:
        """For each programme the divisions that say one of its values, its own or one it takes from elsewhere."""
        said: dict[str, set[int]] = {}
        for value in self.book.all_values():
            if isinstance(value.place, int):
                said.setdefault(value.name, set()).add(value.place)
        needs = {name: {key for rule in one.rules for key in rule.needs} for name, one in self.programmes.items()}
        return {
            name: set().union(*(said.get(full_name(name, key), set()) for key in keys)) for name, keys in needs.items()
        }

    @cached_property
    def _bound(self) -> dict[tuple[str, int, date], Bound]:
        return {}


#: Programmes bound to places and days that are remembered; a nation of counties on one day fits.
_KEPT = 100_000
