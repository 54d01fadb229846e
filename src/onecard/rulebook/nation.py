"""Every programme for a whole nation at once: people of many places, each decided by the values of the own place.

Places that say the same are decided together, so that three thousand counties cost little more than one. The answer
for each person is the one `Catalogue.decide_all` gives, without the reasons.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onecard.rulebook.catalogue import Catalogue
from onecard.rules.programmes.bound import Bound
from onecard.rules.programmes.conditions import Local
from onecard.rules.programmes.deciding import Outcome, decide, shares, with_outcome
from onecard.rules.programmes.errors import ProgrammeNotInForce
from onecard.rules.programmes.facts import Facts, Known
from onecard.rules.programmes.judging import PLACES
from onecard.rules.programmes.programme import Rule
from onecard.rules.programmes.uses import every


@dataclass(frozen=True)
class Groups:
    """The people of places that say the same: `mine` is each person's group, -1 where the programme is not in force."""

    mine: NDArray[np.int64]
    bounds: dict[int, Bound]

    def rows(self, number: int) -> Any:
        """The rows of one group; all of them where there is no other."""
        whole = len(self.bounds) == 1 and not (self.mine == -1).any()
        return slice(None) if whole else np.flatnonzero(self.mine == number)


def decide_nation(
    catalogue: Catalogue,
    facts: Facts,
    places: NDArray[np.int64],
    names: Iterable[str] | None = None,
    decided: Mapping[str, Outcome] | None = None,
) -> dict[str, Outcome]:
    """Each programme's outcome as columns. `places` are the division codes that decide for each person.

    Where a programme is not in force nobody gets it: refused, like every other no. `names`: only these, in the order
    of the catalogue, with all they lean on among them or among those `decided` before.
    """
    outcomes = dict(decided or {})
    for name in catalogue.programmes if names is None else names:
        rule = catalogue.programmes[name].rule_on(facts.on)
        for other in rule.leans_on if rule is not None else ():
            facts = with_outcome(facts, other, outcomes.get(other))
        outcomes[name] = _by_group(group(catalogue, name, facts, places), facts)
    return outcomes


def group(catalogue: Catalogue, name: str, facts: Facts, places: NDArray[np.int64]) -> Groups:
    """Which people are decided together for one programme."""
    distinct, where = np.unique(places, return_inverse=True)
    level, speaking = _local(catalogue.programmes[name].rule_on(facts.on)), catalogue.speaking[name]
    bounds = [_bound(catalogue, name, _narrowest(int(place), speaking, level), facts) for place in distinct]
    groups: dict[Any, int] = {}
    numbers = [-1 if one is None else groups.setdefault(_same(one), len(groups)) for one in bounds]
    first = {number: one for number, one in reversed(list(zip(numbers, bounds, strict=True))) if one is not None}
    return Groups(np.array(numbers, dtype=np.int64)[where], first)


def borne(groups: Groups, amount_fen: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
    """What each fund bears of everybody's amount, by the weights of the own place; to the fen."""
    found: dict[str, NDArray[np.int64]] = {}
    for number, here in groups.bounds.items():
        rows = groups.rows(number)
        for fund, part in shares(here, amount_fen[rows]).items():
            found.setdefault(fund, np.zeros(len(amount_fen), dtype=np.int64))[rows] += part
    return found


class _Some(Facts):
    """The rows of a column that belong to one group, taken only of the facts that are asked for."""

    def __init__(self, whole: Facts, rows: NDArray[np.intp]) -> None:
        super().__init__(whole.on, {})
        self._whole, self._rows = whole, rows

    def get(self, name: str) -> Known:
        """The value of a fact in these rows."""
        value, known = self._whole.get(name)
        taken = tuple(self._take(one) for one in value) if isinstance(value, tuple) else self._take(value)
        return Known(taken, self._take(known))

    def _take(self, value: Any) -> Any:
        return value[self._rows] if isinstance(value, np.ndarray) else value


def _bound(catalogue: Catalogue, name: str, place: int, facts: Facts) -> Bound | None:
    try:
        return catalogue.bound(name, place=place, on=facts.on)
    except ProgrammeNotInForce:
        return None


def _local(rule: Rule | None) -> int:
    """How narrow a place the rule itself asks for: what is cut off a code, a province's at most."""
    asked = [PLACES[one.within] for node in (rule.who if rule else ()) for one in every(node) if isinstance(one, Local)]
    return min([*asked, PLACES["province"]])


def _narrowest(place: int, speaking: set[int], level: int) -> int:
    """The widest place that decides as this one does: nothing between the two says a value of its own."""
    wider = (place // cut * cut for cut in sorted(PLACES.values()) if cut < level)
    return next((code for code in wider if code in speaking), place // level * level)


def _by_group(groups: Groups, facts: Facts) -> Outcome:
    """Decide the places that say the same together, and put every answer back in its row."""
    due, fen = np.zeros(len(groups.mine), dtype=bool), np.zeros(len(groups.mine), dtype=np.int64)
    refused = groups.mine == -1
    for number, here in groups.bounds.items():
        rows = groups.rows(number)
        outcome = decide(here, facts if isinstance(rows, slice) else _Some(facts, rows))
        due[rows], refused[rows], fen[rows] = outcome
    return Outcome(due, refused, fen)


def _same(here: Bound) -> tuple[Any, ...]:
    """What two places must share to be decided together: the rule, every value, and the place that counts as local."""
    asks = any(isinstance(one, Local) for node in here.rule.who for one in every(node))
    return here.rule.since, tuple(map(id, here.dated.values())), here.place // _local(here.rule) if asks else 0
