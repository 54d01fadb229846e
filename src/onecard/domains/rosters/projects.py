"""Projects: a programme's money at a place for a period, set up once, its quota raised or lowered."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from onecard.domains.disbursement import api as disbursement
from onecard.domains.ledger import api as ledger
from onecard.domains.rosters.errors import (
    PaidToNoPerson,
    ProjectExists,
    ProjectUnknown,
    QuotaBelowUse,
    WindowMalformed,
)
from onecard.domains.rosters.models import ProgrammeTerms, Project, ProjectWanted
from onecard.domains.rosters.moving import hold_project
from onecard.domains.rosters.periods import days_of
from onecard.domains.rosters.store import sql
from onecard.kernel.ids import new_id
from onecard.kernel.money import yuan
from onecard.kernel.postgres.transaction import Transaction


def set_up_project(
    tx: Transaction, wanted: ProjectWanted, terms: ProgrammeTerms, *, at: datetime, staff: str
) -> Project:
    """Set a project up; the same again changes nothing, another one for its programme, place and period is refused.

    `terms` are the programme's at the place on `rules_on`: without a rule there is no project.
    """
    programme, rule = terms.bound.programme, terms.bound.rule
    if programme.paid_to == "employer":
        raise PaidToNoPerson
    if wanted.closes_on < wanted.opens_on:
        raise WindowMalformed
    from_day, until_day = days_of(rule.paid, wanted.period)
    disbursement.find_bank(tx, bank=wanted.bank)
    _require_fund(tx, wanted)
    facts = asdict(wanted) | {"programme": programme.id, "from_day": from_day, "until_day": until_day}
    if sql.add_project(tx, **facts, at=at, staff=staff):
        sql.add_quota(
            tx, project_id=wanted.project_id, quota_id=new_id(), quota_fen=wanted.quota_fen,
            quota_entries=wanted.quota_entries, closes_on=wanted.closes_on, at=at, staff=staff,
        )  # fmt: skip
    standing = Project(
        *sql.find_project(
            tx, project_id=wanted.project_id, programme=programme.id, place=wanted.place, period=wanted.period
        )
    )
    if any(getattr(standing, name) != said for name, said in facts.items()):
        raise ProjectExists
    return standing


def change_quota(
    tx: Transaction, *, project_id: UUID, quota_fen: int, quota_entries: int, closes_on: date, at: datetime, staff: str
) -> Project:
    """Raise or lower the quota, never below what entries use of it, and say until when rows are taken."""
    project = hold_project(tx, project_id)
    if quota_fen < project.used_fen or quota_entries < project.used_entries:
        raise QuotaBelowUse(used=yuan(project.used_fen), entries=project.used_entries)
    if closes_on < project.opens_on:
        raise WindowMalformed
    given = {"quota_fen": quota_fen, "quota_entries": quota_entries, "closes_on": closes_on}
    sql.change_quota(tx, project_id=project_id, **given)
    sql.add_quota(tx, project_id=project_id, quota_id=new_id(), **given, at=at, staff=staff)
    return find_project(tx, project_id=project_id)


def find_project(tx: Transaction, *, project_id: UUID) -> Project:
    """One project; ProjectUnknown."""
    row = sql.find_project(tx, project_id=project_id, programme=None, place=None, period=None)
    if row is None:
        raise ProjectUnknown
    return Project(*row)


def projects(
    tx: Transaction,
    *,
    agency_id: UUID | None = None,
    programme: str | None = None,
    reach: Sequence[str] | None = None,
    at_most: int = 50,
) -> list[Project]:
    """Projects, the newest first: all of them, or those an agency runs or pays, those of one programme, or those of
    places within these division prefixes or wider than they.
    """
    asked = {"agency_id": agency_id, "programme": programme, "reach": None if reach is None else list(reach)}
    return [Project(*row) for row in sql.list_projects(tx, **asked, at_most=at_most)]


def _require_fund(tx: Transaction, wanted: ProjectWanted) -> None:
    fund = ledger.find_account(tx, wanted.fund)
    if fund is None or fund.kind != "concession" or fund.agency_id != wanted.finance:
        raise disbursement.FundNotYours
