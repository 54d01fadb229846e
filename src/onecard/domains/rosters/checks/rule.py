"""Whether it is due by the programme's rule, and how much: one code decides for a person and for a nation.

Nobody is refused for what is not known: where a fact is missing the amount is held against what is known of it.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from onecard.domains.rosters.candidates import Candidates
from onecard.domains.rosters.errors_rows import AmountDiffers, NotEntitled
from onecard.domains.rosters.facts_told import facts_told
from onecard.kernel.errors import Problem
from onecard.kernel.money import yuan
from onecard.rules.programmes.bound import Bound
from onecard.rules.programmes.facts import Facts
from onecard.rules.programmes.judging import judge
from onecard.rules.programmes.uses import facts_of
from onecard.rules.programmes.working import work_out


def check(candidates: Candidates) -> Iterator[tuple[int, Problem]]:
    """A condition that surely does not hold; or another amount than the rule works out."""
    standing = list(candidates.standing())
    if not standing:
        return
    places, rows = zip(*standing, strict=True)
    here = candidates.terms.bound
    facts = facts_told(rows, candidates)
    refused = dict(_not_entitled(len(rows), here, facts))
    yield from ((places[n], problem) for n, problem in refused.items())
    money = work_out(here.rule.amount, here, facts)
    due, known = _column(money.value, len(rows), np.int64), _column(money.known, len(rows), np.bool_)
    for n, row in enumerate(rows):
        if n not in refused and known[n] and not suits(here, row.asked.amount_fen, int(due[n])):
            yield places[n], AmountDiffers(yuan=_said(here, int(due[n])))


def suits(here: Bound, amount_fen: int, due_fen: int) -> bool:
    """Whether an amount is what is due `per` something and `paid` as often: a year's pay holds one to twelve months."""
    rule = here.rule
    if rule.per == "month" and rule.paid in ("quarter", "term", "year"):
        months = {"quarter": 3, "term": 6, "year": 12}[rule.paid]
        return due_fen > 0 and amount_fen % due_fen == 0 and 1 <= amount_fen // due_fen <= months
    if rule.per == "year" and rule.paid != "year":
        return amount_fen <= due_fen  # how a year is split over its terms no rule says
    return amount_fen == due_fen


def _said(here: Bound, due_fen: int) -> str:
    rule = here.rule
    return yuan(due_fen) if rule.per == rule.paid else f"{yuan(due_fen)} / {rule.per}"


def _not_entitled(many: int, here: Bound, facts: Facts) -> Iterator[tuple[int, Problem]]:
    """By the first condition that says no, by the place of its row."""
    told: set[int] = set()
    for condition in here.rule.conditions:
        no = _column(judge(condition, here, facts).no, many, np.bool_)
        for n in np.flatnonzero(no).tolist():
            if n not in told:
                told.add(n)
                zh, en = _named(condition, here)
                yield n, NotEntitled(what_zh=zh, what_en=en)


def _named(condition: Any, here: Bound) -> tuple[str, str]:
    facts = [here.facts[name] for name in facts_of(condition) if name in here.facts]
    return "、".join(one.name_zh for one in facts), ", ".join(one.name_en for one in facts)


def _column(value: Any, many: int, kind: Any) -> Any:
    """A column of what may be one value for all."""
    return np.broadcast_to(np.asarray(value, dtype=kind), (many,))
