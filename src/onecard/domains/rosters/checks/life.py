"""Whether the person lives, as far as any register told us."""

from collections.abc import Iterator

from onecard.domains.rosters.candidates import Looked, P
from onecard.domains.rosters.errors_rows import PersonDeceased
from onecard.kernel.errors import Problem


def check(looked: Looked[P]) -> Iterator[tuple[int, Problem]]:
    """Somebody whose death is recorded; what was still due is her family's to ask for."""
    for place, row in looked.standing():
        person = looked.people.get(row.holder_id)
        if person is not None and person.died_on is not None:
            yield place, PersonDeceased()
