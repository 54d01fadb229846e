"""Whose account it is: a benefit goes to an account in its own person's name."""

from collections.abc import Iterator

from onecard.domains.rosters.candidates import Candidates
from onecard.domains.rosters.errors_rows import AccountOfAnother
from onecard.kernel.errors import Problem


def check(candidates: Candidates) -> Iterator[tuple[int, Problem]]:
    """An account whose owner the list names differently: the bank would send the money back, or pay a stranger."""
    for place, row in candidates.standing():
        if row.asked.owner != row.asked.name:
            yield place, AccountOfAnother()
