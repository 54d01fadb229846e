"""Approval: township, department, finance, each by somebody who did nothing else for the roster; or sending it back.

Everything decided here stands in the keys of the tables too: who has which duty, that a level follows the one before,
that what is approved is what was on notice, and that the notice is over.
"""

from datetime import datetime
from typing import Literal
from uuid import UUID

from onecard.domains.rosters.digesting import require_unchanged
from onecard.domains.rosters.errors import LevelOfAnother, NoticeRuns
from onecard.domains.rosters.models import Hand, Project, Roster
from onecard.domains.rosters.moving import hold_roster, move, take_duty
from onecard.domains.rosters.projects import find_project
from onecard.domains.rosters.states import LEVELS, Level, approving, next_state
from onecard.domains.rosters.store import sql
from onecard.kernel.clock import SHANGHAI
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction

#: Why a roster is sent back; codes, so that nobody writes about a person into it.
BackReason = Literal["rows_doubtful", "amounts_doubtful", "notice_doubtful", "quota", "other"]


def approve_roster(
    tx: Transaction, *, roster_id: UUID, level: Level, hand: Hand, keyring: Keyring, at: datetime
) -> Roster:
    """Approve at one level what was on notice; NoticeRuns, DutyTaken, LevelOfAnother, RosterChanged."""
    roster = hold_roster(tx, roster_id)
    project = find_project(tx, project_id=roster.project_id)
    if hand.agency_id != agency_at(level, roster, project):
        raise LevelOfAnother
    next_state(roster.state, approving(level))
    take_duty(tx, roster, hand, level, at=at)
    noticed = require_unchanged(tx, roster, keyring=keyring)
    if at < noticed.until_at:
        raise NoticeRuns(until=f"{noticed.until_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}")
    before = LEVELS[LEVELS.index(level) - 1] if level != LEVELS[0] else None
    sql.add_approval(
        tx, roster_id=roster_id, round=roster.round, level=level, after=before, digest=noticed.digest,
        notice_until=noticed.until_at, staff=hand.staff, agency_id=hand.agency_id, at=at,
    )  # fmt: skip
    return move(tx, roster, approving(level), at=at, actor=hand.staff)


def send_back(
    tx: Transaction, *, roster_id: UUID, level: Level, hand: Hand, reason: BackReason, at: datetime
) -> Roster:
    """Send a roster back to who made it, with a reason: notice and approvals are void, a new round begins."""
    roster = hold_roster(tx, roster_id)
    if hand.agency_id != agency_at(level, roster, find_project(tx, project_id=roster.project_id)):
        raise LevelOfAnother
    next_state(roster.state, "send_back")
    take_duty(tx, roster, hand, level, at=at)
    return move(tx, roster, "send_back", at=at, actor=hand.staff, reason=reason)


def agency_at(level: Level, roster: Roster, project: Project) -> UUID:
    """Whose a level of a roster is."""
    if level == "township":
        return roster.township
    return project.department if level == "department" else project.finance
