"""Whose number it is: she is registered, under this very name."""

from collections.abc import Iterator

from onecard.domains.cards import api as cards
from onecard.domains.residents import api as residents
from onecard.domains.rosters.candidates import Candidates
from onecard.kernel.errors import Problem


def check(candidates: Candidates) -> Iterator[tuple[int, Problem]]:
    """Nobody of that number, or somebody of another name."""
    for place, row in candidates.standing():
        if row.holder_id not in candidates.people:
            yield place, residents.ResidentUnknown()
        elif place in candidates.misnamed:
            yield place, cards.NameDiffers()
