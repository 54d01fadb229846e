"""A roster's rows page by page: each with its answer, and with the entry it became where it passed."""

from dataclasses import dataclass
from uuid import UUID

from onecard.domains.rosters import api as rosters
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction

ROWS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row by its number; the words of its problem, or the entry it became."""

    number: int
    problem: dict[str, str] | None
    entry: rosters.Entry | None


def rows_page(
    tx: Transaction, roster_id: UUID, *, keyring: Keyring, refused: bool, page: int
) -> tuple[list[RowShown], int, int]:
    """A page (the last one, where fewer are), which it is, and of how many; only the parts that it needs are opened."""
    parts = [one for one in rosters.parts_of(tx, roster_id=roster_id) if one.answered]
    sizes = [one.refused if refused else one.rows for one in parts]
    pages = max(-(-sum(sizes) // ROWS_A_PAGE), 1)
    page = min(max(page, 1), pages)
    skip, found = (page - 1) * ROWS_A_PAGE, list[tuple[int, dict[str, str] | None]]()
    for part, size in zip(parts, sizes, strict=True):
        if skip >= size:
            skip -= size
            continue
        told = rosters.part_answers(tx, roster_id=roster_id, part=part.part, keyring=keyring) or []
        shown = [(number, problem) for number, _, problem in told if problem or not refused]
        found += shown[skip : skip + ROWS_A_PAGE - len(found)]
        skip = 0
        if len(found) == ROWS_A_PAGE:
            break
    return _with_entries(tx, roster_id, found), page, pages


def _with_entries(tx: Transaction, roster_id: UUID, found: list[tuple[int, dict[str, str] | None]]) -> list[RowShown]:
    if not found:
        return []
    first = found[0][0] - 1
    some = rosters.entries_of(tx, roster_id=roster_id, after=first, at_most=ROWS_A_PAGE)
    entries = {one.number: one for one in some}
    return [RowShown(number, problem, entries.get(number)) for number, problem in found]
