"""Rosters as their agencies see them: begun, looked up, followed, withdrawn; their rows sealed again and forgotten."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from onecard.domains.agencies import api as agencies
from onecard.domains.rosters.errors import LevelOfAnother, PlaceOfAnother, RosterUnknown
from onecard.domains.rosters.models import (
    Entry,
    EntryState,
    Hand,
    Project,
    Roster,
    RosterEvent,
    RosterPart,
    RosterProgress,
)
from onecard.domains.rosters.moving import hold_project, hold_roster, move, take_duty
from onecard.domains.rosters.projects import find_project
from onecard.domains.rosters.states import Level, State
from onecard.domains.rosters.store import ANSWERS, PAYEE, ROWS, add_event, sql, unsealed_rows
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres import columns
from onecard.kernel.postgres.transaction import Transaction
from onecard.kernel.sheets import Row


@dataclass(frozen=True, slots=True)
class RosterWanted:
    """A roster to begin: for which project, by which township, and what it is called (a village)."""

    roster_id: UUID
    project_id: UUID
    name: str


def begin_roster(tx: Transaction, wanted: RosterWanted, *, hand: Hand, at: datetime) -> Roster:
    """Begin a roster without rows; again under the same id it is the one that was begun. PlaceOfAnother, where the
    agency does not lie in the project's place: it would use up a quota that is not for its people.
    """
    _require_place(tx, find_project(tx, project_id=wanted.project_id), hand)
    added = sql.add_roster(
        tx, roster_id=wanted.roster_id, project_id=wanted.project_id, township=hand.agency_id, name=wanted.name,
        at=at, staff=hand.staff,
    )  # fmt: skip
    roster = find_roster(tx, roster_id=wanted.roster_id, agency_id=hand.agency_id)
    if added:
        take_duty(tx, roster, hand, "maker", at=at)
        add_event(tx, roster, "begin", at=at, actor=hand.staff)
    return roster


def find_roster(tx: Transaction, *, roster_id: UUID, agency_id: UUID) -> Roster:
    """A roster that this agency makes or decides about; RosterUnknown."""
    row = sql.find_roster(tx, roster_id=roster_id)
    if row is None:
        raise RosterUnknown
    roster = Roster(*row)
    project = find_project(tx, project_id=roster.project_id)
    if agency_id not in (roster.township, project.department, project.finance):
        raise RosterUnknown
    return roster


def rosters_of(
    tx: Transaction, *, agency_id: UUID, project_id: UUID | None = None, states: Sequence[State] | None = None,
    at_most: int = 50,
) -> list[Roster]:  # fmt: skip
    """The rosters that an agency makes or decides about, newest first; of one project, or only those in some states."""
    asked = {"project_id": project_id, "states": None if states is None else list(states)}
    found = sql.list_rosters(tx, agency_id=agency_id, **asked, at_most=at_most)
    return [Roster(*row) for row in found]


def roster_progress(tx: Transaction, *, roster_id: UUID, agency_id: UUID) -> RosterProgress:
    """How far a roster is: rows, entries, fen, notice and approvals of its round."""
    return progress_of(tx, [find_roster(tx, roster_id=roster_id, agency_id=agency_id)])[0]


def progress_of(tx: Transaction, found: Sequence[Roster]) -> list[RosterProgress]:
    """The same of several, with as many questions as of one."""
    ids = columns.ids([one.roster_id for one in found])
    parts = {row.roster_id: row for row in sql.sum_parts(tx, rosters=ids)}
    until = {row.roster_id: row.until_at for row in sql.notices_of(tx, rosters=ids)}
    entries: dict[UUID, dict[EntryState, Any]] = defaultdict(dict)
    for row in sql.sum_entries(tx, rosters=ids):
        entries[row.roster_id][row.state] = row
    approved: dict[UUID, dict[Level, datetime]] = defaultdict(dict)
    for row in sql.approvals_of(tx, rosters=ids):
        approved[row.roster_id][row.level] = row.approved_at
    return [
        RosterProgress(
            one,
            passed=parts[one.roster_id].passed if one.roster_id in parts else 0,
            refused=parts[one.roster_id].refused if one.roster_id in parts else 0,
            entries={state: row.entries for state, row in entries[one.roster_id].items()},
            fen={state: row.fen for state, row in entries[one.roster_id].items()},
            notice_until=until.get(one.roster_id),
            approved=approved[one.roster_id],
        )
        for one in found
    ]


def withdraw_roster(tx: Transaction, *, roster_id: UUID, hand: Hand, at: datetime) -> Roster:
    """Give a roster up before it is handed over: its entries are dropped and their quota is free again."""
    roster = hold_roster(tx, roster_id)
    if hand.agency_id != roster.township:
        raise LevelOfAnother
    moved = move(tx, roster, "withdraw", at=at, actor=hand.staff)
    take_duty(tx, roster, hand, "maker", at=at)
    hold_project(tx, roster.project_id)
    dropped = sql.drop_entries(tx, roster_id=roster_id, at=at)
    sql.use_quota(tx, project_id=roster.project_id, fen=-dropped.fen, entries=-dropped.entries)
    return moved


def parts_of(tx: Transaction, *, roster_id: UUID) -> list[RosterPart]:
    """A roster's parts in order. Ask `find_roster` first: it knows whose the roster is."""
    return [RosterPart(*row) for row in sql.list_parts(tx, roster_id=roster_id)]


def part_answers(
    tx: Transaction, *, roster_id: UUID, part: int, keyring: Keyring
) -> list[tuple[int, Row, dict[str, str] | None]] | None:
    """A thousand rows with number and answer: None for one that passed, else the problem's code and words.

    Empty while the part waits or when its rows were forgotten; None beyond the last. Ask `find_roster` first.
    """
    found = sql.find_part(tx, roster_id=roster_id, part=part)
    if found is None or found.answers is None:
        return None if found is None else []
    told = msgspec.json.decode(keyring.unseal(bytes(found.answers), about=roster_id, field=ANSWERS))
    rows = unsealed_rows(keyring, found.sealed, roster_id)
    return [(found.first + n, row, one) for n, (row, one) in enumerate(zip(rows, told, strict=True))]


def entries_of(
    tx: Transaction, *, roster_id: UUID, after: int = 0, at_most: int = 100, state: EntryState | None = None
) -> list[Entry]:
    """A page of a roster's entries by number. Ask `find_roster` first: it knows whose the roster is."""
    rows = sql.page_entries(tx, roster_id=roster_id, after=after, state=state, at_most=at_most)
    return [Entry(*row) for row in rows]


def history_of(tx: Transaction, *, roster_id: UUID) -> list[RosterEvent]:
    """What happened to a roster, in order. Ask `find_roster` first: it knows whose the roster is."""
    return [RosterEvent(*row) for row in sql.list_events(tx, roster_id=roster_id)]


def forget_rows(tx: Transaction, *, before: datetime) -> int:
    """Forget rows as they came of rosters that were through before this moment; entries and figures stay."""
    return int(sql.forget_rows(tx, before=before))


def reseal(tx: Transaction, *, keyring: Keyring, at_most: int = 100) -> int:
    """After a rotation: seal the next parts and payees again under the newest key; returns how many, 0 at the end."""
    key_id = keyring.seal_key_id()
    parts = list(sql.take_old_parts(tx, key_id=key_id, at_most=at_most))
    for row in parts:
        again = [
            old and (keyring.reseal(bytes(old), about=row.roster_id, field=field) or bytes(old))
            for old, field in ((row.sealed, ROWS), (row.answers, ANSWERS))
        ]
        sql.reseal_part(tx, roster_id=row.roster_id, part=row.part, sealed=again[0], answers=again[1])
    rows = list(sql.take_old_payees(tx, key_id=key_id, at_most=10 * at_most))
    if rows:
        payees = (keyring.unseal(bytes(row.payee_sealed), about=row.holder_id, field=PAYEE) for row in rows)
        holders = [row.holder_id for row in rows]
        sql.reseal_payees(
            tx, holders=columns.ids(holders), entries=columns.ids([row.entry_id for row in rows]),
            sealed=columns.octets(keyring.seal_all(payees, about=holders, field=PAYEE)),
        )  # fmt: skip
    return len(parts) + len(rows)


def _require_place(tx: Transaction, project: Project, hand: Hand) -> None:
    township = agencies.find_agencies(tx, [hand.agency_id]).get(hand.agency_id)
    if township is None or not f"{township.division:06d}".startswith(agencies.reach_of(project.place)):
        raise PlaceOfAnother
