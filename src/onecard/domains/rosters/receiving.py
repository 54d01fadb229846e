"""Taking rows: a file whole or not at all, once, kept sealed in parts of a thousand until each row has its answer."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from uuid import UUID

from onecard.domains.rosters.errors import LevelOfAnother, ProjectClosed
from onecard.domains.rosters.models import FileTaken, Hand, Roster
from onecard.domains.rosters.moving import hold_roster, move, take_duty
from onecard.domains.rosters.projects import find_project
from onecard.domains.rosters.store import ROWS, sql, written
from onecard.kernel.clock import day_of
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction
from onecard.kernel.sheets import Row

PART_ROWS = 1_000


def add_rows(
    tx: Transaction, *, roster_id: UUID, digest: bytes, rows: Iterable[Row], hand: Hand, keyring: Keyring, at: datetime
) -> FileTaken:
    """Take more rows for a roster, to be checked soon; memory stays flat however many. The same file again is the
    first one. A roster that was on notice or approved falls back: what was said of it is void.
    """
    roster = hold_roster(tx, roster_id)
    if roster.township != hand.agency_id:
        raise LevelOfAnother
    known = sql.find_file(tx, roster_id=roster_id, digest=digest)
    if known is not None:
        return FileTaken(known.file, known.rows, repeated=True)
    _require_open(tx, roster, at)
    take_duty(tx, roster, hand, "maker", at=at)
    moved = move(tx, roster, "add", at=at, actor=hand.staff)
    file = int(sql.next_file(tx, roster_id=roster_id))
    sql.add_file(tx, roster_id=roster_id, file=file, digest=digest, at=at, staff=hand.staff)
    many = _add_parts(tx, moved, file, rows, keyring)
    sql.count_rows(tx, roster_id=roster_id, rows=roster.rows + many)
    return FileTaken(file, many)


def _require_open(tx: Transaction, roster: Roster, at: datetime) -> None:
    project = find_project(tx, project_id=roster.project_id)
    if not project.opens_on <= day_of(at) <= project.closes_on:
        raise ProjectClosed(opens=project.opens_on, closes=project.closes_on)


def _add_parts(tx: Transaction, roster: Roster, file: int, rows: Iterable[Row], keyring: Keyring) -> int:
    part, many = int(sql.next_part(tx, roster_id=roster.roster_id)), 0
    for some in _parts(rows):
        sealed = keyring.seal(written(some), about=roster.roster_id, field=ROWS)
        first = roster.rows + many + 1
        sql.add_part(
            tx, roster_id=roster.roster_id, part=part, file=file, first=first, rows=len(some), sealed=sealed
        )  # fmt: skip
        part, many = part + 1, many + len(some)
    assert many, "a sheet without rows is refused where it is opened"
    return many


def _parts(rows: Iterable[Row]) -> Iterator[list[Row]]:
    waiting = iter(rows)
    while some := list(islice(waiting, PART_ROWS)):
        yield some
