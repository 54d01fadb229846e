"""Projects: a department sets up what there is for a programme at a place and period; townships and finance read it."""

from uuid import UUID, uuid5

from litestar.params import FromPath, JSONBody

from onecard.domains.disbursement import api as disbursement
from onecard.domains.rosters import api as rosters
from onecard.doors.api.given import RequestKey, TheHouse, TheStaff
from onecard.doors.api.list_routes import require_reach
from onecard.doors.api.operation import operation
from onecard.doors.api.rosters_told import PROJECT, PROJECT_SENT, hand_of, tell_project
from onecard.doors.api.shapes_rosters import ProjectSent, ProjectTold, QuotaSent
from onecard.doors.rosters import decided_on, notice_days, terms_at
from onecard.doors.security.errors_visitors import NotForYou, RequestKeyTaken
from onecard.doors.security.request_keys import once, request_of
from onecard.doors.security.visitors import scope_of
from onecard.kernel.clock import day_of
from onecard.rules.programmes.errors import ProgrammeNotInForce, ProgrammeUnknown

_SET_UP = (
    ProgrammeUnknown, ProgrammeNotInForce, rosters.PeriodMalformed, rosters.WindowMalformed, rosters.PaidToNoPerson,
    rosters.ProjectExists, disbursement.BankUnknown, disbursement.FundNotYours, NotForYou, RequestKeyTaken,
)  # fmt: skip


@operation(
    "POST", "/rosters/projects", id="setUpProject", summary="设立发放项目 · Set a project up", tag="rosters",
    problems=_SET_UP, sent=PROJECT_SENT, said=PROJECT,
)  # fmt: skip
def set_up_project(
    house: TheHouse, staff: TheStaff, request_key: RequestKey, data: JSONBody[ProjectSent]
) -> ProjectTold:
    """Once for a programme, place and period; the same again changes nothing."""
    require_reach(staff, data.place)
    at, request = house.clock(), request_of(staff, "setUpProject", request_key, data, house.keyring)
    on = data.rules_on or decided_on(data.programme, data.period, place=data.place, today=day_of(at))
    terms = terms_at(data.programme, place=data.place, on=on)
    wanted = rosters.ProjectWanted(
        uuid5(staff.agency_id, f"{data.programme} {data.place} {data.period}"), data.place, data.period, on,
        staff.agency_id, data.finance, data.fund, data.bank, data.purpose, data.opens_on, data.closes_on,
        notice_days(house, place=data.place), data.quota_fen, data.quota_entries, data.entry_fen_most,
    )  # fmt: skip
    with house.app.writing(scope_of(staff)) as tx:

        def set_up() -> ProjectTold:
            return tell_project(rosters.set_up_project(tx, wanted, terms, at=at, staff=hand_of(staff).staff))

        return once(tx, request, ProjectTold, set_up, at=at)


@operation(
    "GET", "/rosters/projects", id="listProjects", summary="发放项目 · Projects", tag="rosters", said=[PROJECT],
)  # fmt: skip
def list_projects(house: TheHouse, staff: TheStaff) -> list[ProjectTold]:
    """The latest projects of the places that the agency reaches, or that its own place belongs to."""
    with house.app.reading(scope_of(staff)) as tx:
        return [tell_project(one) for one in rosters.projects(tx, reach=staff.reach, at_most=100)]


@operation(
    "POST", "/rosters/projects/{project_id:uuid}/quota", id="changeQuota", summary="调整指标 · Change a quota",
    tag="rosters", problems=(rosters.ProjectUnknown, rosters.QuotaBelowUse, rosters.WindowMalformed, RequestKeyTaken),
    sent=QuotaSent(9_000_000, 1_100, PROJECT.closes_on), said=PROJECT,
)  # fmt: skip
def change_quota(
    house: TheHouse, staff: TheStaff, project_id: FromPath[UUID], request_key: RequestKey, data: JSONBody[QuotaSent]
) -> ProjectTold:
    """Raised or lowered, never below what entries use of it."""
    asked = {"project": project_id, "quota": data}
    at, request = house.clock(), request_of(staff, "changeQuota", request_key, asked, house.keyring)
    with house.app.writing(scope_of(staff)) as tx:

        def change() -> ProjectTold:
            if rosters.find_project(tx, project_id=project_id).department != staff.agency_id:
                raise rosters.ProjectUnknown
            changed = rosters.change_quota(
                tx, project_id=project_id, quota_fen=data.quota_fen, quota_entries=data.quota_entries,
                closes_on=data.closes_on, at=at, staff=hand_of(staff).staff,
            )  # fmt: skip
            return tell_project(changed)

        return once(tx, request, ProjectTold, change, at=at)


ROSTER_PROJECT_ROUTES = [set_up_project, list_projects, change_quota]
