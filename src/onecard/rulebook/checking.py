"""Whether the names in a programme fit together: facts, values, units, words, funds, other programmes, formulas."""

from collections.abc import Collection, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from onecard.rulebook.programmes import FOLDER, ProgrammePage
from onecard.rules.book import Book, Dated, Definition
from onecard.rules.programmes.amounts import ByWord, Formula
from onecard.rules.programmes.bound import Functions
from onecard.rules.programmes.conditions import Meets, OneOf
from onecard.rules.programmes.facts import Fact
from onecard.rules.programmes.programme import FUNDS, Programme, Rule, full_name
from onecard.rules.programmes.uses import every, fact_uses, value_uses


class Checker:
    """Checks the programmes of one library; `fail` of the page says where."""

    def __init__(
        self,
        facts: Mapping[str, Fact],
        funds: Iterable[str],
        definitions: Mapping[str, Definition],
        programmes: Mapping[str, Programme],
        functions: Functions,
    ) -> None:
        self._facts, self._funds, self._functions = facts, frozenset(funds), functions
        self._definitions, self._programmes = definitions, programmes

    def check(self, said: ProgrammePage) -> None:
        """One defining page."""
        for rule in self._programmes[said.id].rules:
            self._check_facts(said, rule)
            self._check_values(said, rule)
            for other in rule.leans_on:
                if other not in self._programmes or other == said.id:
                    said.page.fail("rules", rule.since, expected=f"{other} to be another programme")
            self._check_functions(said, rule)

    def _check_functions(self, said: ProgrammePage, rule: Rule) -> None:
        """Every function that is named exists, and is given the facts and the values it takes."""
        for part, nodes in (("who", rule.who), ("amount", (rule.amount,))):
            for node in (one for top in nodes for one in every(top) if isinstance(one, Formula | Meets)):
                known = self._functions.amounts if isinstance(node, Formula) else self._functions.conditions
                takes, at = known.get(node.name), ("rules", rule.since, part)
                if takes is None:
                    said.page.fail(*at, expected=f"a function of that name, not {node.name}")
                if not takes.suits(node.facts, node.values):
                    wanted = f"facts {', '.join(takes.facts) or 'none'} and values {', '.join(takes.values)}"
                    said.page.fail(*at, expected=f"for {node.name} {wanted}")

    def check_words(self, pages: Iterable[ProgrammePage], book: Book) -> None:
        """The values of the programmes name only words of the fact they are compared with, and known funds."""
        by_place = {(page.id, page.place): page for page in pages}
        for value in book.all_values():
            topic, _, rest = value.name.partition(".")
            if topic == FOLDER and value.value is not None:
                name, _, key = rest.partition(".")
                speaker = value.place // 10000 * 10000 if isinstance(value.place, int) else value.place
                said = by_place[name, speaker]
                under = () if said.place == value.place else ("divisions", value.place)
                self._check_value(said, (*under, "values", key), value)

    def _check_value(self, said: ProgrammePage, at: tuple[object, ...], value: Dated) -> None:
        strangers = strange_words(
            self._programmes[said.id], str(at[-1]), value.value, facts=self._facts, funds=self._funds
        )
        if strangers:
            said.page.fail(*at, value.since, expected=f"known words, not {', '.join(sorted(strangers))}")

    def _check_facts(self, said: ProgrammePage, rule: Rule) -> None:
        for part, nodes in (("who", rule.who), ("amount", (rule.amount,))):
            for use in (use for node in nodes for use in fact_uses(node)):
                fact = self._facts.get(use.name)
                if fact is None or fact.kind not in use.fits:
                    kinds = " or ".join(use.fits)
                    said.page.fail(
                        "rules", rule.since, part, expected=f"a {kinds} fact for {use.field}, not {use.name}"
                    )

    def _check_values(self, said: ProgrammePage, rule: Rule) -> None:
        for part, nodes in (("who", rule.who), ("amount", (rule.amount,))):
            for use in (use for node in nodes for use in value_uses(node)):
                unit = self._unit(said, use.name)
                fits = (self._facts[use.node.fact].unit,) if use.fits == ("same",) else use.fits
                if unit is None or (fits and unit not in fits):
                    units = " or ".join(fits) or "any unit"
                    said.page.fail(
                        "rules", rule.since, part, expected=f"a value in {units} for {use.field}, not {use.name}"
                    )
        if self._unit(said, FUNDS) != "funds":
            said.page.fail("defines", expected="funds, of unit funds")

    def _unit(self, said: ProgrammePage, name: str) -> str | None:
        found = self._definitions.get(full_name(said.id, name))
        return found.unit if found else None


def strange_words(
    programme: Programme, key: str, value: Any, *, facts: Mapping[str, Fact], funds: Collection[str]
) -> set[str]:
    """The words of a programme's value that neither the fact it is compared with nor the list of funds knows."""
    if key == FUNDS:
        return set(value) - set(funds)
    known = _words(programme, key, facts)
    return {one for one in value if isinstance(one, str)} - known if known else set()


def _words(programme: Programme, key: str, facts: Mapping[str, Fact]) -> set[str]:
    """The words that a value is compared with; none where it is no list of words."""
    nodes = [one for rule in programme.rules for node in (*rule.who, rule.amount) for one in every(node)]
    listed = [one.fact for one in nodes if isinstance(one, OneOf) and one.among == key]
    tabled = [one.fact for one in nodes if isinstance(one, ByWord) and one.table == key]
    return {word for fact in (*listed, *tabled) for word in facts[fact].words or ("",)}


def in_order(programmes: Mapping[str, Programme], pages: Iterable[ProgrammePage]) -> tuple[str, ...]:
    """The programmes so that each comes after all it leans on; a ring of them stops the load."""
    leaning = {name: {other for rule in one.rules for other in rule.leans_on} for name, one in programmes.items()}
    try:
        return tuple(TopologicalSorter(leaning).static_order())
    except CycleError as ring:
        names = ring.args[1]
        page = next(one for one in pages if one.id == names[0] and one.defines)
        page.page.fail("rules", expected=f"no ring of programmes: {' → '.join(names)}")
