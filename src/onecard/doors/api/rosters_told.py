"""Rosters and projects as the API says them, and the examples of its document."""

from datetime import UTC, date, datetime
from uuid import UUID

from onecard.domains.rosters import api as rosters
from onecard.doors.api.shapes_rosters import (
    EntryTold,
    HandoverTold,
    NoticeLineTold,
    ProjectSent,
    ProjectTold,
    RosterEventTold,
    RosterRow,
    RosterSent,
    RosterTold,
    RowsSent,
)
from onecard.doors.security.visitors import Staff
from onecard.kernel.postgres.transaction import Transaction

PROJECT_ID = UUID("0193535e-0000-7000-8000-0000000000e1")
ROSTER_ID = UUID("0193535e-0000-7000-8000-0000000000e2")
_AGENCY = UUID("0193535e-0000-7000-8000-0000000000e3")
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PROJECT_SENT = ProjectSent(
    "disabled_living_allowance", 511_381, "2026-11", _AGENCY, 10_511, "sample", "困难残疾人生活补贴", date(2026, 11, 1),
    date(2026, 12, 31), 8_000_000, 1_000,
)  # fmt: skip
PROJECT = ProjectTold(
    PROJECT_ID, "disabled_living_allowance", 511_381, "2026-11", date(2026, 11, 23), _AGENCY, _AGENCY,
    "困难残疾人生活补贴", date(2026, 11, 1), date(2026, 12, 31), 7, 8_000_000, 1_000, 8_000, 1,
)  # fmt: skip
ROSTER_SENT = RosterSent(ROSTER_ID, PROJECT_ID, "东街村")
ROWS_SENT = RowsSent([RosterRow("李示范", "510681194611230024", "9990001234567890", "80.00")])
ROSTER = RosterTold(
    ROSTER_ID, PROJECT_ID, "东街村", "checked", "已核验，待公示", "checked; its notice comes next", AT, 1, 1, 1, 0, 0,
    {"standing": 1}, {"standing": 8_000}, None, {},
)  # fmt: skip
ENTRY = EntryTold(1, 8_000, "held", AT)
NOTICE = NoticeLineTold(1, "李*范", 8_000)
EVENT = RosterEventTold("post", 1, AT)
HANDOVER = HandoverTold(1, UUID("0193535e-0000-7000-8000-0000000000e4"), 1, 8_000, AT)


def tell_project(one: rosters.Project) -> ProjectTold:
    """A project, without its fund and bank."""
    return ProjectTold(
        one.project_id, one.programme, one.place, one.period, one.rules_on, one.department, one.finance, one.purpose,
        one.opens_on, one.closes_on, one.notice_days, one.quota_fen, one.quota_entries, one.used_fen, one.used_entries,
    )  # fmt: skip


def tell_roster(tx: Transaction, staff: Staff, roster_id: UUID) -> RosterTold:
    """How far a roster of the agency is; RosterUnknown where it neither makes nor decides it."""
    return tell_progress(rosters.roster_progress(tx, roster_id=roster_id, agency_id=staff.agency_id))


def tell_progress(now: rosters.RosterProgress) -> RosterTold:
    """How far a roster is."""
    one, (zh, en) = now.roster, rosters.STATE_WORDS[now.roster.state]
    return RosterTold(
        one.roster_id, one.project_id, one.name, one.state, zh, en, one.state_since, one.round, one.rows, now.passed,
        now.refused, now.waiting, {str(key): many for key, many in now.entries.items()},
        {str(key): fen for key, fen in now.fen.items()}, now.notice_until,
        {str(level): at for level, at in now.approved.items()},
    )  # fmt: skip


def tell_entry(one: rosters.Entry) -> EntryTold:
    """An entry, by its number."""
    return EntryTold(one.number, one.amount_fen, one.state, one.state_since)


def hand_of(staff: Staff) -> rosters.Hand:
    """Who acts for which agency."""
    return rosters.Hand(f"staff {staff.staff_id}", staff.agency_id)
