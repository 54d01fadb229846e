"""Whether an entry stays within what the project allows one to be."""

from collections.abc import Iterator

from onecard.domains.rosters.candidates import Candidates
from onecard.domains.rosters.errors_rows import AmountAbove
from onecard.kernel.errors import Problem
from onecard.kernel.money import yuan


def check(candidates: Candidates) -> Iterator[tuple[int, Problem]]:
    """A slip of a digit that no rule catches, because what it follows from is not known."""
    most = candidates.project.entry_fen_most
    if most is None:
        return
    for place, row in candidates.standing():
        if row.asked.amount_fen > most:
            yield place, AmountAbove(yuan=yuan(most))
