"""名册 · The desk of rosters: what waits for whoever sits there, projects of the place, files of rows in and out."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from onecard.domains.rosters import api as rosters
from onecard.doors.console import rostering
from onecard.doors.console.carried import FIELD, carry
from onecard.doors.console.desk import ROSTERS, Asked, Console, Form
from onecard.doors.console.listing import workbook
from onecard.doors.console.rosters_shown import LEVELS, MAKE, show_project, show_roster
from onecard.doors.console.routes_sign_in import sign_in_page
from onecard.doors.console.routes_work import needs
from onecard.doors.console.telling_rosters import told_project, told_roster
from onecard.doors.look.forms import file_form, go_to
from onecard.doors.look.sign_in import NOTHING_WRONG
from onecard.doors.rosters import answer_lines, terms_of
from onecard.doors.security.visitors import Staff, scope_of
from onecard.kernel.clock import day_of
from onecard.kernel.errors import Problem
from onecard.kernel.ids import new_id

FRONT = "/console/rosters"
NAME_LENGTH_MAX, _KEY_LENGTH_MAX = 60, 64
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CSV = "text/csv; charset=utf-8"
#: In which states a roster waits for whom; a maker mends or posts, an approver says yes, payment is finance's.
_WAITS: tuple[tuple[str, tuple[rosters.State, ...]], ...] = (
    (MAKE, ("checked",)),
    *((f"rosters.approve_{level}", states) for level, states in LEVELS.items()),
)


def roster_routes(console: Console) -> list[Any]:
    """GET /console/rosters, a project with its template, a roster with its refused rows; a file for either."""

    @get(FRONT, sync_to_thread=True, include_in_schema=False)
    def desk(request: Asked) -> Response[str]:
        return show_desk(console, request)

    # `async` and not `sync_to_thread=True`: Litestar wraps a handler twice where its path has another method.
    @get(f"{FRONT}/projects/{{project_id:uuid}}", include_in_schema=False)
    async def project(request: Asked, project_id: FromPath[UUID]) -> Response[str]:
        return await sync_to_thread(show_project, console, request, project_id)

    @post(f"{FRONT}/projects/{{project_id:uuid}}", status_code=200, include_in_schema=False)
    async def begin(request: Asked, project_id: FromPath[UUID]) -> Response[Any]:
        return await _with_file(
            console, request, lambda form, file: begin_roster(console, request, project_id, form, file)
        )

    @get(f"{FRONT}/projects/{{project_id:uuid}}/template", sync_to_thread=True, include_in_schema=False)
    def template(request: Asked, project_id: FromPath[UUID]) -> Response[bytes]:
        return template_file(console, request, project_id)

    @get(f"{FRONT}/{{roster_id:uuid}}", sync_to_thread=True, include_in_schema=False)
    def one(
        request: Asked, roster_id: FromPath[UUID], show: FromQuery[str] = "", page: FromQuery[int] = 1,
        done: FromQuery[str] = "",
    ) -> Response[str]:  # fmt: skip
        return show_roster(console, request, roster_id, show=show, page=page, done=done)

    @post(f"{FRONT}/{{roster_id:uuid}}/rows", status_code=200, include_in_schema=False)
    async def add(request: Asked, roster_id: FromPath[UUID]) -> Response[Any]:
        return await _with_file(console, request, lambda _, file: add_rows(console, request, roster_id, file))

    @get(f"{FRONT}/{{roster_id:uuid}}/refused", sync_to_thread=True, include_in_schema=False)
    def refused(request: Asked, roster_id: FromPath[UUID]) -> Stream:
        return refused_file(console, request, roster_id)

    return [desk, project, begin, template, one, add, refused]


def show_desk(console: Console, request: Asked) -> Response[str]:
    """What waits, the projects whose rows are taken here, and the agency's latest rosters."""
    staff, (t, manner) = needs(console, request, ROSTERS), console.words(request)
    at, may = console.house.clock(), staff.permissions
    states = [state for permission, some in _WAITS if permission in may for state in some]
    with console.reading(staff) as tx:
        waiting = rosters.progress_of(tx, rosters.rosters_of(tx, agency_id=staff.agency_id, states=states))
        latest = rosters.progress_of(tx, rosters.rosters_of(tx, agency_id=staff.agency_id))
        known = {one.project_id: one for one in rosters.projects(tx, reach=staff.reach, at_most=100)}
        for one in (*waiting, *latest):
            if one.roster.project_id not in known:
                known[one.roster.project_id] = rosters.find_project(tx, project_id=one.roster.project_id)
    waits = [one for one in waiting if one.roster.state != "on_notice" or (one.notice_until and at >= one.notice_until)]
    held = [one for one in latest if "rosters.settle" in may and one.entries.get("held") and one not in waits]

    def told(some: list[rosters.RosterProgress]) -> list[dict[str, Any]]:
        return [told_roster(one, known[one.roster.project_id], manner, at) for one in some]

    projects = [told_project(console, one, t, manner, day_of(at)) for one in known.values()]
    return console.show(
        request,
        "rosters.html",
        staff,
        here="rosters",
        place=FRONT,
        makes=MAKE in may,
        waits=told(waits),
        held=told(held),
        latest=told(latest),
        projects=sorted(projects, key=lambda one: not one["open"]),
    )


def begin_roster(console: Console, request: Asked, project_id: UUID, form: Form, file: bytes) -> Response[Any]:
    """Begin a roster and take its first file; what is wrong is said at the field, and nothing was begun then."""
    staff, (t, manner) = needs(console, request, MAKE), console.words(request)
    if form.get("step") == "form":  # came back over the sign-in
        return show_project(console, request, project_id, form=form)
    name = form.get("name", "").strip()
    wrong = {} if 0 < len(name) <= NAME_LENGTH_MAX and name.isprintable() else {"name": t("rosters.name_wrong")}
    wrong |= {} if file else {"file": t("lists.file_missing")}
    if wrong:
        return show_project(console, request, project_id, form=form, wrong=wrong)
    try:
        key = form.get("once", "")[:_KEY_LENGTH_MAX] or str(new_id())
        roster_id = rostering.begin_with_file(console.house, staff, project_id, name=name, content=file, key=key)
    except Problem as problem:
        return show_project(console, request, project_id, form=form, wrong={"file": manner.told(problem)})
    return go_to(f"{FRONT}/{roster_id}")


def add_rows(console: Console, request: Asked, roster_id: UUID, file: bytes) -> Response[Any]:
    """Take another file of a roster: the refused rows, mended, or more of them."""
    staff, (t, manner) = needs(console, request, MAKE), console.words(request)
    if not file:
        return show_roster(console, request, roster_id, wrong={"file": t("lists.file_missing")})
    try:
        repeated = rostering.add_file(console.house, staff, roster_id, file)
    except Problem as problem:
        return show_roster(console, request, roster_id, wrong={"file": manner.told(problem)})
    return go_to(f"{FRONT}/{roster_id}?done={'repeated' if repeated else 'added'}")


def template_file(console: Console, request: Asked, project_id: UUID) -> Response[bytes]:
    """An empty list of the project's own columns as a workbook of text."""
    staff = needs(console, request, MAKE)
    with console.reading(staff) as tx:
        project = rosters.find_project(tx, project_id=project_id)
    columns = rosters.columns_of(terms_of(project).bound)
    headers = {"Content-Disposition": 'attachment; filename="onecard-roster.xlsx"'}
    return Response(workbook(columns), media_type=_WORKBOOK, headers=headers)


def refused_file(console: Console, request: Asked, roster_id: UUID) -> Stream:
    """The refused rows with their answers, to be mended and handed in again."""
    staff = needs(console, request, MAKE)
    with console.reading(staff) as tx:
        roster = rosters.find_roster(tx, roster_id=roster_id, agency_id=staff.agency_id)
        project = rosters.find_project(tx, project_id=roster.project_id)
    lines = answer_lines(console.house, project, roster_id, scope_of(staff))
    name = f"onecard-roster-{roster_id.hex[-12:]}-refused.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Stream(lines, media_type=_CSV, headers=headers)


async def _with_file(console: Console, request: Asked, handle: Any) -> Response[Any]:
    """Give a form and its file to a handler; without a session the rest is kept and the file is chosen anew."""
    form, files = await file_form(request)
    if not isinstance(request.scope.get("user"), Staff):
        carried = carry(console.house.keyring, request.scope["path"], form)
        return sign_in_page(console, request, {FIELD: carried}, NOTHING_WRONG, status=401)
    return await sync_to_thread(handle, form, files.get("file", b""))
