"""Rosters from a township's system: begun, filled row by row with an answer for each, put on notice, followed."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from onecard.domains.rosters import api as rosters
from onecard.doors.api.given import RequestKey, TheHouse, TheStaff
from onecard.doors.api.operation import operation
from onecard.doors.api.rosters_told import (
    EVENT,
    NOTICE,
    ROSTER,
    ROSTER_SENT,
    ROWS_SENT,
    hand_of,
    tell_progress,
    tell_roster,
)
from onecard.doors.api.shapes_rosters import (
    Confirm,
    NoticeLineTold,
    RosterEventTold,
    RosterRowAnswer,
    RosterSent,
    RosterTold,
    RowsSent,
)
from onecard.doors.rosters import terms_of
from onecard.doors.security.errors_visitors import RequestKeyTaken
from onecard.doors.security.request_keys import once, request_of
from onecard.doors.security.visitors import scope_of
from onecard.kernel.sheets import row_of

_NOTICE_PAGE = 1_000


@operation(
    "POST", "/rosters", id="beginRoster", summary="新建名册 · Begin a roster", tag="rosters",
    problems=(rosters.ProjectUnknown, rosters.RosterUnknown, RequestKeyTaken), sent=ROSTER_SENT, said=ROSTER,
)  # fmt: skip
def begin_roster(house: TheHouse, staff: TheStaff, request_key: RequestKey, data: JSONBody[RosterSent]) -> RosterTold:
    """Without rows yet; again under the same id it is the one that was begun."""
    at, request = house.clock(), request_of(staff, "beginRoster", request_key, data, house.keyring)
    wanted = rosters.RosterWanted(data.roster_id, data.project_id, data.name)
    with house.app.writing(scope_of(staff)) as tx:

        def begin() -> RosterTold:
            rosters.begin_roster(tx, wanted, hand=hand_of(staff), at=at)
            return tell_roster(tx, staff, data.roster_id)

        return once(tx, request, RosterTold, begin, at=at)


@operation("GET", "/rosters", id="listRosters", summary="名册 · Our rosters", tag="rosters", said=[ROSTER])
def list_rosters(house: TheHouse, staff: TheStaff) -> list[RosterTold]:
    """The latest rosters that the agency makes or decides about."""
    with house.app.reading(scope_of(staff)) as tx:
        found = rosters.progress_of(tx, rosters.rosters_of(tx, agency_id=staff.agency_id))
    return [tell_progress(one) for one in found]


@operation(
    "GET", "/rosters/{roster_id:uuid}", id="getRoster", summary="名册进度 · How far a roster is", tag="rosters",
    problems=(rosters.RosterUnknown,), said=ROSTER,
)  # fmt: skip
def get_roster(house: TheHouse, staff: TheStaff, roster_id: FromPath[UUID]) -> RosterTold:
    """Rows, entries, fen, notice and approvals."""
    with house.app.reading(scope_of(staff)) as tx:
        return tell_roster(tx, staff, roster_id)


@operation(
    "GET", "/rosters/{roster_id:uuid}/history", id="getRosterHistory", summary="办理经过 · What happened to a roster",
    tag="rosters", problems=(rosters.RosterUnknown,), said=[EVENT],
)  # fmt: skip
def get_roster_history(house: TheHouse, staff: TheStaff, roster_id: FromPath[UUID]) -> list[RosterEventTold]:
    """In order; `round` grows whenever a notice became void."""
    with house.app.reading(scope_of(staff)) as tx:
        rosters.find_roster(tx, roster_id=roster_id, agency_id=staff.agency_id)
        found = rosters.history_of(tx, roster_id=roster_id)
    return [RosterEventTold(one.event, one.round, one.happened_at, one.reason) for one in found]


@operation(
    "POST", "/rosters/{roster_id:uuid}/rows", id="addRosterRows", summary="提交名册行 · Hand rows in", tag="rosters",
    problems=(
        rosters.RosterUnknown, rosters.LevelOfAnother, rosters.ProjectClosed, rosters.DutyTaken,
        rosters.RosterMoveRefused, RequestKeyTaken,
    ),
    sent=ROWS_SENT, said=ROSTER,
)  # fmt: skip
def add_roster_rows(
    house: TheHouse, staff: TheStaff, roster_id: FromPath[UUID], request_key: RequestKey, data: JSONBody[RowsSent]
) -> RosterTold:
    """Taken at once and checked soon after. The same rows again change nothing; others void notice and approvals."""
    asked = {"roster": roster_id, "rows": data.rows}
    at, request = house.clock(), request_of(staff, "addRosterRows", request_key, asked, house.keyring)
    with house.app.writing(scope_of(staff)) as tx:

        def add() -> RosterTold:
            whose = rosters.find_roster(tx, roster_id=roster_id, agency_id=staff.agency_id)
            columns = rosters.columns_of(terms_of(rosters.find_project(tx, project_id=whose.project_id)).bound)
            told = (msgspec.to_builtins(one) for one in data.rows)
            rows = [row_of(n, {**one.pop("facts"), **one}, columns) for n, one in enumerate(told, 1)]
            rosters.add_rows(
                tx, roster_id=roster_id, digest=request.digest, rows=rows, hand=hand_of(staff), keyring=house.keyring,
                at=at,
            )  # fmt: skip
            return tell_roster(tx, staff, roster_id)

        return once(tx, request, RosterTold, add, at=at)


@operation(
    "GET", "/rosters/{roster_id:uuid}/answers", id="getRosterAnswers", summary="逐行结果 · A roster's answers",
    tag="rosters", problems=(rosters.RosterUnknown,), said=[RosterRowAnswer(1, True)],
)  # fmt: skip
def get_roster_answers(
    house: TheHouse,
    staff: TheStaff,
    roster_id: FromPath[UUID],
    part: Annotated[FromQuery[int], Meta(ge=0, le=10**6)] = 0,
) -> list[RosterRowAnswer]:
    """A thousand rows with their answers, by number and without what they say of people; empty while they wait."""
    with house.app.reading(scope_of(staff)) as tx:
        rosters.find_roster(tx, roster_id=roster_id, agency_id=staff.agency_id)
        answers = rosters.part_answers(tx, roster_id=roster_id, part=part, keyring=house.keyring)
    return [RosterRowAnswer(number, problem is None, **(problem or {})) for number, _, problem in answers or ()]


@operation(
    "POST", "/rosters/{roster_id:uuid}/notice", id="postRosterNotice", summary="开始公示 · Post the notice",
    tag="rosters", problems=(
        rosters.RosterUnknown, rosters.LevelOfAnother, rosters.DutyTaken, rosters.RosterMoveRefused,
        rosters.NothingStands, RequestKeyTaken,
    ),
    sent=Confirm(True), said=ROSTER,
)  # fmt: skip
def post_roster_notice(
    house: TheHouse, staff: TheStaff, roster_id: FromPath[UUID], request_key: RequestKey, data: JSONBody[Confirm]
) -> RosterTold:
    """What stands now hangs for as many days as the place asks for, and only that can be approved."""
    asked = {"roster": roster_id, "confirm": data.confirm}
    at, request = house.clock(), request_of(staff, "postRosterNotice", request_key, asked, house.keyring)
    with house.app.writing(scope_of(staff)) as tx:

        def post() -> RosterTold:
            rosters.post_notice(tx, roster_id=roster_id, hand=hand_of(staff), keyring=house.keyring, at=at)
            return tell_roster(tx, staff, roster_id)

        return once(tx, request, RosterTold, post, at=at)


@operation(
    "GET", "/rosters/{roster_id:uuid}/notice", id="getRosterNotice", summary="公示内容 · The public notice",
    tag="rosters", problems=(rosters.RosterUnknown,), said=[NOTICE],
)  # fmt: skip
def get_roster_notice(
    house: TheHouse, staff: TheStaff, roster_id: FromPath[UUID],
    after: Annotated[FromQuery[int], Meta(ge=0, lt=2**31)] = 0,
) -> list[NoticeLineTold]:  # fmt: skip
    """A thousand lines after a number: masked names and amounts, no identity number, no account."""
    with house.app.reading(scope_of(staff)) as tx:
        rosters.find_roster(tx, roster_id=roster_id, agency_id=staff.agency_id)
        lines = rosters.notice_lines(tx, roster_id=roster_id, keyring=house.keyring, after=after, at_most=_NOTICE_PAGE)
        return [NoticeLineTold(one.number, one.name, one.amount_fen) for one in lines]


ROSTER_ROUTES = [
    begin_roster, list_rosters, get_roster, get_roster_history, add_roster_rows, get_roster_answers,
    post_roster_notice, get_roster_notice,
]  # fmt: skip
