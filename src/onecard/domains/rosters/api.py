"""Rosters' door: a programme's money for a place and period, who is to get it, and who said so, until it is paid.

set_up_project, change_quota, find_project, projects, days_of   whose money, how much, from when until when
begin_roster, add_rows, check_parts, columns_of        rows of people, each with an answer of its own
find_roster, rosters_of, roster_progress, history_of   how far a roster is
parts_of, part_answers, entries_of, check_again        what became of each row, and its checks once more
post_notice, notice_lines, notices_of                  the public notice, names masked
public_notices, public_notice, public_lines            the same for everybody, while it runs
object_to_entry, settle_objection, objections_of       an objection holds one entry
drop_entry, withdraw_roster                            taking out one entry, or all
approve_roster, send_back, duty_of                     township, department, finance: each another person
hand_over, handovers_of                                to payment: what was approved, once
check, reseal, forget_rows                             that all of this holds; what time asks for
"""

from onecard.domains.rosters.approving import BackReason, approve_roster, send_back
from onecard.domains.rosters.checking import check_parts
from onecard.domains.rosters.checks_again import CheckTold, RowChecked, check_again
from onecard.domains.rosters.columns import columns_of
from onecard.domains.rosters.errors import (
    DutyTaken,
    EntryMoveRefused,
    EntryUnknown,
    LevelOfAnother,
    NothingStands,
    NoticeRuns,
    NoticeUnknown,
    ObjectionUnknown,
    OwnRecord,
    PaidToNoPerson,
    PeriodMalformed,
    PlaceOfAnother,
    ProjectClosed,
    ProjectExists,
    ProjectUnknown,
    QuotaBelowUse,
    RosterChanged,
    RosterMoveRefused,
    RosterUnknown,
    RowForgotten,
    WindowMalformed,
)
from onecard.domains.rosters.handing_over import hand_over, handovers_of
from onecard.domains.rosters.invariants import check
from onecard.domains.rosters.models import (
    Entry,
    EntryState,
    FileTaken,
    Hand,
    Handover,
    NoticeLine,
    Objection,
    ObjectionGround,
    ObjectionOutcome,
    PartsChecked,
    ProgrammeTerms,
    Project,
    ProjectWanted,
    Roster,
    RosterEvent,
    RosterPart,
    RosterProgress,
)
from onecard.domains.rosters.moving import DUTY_WORDS, duty_of
from onecard.domains.rosters.noticing import notice_lines, post_notice
from onecard.domains.rosters.objecting import drop_entry, object_to_entry, objections_of, settle_objection
from onecard.domains.rosters.periods import days_of
from onecard.domains.rosters.projects import change_quota, find_project, projects, set_up_project
from onecard.domains.rosters.public import (
    Notice,
    PublicNotice,
    notices_of,
    public_lines,
    public_notice,
    public_notices,
)
from onecard.domains.rosters.receiving import add_rows
from onecard.domains.rosters.service import (
    RosterWanted,
    begin_roster,
    entries_of,
    find_roster,
    forget_rows,
    history_of,
    part_answers,
    parts_of,
    progress_of,
    reseal,
    roster_progress,
    rosters_of,
    withdraw_roster,
)
from onecard.domains.rosters.states import LEVELS, STATE_WORDS, STATES, Level, State

__all__ = [
    "DUTY_WORDS", "LEVELS", "STATES", "STATE_WORDS", "BackReason", "CheckTold", "DutyTaken", "Entry",
    "EntryMoveRefused", "EntryState", "EntryUnknown", "FileTaken", "Hand", "Handover", "Level", "LevelOfAnother",
    "NothingStands", "Notice", "NoticeLine", "NoticeRuns", "NoticeUnknown", "Objection", "ObjectionGround",
    "ObjectionOutcome", "ObjectionUnknown", "OwnRecord", "PaidToNoPerson", "PartsChecked", "PeriodMalformed",
    "PlaceOfAnother", "ProgrammeTerms", "Project", "ProjectClosed", "ProjectExists", "ProjectUnknown",
    "ProjectWanted", "PublicNotice", "QuotaBelowUse", "Roster", "RosterChanged", "RosterEvent", "RosterMoveRefused",
    "RosterPart", "RosterProgress", "RosterUnknown", "RosterWanted", "RowChecked", "RowForgotten", "State",
    "WindowMalformed", "add_rows", "approve_roster", "begin_roster", "change_quota", "check", "check_again",
    "check_parts", "columns_of", "days_of", "drop_entry", "duty_of", "entries_of", "find_project", "find_roster",
    "forget_rows", "hand_over", "handovers_of", "history_of", "notice_lines", "notices_of", "object_to_entry",
    "objections_of", "part_answers", "parts_of", "post_notice", "progress_of", "projects", "public_lines",
    "public_notice", "public_notices", "reseal", "roster_progress", "rosters_of", "send_back", "set_up_project",
    "settle_objection", "withdraw_roster",
]  # fmt: skip
