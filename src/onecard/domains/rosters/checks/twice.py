"""Whether the same person and source stand already, in this roster or another of the same programme and period."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from onecard.domains.rosters.candidates import Beside, Candidates
from onecard.domains.rosters.errors_rows import RowTwice, TakenElsewhere
from onecard.kernel.errors import Problem


def check(candidates: Candidates) -> Iterator[tuple[int, Problem]]:
    """A row of the file handed in again, or of a file that holds the same person twice."""
    seen: dict[tuple[UUID, str], int] = {}
    for place, row in candidates.standing():
        key = (row.holder_id, row.asked.source)
        told = told_of(candidates.roster_id, row.asked.source, candidates.same(row))
        if told is None and key in seen:
            told = RowTwice(number=seen[key])
        if told is not None:
            yield place, told
        seen.setdefault(key, row.number)


def told_of(roster_id: UUID, source: str, same: Iterable[Beside]) -> Problem | None:
    """What a row of this source is told where an entry of it stands."""
    for one in same:
        if one.source == source:
            if one.roster_id == roster_id:
                return RowTwice(number=one.number)
            return TakenElsewhere(place=f"{one.place:06d}")
    return None
