"""One row's checks once more, each by its name: what an approver asks before saying yes, and a clerk before mending."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from onecard.domains.residents import api as residents
from onecard.domains.rosters.candidates import Candidate, Candidates, load
from onecard.domains.rosters.checking import Terms
from onecard.domains.rosters.checks import CHECKS, Check
from onecard.domains.rosters.errors import EntryUnknown, RowForgotten
from onecard.domains.rosters.models import Project, Roster
from onecard.domains.rosters.rows import Asked, RowReader
from onecard.domains.rosters.store import sql, unsealed_rows
from onecard.kernel.clock import day_of
from onecard.kernel.crypto import Keyring
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.transaction import Transaction


@dataclass(frozen=True, slots=True)
class CheckTold:
    """One check by its name: passed, refused with a problem, or not looked at because one before refused."""

    name: str
    looked_at: bool
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class RowChecked:
    """A row and its checks as they are now; `unreadable` where its cells are, and then nobody is looked at.

    `holder_id` is whose data were looked at, for the record; the name is masked.
    """

    number: int
    unreadable: Problem | None
    holder_id: UUID | None
    name: str
    amount_fen: int | None
    checks: tuple[CheckTold, ...]


def check_again(
    tx: Transaction, terms: Terms, *, roster: Roster, project: Project, number: int, keyring: Keyring,
    divisions: Container[int], at: datetime,
) -> RowChecked:  # fmt: skip
    """Look at one row once more, changing nothing; EntryUnknown, or RowForgotten some time after it was paid.

    The row's own entry does not count against it. Whoever calls this writes the look.
    """
    said = terms(project)
    asked = _read(tx, RowReader(said.bound, divisions=divisions, day=day_of(at)), roster, number, keyring)
    if isinstance(asked, Problem):
        return RowChecked(number, asked, None, "", None, ())
    holder = keyring.holder_id(asked.number.text)
    row = Candidate(0, number, holder, asked)
    found = load(tx, [row], roster_id=roster.roster_id, project=project, terms=said, keyring=keyring, at=at)
    found.beside = {
        whose: [one for one in some if (one.roster_id, one.number) != (roster.roster_id, number)]
        for whose, some in found.beside.items()
    }
    told = tuple(_ask(check, found) for check in CHECKS)
    return RowChecked(number, None, holder, residents.masked_name(asked.name), asked.amount_fen, told)


def _read(tx: Transaction, reader: RowReader, roster: Roster, number: int, keyring: Keyring) -> Asked | Problem:
    part = sql.find_part_of(tx, roster_id=roster.roster_id, number=number) if 0 < number <= roster.rows else None
    if part is None:
        raise EntryUnknown(number=number)
    if part.sealed is None:
        raise RowForgotten
    rows = unsealed_rows(keyring, part.sealed, roster.roster_id)
    return next(reader.read([rows[number - part.first]]))


def _ask(check: Check, found: Candidates) -> CheckTold:
    name = check.__module__.rpartition(".")[2]
    if found.refused:
        return CheckTold(name, False, None)
    found.refused.update(check(found))
    return CheckTold(name, True, found.refused.get(0))
