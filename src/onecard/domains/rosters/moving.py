"""Holding a roster while it is changed, moving it by the table, and who has which duty for it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from onecard.domains.rosters.errors import DutyTaken, ProjectUnknown, RosterUnknown
from onecard.domains.rosters.models import Duty, Hand, Project, Roster
from onecard.domains.rosters.states import Move, next_round, next_state
from onecard.domains.rosters.store import add_event, sql
from onecard.kernel.postgres.transaction import Transaction

DUTY_WORDS: dict[Duty, tuple[str, str]] = {
    "maker": ("填报人", "maker"),
    "township": ("乡镇审批人", "approver at the township"),
    "department": ("部门审批人", "approver at the department"),
    "finance": ("财政审批人", "approver at the finance department"),
}


def hold_roster(tx: Transaction, roster_id: UUID) -> Roster:
    """The roster, held until the end of the transaction; RosterUnknown. Before its project, and that before entries."""
    row = sql.take_roster(tx, roster_id=roster_id)
    if row is None:
        raise RosterUnknown
    return Roster(*row)


def hold_project(tx: Transaction, project_id: UUID) -> Project:
    """The project, held until the end of the transaction: whoever uses its quota does so one after another."""
    row = sql.take_project(tx, project_id=project_id)
    if row is None:
        raise ProjectUnknown
    return Project(*row)


def move(tx: Transaction, roster: Roster, how: Move, *, at: datetime, actor: str, reason: str | None = None) -> Roster:
    """Take a move that the table allows, and write it down."""
    to, number = next_state(roster.state, how), next_round(roster.state, how, roster.round)
    sql.move_roster(tx, roster_id=roster.roster_id, state=to, round=number, at=at)
    moved = replace(roster, state=to, round=number, state_since=at)
    add_event(tx, moved, how, at=at, actor=actor, reason=reason)
    return moved


def duty_of(tx: Transaction, *, roster_id: UUID, hand: Hand) -> Duty | None:
    """What somebody does for a roster so far. Ask `find_roster` first: it knows whose the roster is."""
    duty: Duty | None = sql.find_duty(tx, roster_id=roster_id, staff=hand.staff)
    return duty


def take_duty(tx: Transaction, roster: Roster, hand: Hand, duty: Duty, *, at: datetime) -> None:
    """Let somebody have this duty; DutyTaken where she has another for the same roster.

    The keys of the tables say the same: a file is a maker's, an approval its level's.
    """
    sql.take_duty(tx, roster_id=roster.roster_id, staff=hand.staff, duty=duty, at=at)
    standing: Duty = sql.find_duty(tx, roster_id=roster.roster_id, staff=hand.staff)
    if standing != duty:
        zh, en = DUTY_WORDS[standing]
        raise DutyTaken(duty_zh=zh, duty_en=en)
