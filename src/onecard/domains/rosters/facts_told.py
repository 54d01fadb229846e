"""What is known of the people of some rows, by the column: their registration, other rosters, and the list itself."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from onecard.domains.rosters.candidates import Candidate, Candidates
from onecard.domains.rosters.columns import facts_asked
from onecard.rules.programmes.facts import RECEIVES, Facts, stamp
from onecard.rules.programmes.uses import facts_of


def facts_told(rows: Sequence[Candidate], candidates: Candidates) -> Facts:
    """Columns in the order of the rows, with where each is known."""
    bound = candidates.terms.bound
    people = [candidates.people[row.holder_id] for row in rows]
    values: dict[str, Any] = {
        "born": _numbers(stamp(one.birth_date) for one in people),
        "registered_division": _numbers(one.division for one in people),
    }
    known: dict[str, Any] = {}
    for fact in facts_asked(bound):
        told = [row.asked.facts.get(fact.name) for row in rows]
        if any(one is not None for one in told):
            values[fact.name] = _dates(told) if fact.kind == "dates" else _numbers(one or 0 for one in told)
            known[fact.name] = np.array([one is not None for one in told], dtype=np.bool_)
    for name in _received(candidates):
        programme = name.removeprefix(RECEIVES)
        values[name] = np.ones(len(rows), dtype=np.int64)
        known[name] = np.array([_receives(candidates, row, programme) for row in rows], dtype=np.bool_)
    return Facts(bound.on, values, known)


def _received(candidates: Candidates) -> Iterable[str]:
    """The programmes that a condition asks about; whoever is on no roster of one may still receive it: not known."""
    rule = candidates.terms.bound.rule
    asked = dict.fromkeys(name for node in (*rule.conditions, rule.amount) for name in facts_of(node))
    return [name for name in asked if name.startswith(RECEIVES)]


def _receives(candidates: Candidates, row: Candidate, programme: str) -> bool:
    return any(one.programme == programme for one in candidates.beside.get(row.holder_id, ()))


def _numbers(values: Iterable[int]) -> Any:
    return np.fromiter(values, dtype=np.int64)


def _dates(told: Sequence[Any]) -> tuple[Any, ...]:
    """Lists of days as columns: the first of each, the second, …; 0 for no more."""
    longest = max((len(one) for one in told if one), default=0)
    padded = [(*(one or ()), *[0] * (longest - len(one or ()))) for one in told]
    return tuple(_numbers(column) for column in zip(*padded, strict=True))
