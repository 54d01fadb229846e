"""Whether the person is on a roster of a programme that is not paid beside this one."""

from collections.abc import Iterator

from onecard.domains.rosters.candidates import Looked, P
from onecard.domains.rosters.errors_rows import ProgrammesExclude
from onecard.kernel.errors import Problem


def check(looked: Looked[P]) -> Iterator[tuple[int, Problem]]:
    """Either gives way to the other; which one is due is for people to find out, so the later row is refused."""
    excludes = looked.terms.excludes
    for place, row in looked.standing():
        for one in looked.beside.get(row.holder_id, ()):
            if one.programme in excludes:
                zh, en = excludes[one.programme]
                yield place, ProgrammesExclude(name_zh=zh, name_en=en)
                break
