"""The checks of a roster's rows: small rules with a name, each in a file of its own, one after another.

Each takes the rows that stand and refuses some; the first refusal of a row is the one it is told. Another check is
another file here and a line below.
"""

from collections.abc import Callable, Iterator

from onecard.domains.rosters.candidates import Candidates, Looked, P
from onecard.domains.rosters.checks import (
    account,
    amount,
    card,
    elsewhere,
    exclusive,
    identity,
    life,
    rule,
    twice,
)
from onecard.kernel.errors import Problem

#: A check yields the place of each row it refuses, and why.
Check = Callable[[Candidates], Iterator[tuple[int, Problem]]]
#: Who it is, whether she lives, whether she can be paid, whether she is paid already, whether it is due.
CHECKS: tuple[Check, ...] = (
    identity.check, life.check, account.check, card.check, twice.check, elsewhere.check, exclusive.check, rule.check,
    amount.check,
)  # fmt: skip


def run(candidates: Candidates) -> None:
    """Let each check refuse what it will."""
    for check in CHECKS:
        for place, problem in check(candidates):
            candidates.refused[place] = problem


def run_again(looked: Looked[P]) -> None:
    """What is looked at once more as the money leaves: days have gone by since the rows were checked."""
    for check in (life.check, card.check, exclusive.check):
        for place, problem in check(looked):
            looked.refused[place] = problem
