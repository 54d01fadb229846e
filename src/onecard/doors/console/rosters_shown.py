"""The pages of one project and one roster: the way it went, its figures, its rows, and what may be done now."""

from typing import Any, cast, get_args
from uuid import UUID

from litestar import Response

from onecard.domains.rosters import api as rosters
from onecard.doors.console.desk import ROSTERS, Asked, Console, Form
from onecard.doors.console.paying_desk import PAY, handed_over
from onecard.doors.console.roster_rows import rows_page
from onecard.doors.console.rostering import hand_of
from onecard.doors.console.routes_work import needs
from onecard.doors.console.telling_lists import Say
from onecard.doors.console.telling_rosters import (
    told_events,
    told_parts,
    told_project,
    told_roster,
    told_rounds,
    told_stations,
)
from onecard.doors.rosters import terms_of
from onecard.doors.security.visitors import Staff
from onecard.kernel.clock import day_of
from onecard.kernel.errors import Problem
from onecard.kernel.ids import new_id

MAKE, OBJECT, SETTLE = "rosters.make", "rosters.object", "rosters.settle"
#: At which level a roster waits in which states; finance answers for the hand-over too.
LEVELS: dict[rosters.Level, tuple[rosters.State, ...]] = {
    "township": ("on_notice",), "department": ("township_approved",), "finance": ("department_approved", "approved"),
}  # fmt: skip
DONE = (
    "added", "repeated", "noticed", "withdrawn", "dropped", "objected", "settled", "approved", "returned", "handed",
)  # fmt: skip


def show_project(
    console: Console, request: Asked, project_id: UUID, *, form: Form | None = None, wrong: Form | None = None
) -> Response[str]:
    """What there is of a project, its rosters of this agency, and for a maker the form of another."""
    staff, (t, manner) = needs(console, request, ROSTERS), console.words(request)
    at, wrong = console.house.clock(), wrong or {}
    with console.reading(staff) as tx:
        project = rosters.find_project(tx, project_id=project_id)
        found = rosters.rosters_of(tx, agency_id=staff.agency_id, project_id=project_id)
        progress = rosters.progress_of(tx, found)
    makes = MAKE in staff.permissions
    return console.show(
        request,
        "roster_project.html",
        staff,
        here="rosters",
        status=422 if wrong else 200,
        place=f"/console/rosters/projects/{project_id}",
        one=told_project(console, project, t, manner, day_of(at)),
        makes=makes,
        columns=_columns(project, manner) if makes else [],
        found=[told_roster(one, project, manner, at) for one in progress],
        form={"name": ""} | dict(form or {}),
        wrong={"name": "", "file": ""} | dict(wrong),
        problems=list(wrong.items()),
        once=new_id(),
    )


def show_roster(
    console: Console, request: Asked, roster_id: UUID, *, show: str = "", page: int = 1, done: str = "",
    wrong: Form | None = None, problem: Problem | None = None,
) -> Response[str]:  # fmt: skip
    """One roster for whoever makes it, approves it or pays it."""
    staff, (t, manner) = needs(console, request, ROSTERS), console.words(request)
    house, wrong = console.house, wrong or {}
    at, shown = house.clock(), "refused" if show == "refused" else "all"
    with console.reading(staff) as tx:
        now = rosters.roster_progress(tx, roster_id=roster_id, agency_id=staff.agency_id)
        project = rosters.find_project(tx, project_id=now.roster.project_id)
        duty = rosters.duty_of(tx, roster_id=roster_id, hand=hand_of(staff))
        objections = rosters.objections_of(tx, roster_id=roster_id)
        notices = rosters.notices_of(tx, roster_id=roster_id)
        events = rosters.history_of(tx, roster_id=roster_id)
        given = rosters.handovers_of(tx, roster_id=roster_id)
        rows, page, pages = rows_page(tx, roster_id, keyring=house.keyring, refused=shown == "refused", page=page)
        batches = handed_over(tx, staff, given, t)
    said = [("", manner.told(problem))] if problem else []
    one, told = told_roster(now, project, manner, at), told_project(console, project, t, manner, day_of(at))
    return console.show(
        request,
        "roster.html",
        staff,
        here="rosters",
        status=problem.status if problem else 422 if wrong else 200,
        place=f"/console/rosters/{roster_id}",
        one=one,
        project=told,
        may=_may(staff, now, project, duty, runs=one["notice_runs"], open_now=told["open"]),
        duty=manner.pick(*rosters.DUTY_WORDS[duty]) if duty else "",
        stations=told_stations(now, t, paid_at=given[0].handed_at if given else None, at=at),
        parts_drawn=told_parts(now, t),
        rounds=told_rounds(notices),
        objections=objections,
        events=told_events(events, t),
        batches=batches,
        pays=PAY in staff.permissions,
        rows=[_told_row(row, t, manner) for row in rows],
        shown=shown,
        page=page,
        pages=pages,
        notice=t(f"rosters.done.{done}") if done in DONE else "",
        wrong={"file": ""} | dict(wrong),
        problems=[*wrong.items(), *said],
        grounds=[(one, t(f"rosters.ground.{one}")) for one in get_args(rosters.ObjectionGround)],
        reasons=[(one, t(f"rosters.back.{one}")) for one in get_args(rosters.BackReason)],
        once=new_id(),
    )


def level_of(state: rosters.State) -> rosters.Level | None:
    """At which level a roster of this state waits."""
    return next((level for level, states in LEVELS.items() if state in states), None)


def _may(
    staff: Staff, now: rosters.RosterProgress, project: rosters.Project, duty: str | None, *, runs: bool, open_now: bool
) -> dict[str, Any]:
    """What this member of staff may do about it now: her role, her agency, the state, and what she did before."""
    roster, may, stands = now.roster, staff.permissions, bool(now.entries.get("standing"))
    level = level_of(roster.state)
    agencies = {"township": roster.township, "department": project.department, "finance": project.finance}
    mine = level is not None and f"rosters.approve_{level}" in may and agencies[level] == staff.agency_id
    makes = MAKE in may and roster.township == staff.agency_id
    changes = makes and roster.state not in ("handed_over", "withdrawn") and duty in (None, "maker")
    free = mine and duty in (None, level)
    return {
        "add": changes and open_now,
        "post": changes and roster.state == "checked" and stands,
        "drop": changes and stands,
        "withdraw": changes,
        "object": OBJECT in may and stands and roster.state not in ("taken", "withdrawn"),
        "settle": SETTLE in may and project.department == staff.agency_id and duty in (None, "department"),
        "level": level if free and not runs and roster.state != "approved" else "",
        "back": level if free else "",
        "hand_over": _gives(staff, now, project, duty),
        "waits_for_notice": mine and runs,
        "barred": mine and not free,
    }


def _gives(staff: Staff, now: rosters.RosterProgress, project: rosters.Project, duty: str | None) -> bool:
    mine = "rosters.approve_finance" in staff.permissions and project.finance == staff.agency_id
    stands = bool(now.entries.get("standing")) and duty in (None, "finance")
    return mine and stands and now.roster.state in ("approved", "handed_over")


def _columns(project: rosters.Project, manner: Any) -> list[tuple[str, bool]]:
    """The titles of a project's list, and which of them must be there; none where its rule is not known any more."""
    try:
        told = rosters.columns_of(terms_of(project).bound)
    except Problem:
        return []
    return [(one.titles[0] if manner.language == "zh" else one.titles[-1], one.required) for one in told]


def _told_row(row: Any, t: Say, manner: Any) -> dict[str, Any]:
    said = cast(dict[str, str] | None, row.problem)
    return {
        "number": row.number,
        "accepted": said is None,
        "why": manner.pick(said["title_zh"], said["title"]) if said else "",
        "next_step": manner.pick(said["next_step_zh"], said["next_step"]) if said else "",
        "amount": row.entry.amount_fen if row.entry else None,
        "state": t(f"rosters.entry.{row.entry.state}") if row.entry else "",
        "kind": {"held": "warn", "dropped": ""}.get(row.entry.state, "good") if row.entry else "",
    }
