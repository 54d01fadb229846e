"""Objections: each holds one entry and nobody else's, until the department says whether it is upheld.

What is held leaves its roster's approvals as they are, because it only takes away: released in time it goes with the
others, and afterwards it follows by itself.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from onecard.domains.rosters.errors import (
    EntryMoveRefused,
    EntryUnknown,
    LevelOfAnother,
    ObjectionUnknown,
    OwnRecord,
    RosterMoveRefused,
)
from onecard.domains.rosters.models import (
    Entry,
    EntryState,
    Hand,
    Objection,
    ObjectionGround,
    ObjectionOutcome,
    Roster,
)
from onecard.domains.rosters.moving import hold_project, hold_roster, take_duty
from onecard.domains.rosters.projects import find_project
from onecard.domains.rosters.states import OPEN, STATE_WORDS
from onecard.domains.rosters.store import add_event, sql
from onecard.kernel.ids import new_id
from onecard.kernel.postgres import columns
from onecard.kernel.postgres.transaction import Transaction


def object_to_entry(
    tx: Transaction, *, roster_id: UUID, number: int, ground: ObjectionGround, hand: Hand, at: datetime
) -> Entry:
    """Write down that somebody objects to one entry, and hold it. Again while it is held changes nothing."""
    roster = hold_roster(tx, roster_id)
    entry = take_entry(tx, roster_id, number)
    if entry.state == "held":
        return entry
    _require(entry, "standing")
    hold_entries(tx, roster, [(entry, ground)], actor=hand.staff, at=at)
    return take_entry(tx, roster_id, number)


def settle_objection(
    tx: Transaction, *, roster_id: UUID, number: int, outcome: ObjectionOutcome, hand: Hand, at: datetime
) -> Entry:
    """The department's word: upheld drops the entry and frees its quota, unfounded lets it stand again.

    Neither who made the roster, nor who recorded the objection, nor an approver of another level settles it.
    """
    roster = hold_roster(tx, roster_id)
    if hand.agency_id != find_project(tx, project_id=roster.project_id).department:
        raise LevelOfAnother
    project = hold_project(tx, roster.project_id)
    entry = take_entry(tx, roster_id, number)
    open_one = sql.take_objection(tx, holder_id=entry.holder_id, entry_id=entry.entry_id)
    if open_one is None:
        raise ObjectionUnknown
    if open_one.recorded_by == hand.staff:
        raise OwnRecord
    take_duty(tx, roster, hand, "department", at=at)
    _require(entry, "held")
    sql.settle_objection(
        tx, holder_id=entry.holder_id, objection_id=open_one.objection_id, outcome=outcome, staff=hand.staff, at=at
    )
    to: EntryState = "dropped" if outcome == "upheld" else "standing"
    _move(tx, [entry], to, at)
    if to == "dropped":
        sql.use_quota(tx, project_id=project.project_id, fen=-entry.amount_fen, entries=-1)
    add_event(tx, roster, f"objection_{outcome}", at=at, actor=hand.staff, reason=f"{number}")
    return take_entry(tx, roster_id, number)


def drop_entry(tx: Transaction, *, roster_id: UUID, number: int, hand: Hand, at: datetime) -> Entry:
    """The township takes an entry out again, before the hand-over; the others stay as they are, approvals too."""
    roster = hold_roster(tx, roster_id)
    if hand.agency_id != roster.township:
        raise LevelOfAnother
    if roster.state not in OPEN:
        zh, en = STATE_WORDS[roster.state]
        raise RosterMoveRefused(state_zh=zh, state_en=en, move="drop")
    take_duty(tx, roster, hand, "maker", at=at)
    hold_project(tx, roster.project_id)
    entry = take_entry(tx, roster_id, number)
    _require(entry, "standing")
    _move(tx, [entry], "dropped", at)
    sql.use_quota(tx, project_id=roster.project_id, fen=-entry.amount_fen, entries=-1)
    add_event(tx, roster, "entry_dropped", at=at, actor=hand.staff, reason=f"{number}")
    return take_entry(tx, roster_id, number)


def objections_of(tx: Transaction, *, roster_id: UUID) -> list[Objection]:
    """A roster's objections, the open ones first. Ask `find_roster` first: it knows whose the roster is."""
    return [Objection(*row) for row in sql.list_objections(tx, roster_id=roster_id)]


def hold_entries(
    tx: Transaction,
    roster: Roster,
    held: Sequence[tuple[Entry, ObjectionGround]],
    *,
    actor: str,
    at: datetime,
) -> None:
    """Hold these entries, each with an objection."""
    entries = [entry for entry, _ in held]
    _move(tx, entries, "held", at)
    sql.add_objections(
        tx,
        roster_id=roster.roster_id,
        holders=columns.ids([one.holder_id for one in entries]),
        objections=columns.ids([new_id() for _ in entries]),
        entries=columns.ids([one.entry_id for one in entries]),
        grounds=columns.words([ground for _, ground in held]),
        staff=actor,
        at=at,
    )
    for entry, ground in held:
        add_event(tx, roster, f"objection_{ground}", at=at, actor=actor, reason=f"{entry.number}")


def take_entry(tx: Transaction, roster_id: UUID, number: int) -> Entry:
    """One entry of a roster, held until the end of the transaction; EntryUnknown."""
    row = sql.take_entry(tx, roster_id=roster_id, number=number) if 0 < number < 2**31 else None
    if row is None:
        raise EntryUnknown(number=number)
    return Entry(*row)


def _require(entry: Entry, state: EntryState) -> None:
    if entry.state != state:
        raise EntryMoveRefused(state=entry.state)


def _move(tx: Transaction, entries: Sequence[Entry], state: EntryState, at: datetime) -> None:
    sql.move_entries(
        tx,
        holders=columns.ids([one.holder_id for one in entries]),
        entries=columns.ids([one.entry_id for one in entries]),
        state=state,
        at=at,
    )
