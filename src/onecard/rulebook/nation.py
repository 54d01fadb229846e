"""Every programme for a whole nation at once: people of many places, each decided by the values of the own place.

Places that say the same are decided together, so that three thousand counties cost little more than one. The answer
for each person is the one `Catalogue.decide_all` gives, without the reasons.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from onecard.rulebook.catalogue import Catalogue
from onecard.rules.programmes.bound import Bound
from onecard.rules.programmes.conditions import Local
from onecard.rules.programmes.deciding import Outcome, decide, with_outcome
from onecard.rules.programmes.errors import ProgrammeNotInForce
from onecard.rules.programmes.facts import Facts, Known
from onecard.rules.programmes.judging import PLACES
from onecard.rules.programmes.programme import Rule
from onecard.rules.programmes.uses import every


def decide_nation(catalogue: Catalogue, facts: Facts, places: NDArray[np.int64]) -> dict[str, Outcome]:
    """Each programme's outcome as columns. `places` are the division codes that decide for each person.

    Where a programme is not in force nobody gets it: refused, like every other no.
    """
    distinct, where = np.unique(places, return_inverse=True)
    outcomes: dict[str, Outcome] = {}
    for name, programme in catalogue.programmes.items():
        rule = programme.rule_on(facts.on)
        for other in rule.leans_on if rule is not None else ():
            facts = with_outcome(facts, other, outcomes.get(other))
        level, speaking = _local(rule), catalogue.speaking[name]
        bounds = [_bound(catalogue, name, _narrowest(int(place), speaking, level), facts) for place in distinct]
        outcomes[name] = _by_group(bounds, where, facts)
    return outcomes


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


def _by_group(bounds: list[Bound | None], where: NDArray[np.intp], facts: Facts) -> Outcome:
    """Decide the places that say the same together, and put every answer back in its row."""
    groups: dict[Any, int] = {}
    numbers = np.array([-1 if one is None else groups.setdefault(_same(one), len(groups)) for one in bounds])
    first = {int(number): bounds[at] for at, number in reversed(list(enumerate(numbers)))}
    mine = numbers[where]
    due, fen = np.zeros(len(where), dtype=bool), np.zeros(len(where), dtype=np.int64)
    refused = mine == -1
    for number, here in first.items():
        if here is None:
            continue
        whole = len(first) == 1
        rows = slice(None) if whole else np.flatnonzero(mine == number)
        outcome = decide(here, facts if whole else _Some(facts, rows))  # type: ignore[arg-type]  # no slice goes there
        due[rows], refused[rows], fen[rows] = outcome
    return Outcome(due, refused, fen)


def _same(here: Bound) -> tuple[Any, ...]:
    """What two places must share to be decided together: the rule, every value, and the place that counts as local."""
    asks = any(isinstance(one, Local) for node in here.rule.who for one in every(node))
    return here.rule.since, tuple(map(id, here.dated.values())), here.place // _local(here.rule) if asks else 0
