"""Whether another place pays the same programme to the same person for the same period."""

from collections.abc import Iterator

from onecard.domains.rosters.candidates import Candidates
from onecard.domains.rosters.errors_rows import TakenElsewhere
from onecard.kernel.errors import Problem


def check(candidates: Candidates) -> Iterator[tuple[int, Problem]]:
    """An entry of another place, whatever its source: one place pays a person."""
    for place, row in candidates.standing():
        for one in candidates.same(row):
            if one.place != candidates.project.place:
                yield place, TakenElsewhere(place=f"{one.place:06d}")
                break
