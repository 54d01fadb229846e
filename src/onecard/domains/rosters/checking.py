"""Checking rosters: some parts at once, by the column; every row gets its answer, and who passes becomes an entry.

What is checked at once is one transaction: killed half-way it is undone and checked again, and no row is answered
twice. Locks are taken in one order, roster before project before entries, so that nobody waits in a ring.
"""

from collections.abc import Callable, Container, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from onecard.domains.rosters.candidates import Candidate, Candidates, entries_beside, load
from onecard.domains.rosters.checks import run
from onecard.domains.rosters.checks.twice import told_of
from onecard.domains.rosters.errors_rows import QuotaExceeded, TakenElsewhere
from onecard.domains.rosters.models import PartsChecked, ProgrammeTerms, Project, Roster
from onecard.domains.rosters.moving import hold_project, hold_roster, move
from onecard.domains.rosters.projects import find_project
from onecard.domains.rosters.rows import Asked, RowReader
from onecard.domains.rosters.store import ANSWERS, Hashing, seal_payees, sql, unsealed_rows, written
from onecard.kernel.clock import day_of
from onecard.kernel.crypto import Keyring
from onecard.kernel.errors import Problem
from onecard.kernel.money import yuan
from onecard.kernel.postgres import columns
from onecard.kernel.postgres.transaction import Transaction

#: So many parts of a roster are checked in one transaction.
PARTS_AT_ONCE = 8
#: What the rulebook says of a project's programme, asked by whoever can read it.
Terms = Callable[[Project], ProgrammeTerms]


def check_parts(
    tx: Transaction,
    terms: Terms,
    *,
    keyring: Keyring,
    divisions: Container[int],
    at: datetime,
    roster_id: UUID | None = None,
) -> PartsChecked | None:
    """Check the next parts that wait (of one roster, or whosesoever); None where nothing waits. Several may at once.

    With its last part a roster is checked. Whoever calls this writes looks at those it was told something about.
    """
    parts = list(sql.take_parts(tx, roster_id=roster_id, at_most=PARTS_AT_ONCE))
    if not parts:
        return None
    project = find_project(tx, project_id=parts[0].project_id)
    try:
        said = terms(project)
    except Problem as lost:  # the rulebook lost a value since the project was set up: every row is told which
        roster, every = hold_roster(tx, parts[0].roster_id), sum(part.rows for part in parts)
        return _finish(tx, roster, parts, [lost] * every, (), keyring=keyring, at=at)
    rows, answers = _read(parts, RowReader(said.bound, divisions=divisions, day=day_of(at)), keyring)
    candidates = load(tx, rows, roster_id=parts[0].roster_id, project=project, terms=said, keyring=keyring, at=at)
    run(candidates)
    roster = hold_roster(tx, parts[0].roster_id)
    if roster.state != "taken":  # it was withdrawn meanwhile, and nobody asks any longer
        return PartsChecked(roster.roster_id, roster.township, parts[0].taken_by, 0, 0, ())
    _store(tx, candidates, keyring=keyring, at=at)
    for place, problem in candidates.refused.items():
        answers[rows[place].position] = problem
    told = tuple(rows[place].holder_id for place in candidates.refused)
    return _finish(tx, roster, parts, answers, told, keyring=keyring, at=at)


def _finish(
    tx: Transaction,
    roster: Roster,
    parts: Sequence[Any],
    answers: Sequence[Problem | None],
    told: tuple[UUID, ...],
    *,
    keyring: Keyring,
    at: datetime,
) -> PartsChecked:
    """Keep the answers; with the last part that waited the roster is checked."""
    refused = _answer(tx, parts, answers, keyring=keyring, at=at)
    if roster.state == "taken" and not sql.parts_waiting(tx, roster_id=roster.roster_id):
        move(tx, roster, "check", at=at, actor="system")
    return PartsChecked(
        roster.roster_id, roster.township, parts[0].taken_by, len(answers) - refused, refused, told
    )  # fmt: skip


def _read(parts: Sequence[Any], reader: RowReader, keyring: Keyring) -> tuple[list[Candidate], list[Problem | None]]:
    """The rows that can be read, by holder and then by number, the order in which they are stored; and all answers."""
    read: list[tuple[int, int, Asked]] = []
    answers: list[Problem | None] = []
    for part in parts:
        rows = unsealed_rows(keyring, part.sealed, part.roster_id)
        for number, asked in enumerate(reader.read(rows), part.first):
            if isinstance(asked, Asked):
                read.append((len(answers), number, asked))
            answers.append(None if isinstance(asked, Asked) else asked)
    holders = keyring.holder_ids(asked.number.text for _, _, asked in read)
    found = [
        Candidate(position, number, holder, asked)
        for (position, number, asked), holder in zip(read, holders, strict=True)
    ]  # fmt: skip
    return sorted(found, key=lambda row: (row.holder_id.int, row.number)), answers


def _store(tx: Transaction, candidates: Candidates, *, keyring: Keyring, at: datetime) -> None:
    """What passed becomes entries, as far as the quota goes; a person whom somebody else entered meanwhile does not."""
    project = hold_project(tx, candidates.project.project_id)
    passed = _within_quota(candidates, project)
    ids = dict(zip(passed, columns.new_octets(len(passed)), strict=True))
    new = _add_entries(tx, candidates, ids, keyring=keyring, at=at) if passed else set()
    stored = [candidates.rows[place] for place in passed if ids[place] in new]
    _tell_late(tx, candidates, [place for place in passed if ids[place] not in new])
    fen = sum(row.asked.amount_fen for row in stored)
    sql.use_quota(tx, project_id=project.project_id, fen=fen, entries=len(stored))


def _within_quota(candidates: Candidates, project: Project) -> list[int]:
    """The earlier rows of a list come before the later ones; whatever still fits is taken. Places in their order."""
    fen, entries = project.left_fen, project.left_entries
    taken: list[int] = []
    for place, row in sorted(candidates.standing(), key=lambda one: one[1].number):
        if row.asked.amount_fen > fen or not entries:
            candidates.refused[place] = QuotaExceeded(yuan=yuan(fen), entries=entries)
        else:
            fen, entries = fen - row.asked.amount_fen, entries - 1
            taken.append(place)
    return sorted(taken)


def _add_entries(
    tx: Transaction, candidates: Candidates, ids: dict[int, bytes], *, keyring: Keyring, at: datetime
) -> set[bytes]:
    """Store these rows under these ids; the ids of those that were new."""
    project, rows = candidates.project, [candidates.rows[place] for place in ids]
    holders, hashing = [row.holder_id for row in rows], Hashing(keyring)
    added = sql.add_entries(
        tx,
        roster_id=candidates.roster_id,
        programme=project.programme,
        period=project.period,
        place=project.place,
        from_day=project.from_day,
        until_day=project.until_day,
        holders=columns.ids(holders),
        entries=columns.octet_ids(list(ids.values())),
        numbers=columns.small_numbers([row.number for row in rows]),
        sources=columns.words([row.asked.source for row in rows]),
        amounts=columns.numbers([row.asked.amount_fen for row in rows]),
        payees=columns.octets(seal_payees(keyring, (row.asked.payee for row in rows), holders)),
        macs=columns.octets([hashing.payee(row.asked.payee, row.holder_id) for row in rows]),
        at=at,
    )
    return {row.entry_id.bytes for row in added}


def _tell_late(tx: Transaction, candidates: Candidates, late: Sequence[int]) -> None:
    """Somebody else's entry came first, after we had looked."""
    if not late:
        return
    standing = entries_beside(tx, [candidates.rows[place].holder_id for place in late], candidates.project)
    candidates.beside = {**candidates.beside, **standing}
    for place in late:
        row = candidates.rows[place]
        told = told_of(candidates.roster_id, row.asked.source, candidates.same(row))
        candidates.refused[place] = told or TakenElsewhere(place=f"{candidates.project.place:06d}")


def _answer(
    tx: Transaction, parts: Sequence[Any], answers: Sequence[Problem | None], *, keyring: Keyring, at: datetime
) -> int:
    waiting = iter(answers)
    told = [[_told(one) for one in islice(waiting, part.rows)] for part in parts]
    refused = [sum(one is not None for one in some) for some in told]
    roster_id = parts[0].roster_id
    sealed = keyring.seal_all(map(written, told), about=[roster_id] * len(told), field=ANSWERS)
    sql.answer_parts(
        tx,
        roster_id=roster_id,
        parts=[part.part for part in parts],
        answers=columns.octets(sealed),
        passed=[part.rows - one for part, one in zip(parts, refused, strict=True)],
        refused=refused,
        at=at,
    )
    return sum(refused)


def _told(problem: Problem | None) -> dict[str, str] | None:
    return None if problem is None else {"code": problem.code, **problem.words()}
