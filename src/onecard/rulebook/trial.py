"""A proposal tried on a nation, piece by piece: each person is decided before and after, and only sums are kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from onecard.rulebook.assumptions import HELD, Assumed
from onecard.rulebook.catalogue import Catalogue
from onecard.rulebook.nation import borne, decide_nation, group
from onecard.rulebook.proposing import Proposal
from onecard.rulebook.what_if_errors import FactsMissing
from onecard.rules.programmes.assuming import Ints, Roll, draw, one_in
from onecard.rules.programmes.comparing import Row, Tally
from onecard.rules.programmes.deciding import Outcome
from onecard.rules.programmes.facts import RECEIVES, Facts, years_since
from onecard.rules.programmes.uses import facts_of
from onecard.rules.programmes.withholding import small, withheld

#: A household's benefit is asked for by one of its members, whom the nation's data does not name.
MEMBERS = "household_members"


@dataclass(frozen=True)
class Figures:
    """What may be shown of a trial. Where `too_few`, nothing may; else the keys in `hidden_…` may not.

    `regions` are division codes; `funds_by_region` by fund and region. Money is whole fen for one period of the rule.
    """

    whole: Row
    funds: Mapping[str, tuple[int, int]]
    regions: Mapping[int, Row]
    bands: Mapping[int, Row]
    funds_by_region: Mapping[tuple[str, int], tuple[int, int]]
    hidden_regions: frozenset[int]
    hidden_bands: frozenset[int]
    too_few: bool
    least: int


class Trial:
    """One proposal on its way through a nation. `add` some people, then ask for the `figures`."""

    def __init__(self, proposal: Proposal, assumed: Assumed, *, asked_on: date) -> None:
        self.proposal, self._assumed = proposal, assumed
        book = proposal.now.book
        self._least = int(book.value("what_if.least_in_cell", place=proposal.place, on=asked_on).value)
        self._tally = Tally(book.value("what_if.age_bands", place=proposal.place, on=asked_on).value)
        self._region = 10000 if proposal.place == 0 else 100 if proposal.place % 10000 == 0 else 1
        missing = [name for name in self.assumed if name not in assumed.facts]
        if missing:
            raise FactsMissing(facts=", ".join(missing))

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """Every fact the programme and what it leans on ask for, on the tried day."""
        rules = [
            self.proposal.now.programmes[name].rule_on(self.proposal.on)
            for name in (*self.proposal.before, self.proposal.programme.id)
        ]
        found = [fact for rule in rules if rule for node in (*rule.who, rule.amount) for fact in facts_of(node)]
        return tuple(dict.fromkeys(fact for fact in found if not fact.startswith(RECEIVES)))

    @property
    def held(self) -> tuple[str, ...]:
        """Of these, what the nation's data holds."""
        return tuple(name for name in self.asked if name in HELD)

    @property
    def assumed(self) -> tuple[str, ...]:
        """Of these, what is assumed."""
        return tuple(name for name in self.asked if name not in HELD)

    @property
    def once_a_household(self) -> bool:
        """Whether one person stands for each household: the programme counts its members."""
        return any(MEMBERS in facts_of(node) for node in (*self.proposal.rule.who, self.proposal.rule.amount))

    @cached_property
    def others(self) -> tuple[str, ...]:
        """Programmes that look at who gets this one: what the change does to them is not counted."""
        rules = {name: one.rule_on(self.proposal.on) for name, one in self.proposal.now.programmes.items()}
        return tuple(name for name, rule in rules.items() if rule and self.proposal.programme.id in rule.leans_on)

    def add(self, roll: Roll) -> None:
        """Decide some more people, twice, and add them up."""
        proposal, name = self.proposal, self.proposal.programme.id
        facts = Facts(proposal.on, self._facts(roll))
        speaks = one_in(roll.seed, facts.get(MEMBERS).value) if self.once_a_household else True
        region, age = roll.division // self._region * self._region, years_since(roll.born, facts.today)
        paid, undecided = [], np.zeros(len(roll), dtype=bool)
        leant_on: dict[str, Outcome] = {}
        for after, catalogue in enumerate((proposal.now, proposal.then)):
            if not after or proposal.reaches_before:
                leant_on = decide_nation(catalogue, facts, roll.division, proposal.before)
            outcome = decide_nation(catalogue, facts, roll.division, [name], leant_on)[name]
            fen, undecided = outcome.amount_fen * speaks, undecided | ~(outcome.entitled | outcome.refused)
            self._bear(catalogue, facts, roll.division, region, fen, after=bool(after))
            paid.append(fen)
        self._tally.add(region=region, age=age, before_fen=paid[0], after_fen=paid[1], undecided=undecided)

    def figures(self) -> Figures:
        """What may be shown: nothing that tells of fewer people than the rulebook says."""
        tally, least = self._tally, self._least
        whole, regions = tally.whole(), tally.by_region()
        bands = {start: row for start, row in tally.by_band().items() if row.people}
        return Figures(
            whole, tally.by_fund(), regions, bands, tally.by_fund_and_region(),
            frozenset(withheld(regions, least)), frozenset(withheld(bands, least)), small(whole, least), least,
        )  # fmt: skip

    def _facts(self, roll: Roll) -> dict[str, Any]:
        values: dict[str, Any] = {"born": roll.born, "registered_division": roll.division}
        for name in self.assumed:
            assumption = self._assumed.facts[name]
            fact = self.proposal.now.facts[name]
            same = values.get(assumption.same_as)
            values[name] = same if same is not None else draw(fact, assumption, roll, self.proposal.on)
        return values

    def _bear(
        self, catalogue: Catalogue, facts: Facts, division: Ints, region: Ints, fen: Ints, *, after: bool
    ) -> None:
        """What the funds bear, of those who get something."""
        paid = np.flatnonzero(fen)
        groups = group(catalogue, self.proposal.programme.id, facts, division[paid])
        self._tally.add_borne(region[paid], borne(groups, fen[paid]), after=after)


def shown(figures: Figures, keys: Iterable[int], hidden: frozenset[int]) -> list[int]:
    """The keys that may be shown, in order; none where there are too few people."""
    return [] if figures.too_few else [key for key in keys if key not in hidden]
