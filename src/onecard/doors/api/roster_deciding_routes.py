"""What people decide about a roster: objections, entries taken out, approval level by level, the hand-over."""

from uuid import UUID

from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from onecard.domains.disbursement import api as disbursement
from onecard.domains.rosters import api as rosters
from onecard.doors.api.given import RequestKey, TheHouse, TheStaff
from onecard.doors.api.operation import operation
from onecard.doors.api.rosters_told import ENTRY, HANDOVER, ROSTER, hand_of, tell_entry, tell_roster
from onecard.doors.api.shapes_rosters import (
    BackSent,
    Confirm,
    EntryTold,
    HandoverTold,
    ObjectionSent,
    OutcomeSent,
    RosterTold,
)
from onecard.doors.bootstrap import House
from onecard.doors.rosters import terms_of
from onecard.doors.security.errors_visitors import RequestKeyTaken
from onecard.doors.security.request_keys import once, request_of
from onecard.doors.security.visitors import Staff, scope_of

_ENTRY = (rosters.RosterUnknown, rosters.EntryUnknown, rosters.EntryMoveRefused, RequestKeyTaken)
_DECIDE = (
    rosters.RosterUnknown, rosters.LevelOfAnother, rosters.DutyTaken, rosters.RosterMoveRefused, RequestKeyTaken,
)  # fmt: skip


@operation(
    "POST", "/rosters/{roster_id:uuid}/entries/{number:int}/objection", id="objectToRosterEntry",
    summary="登记异议 · Write an objection down", tag="rosters", problems=_ENTRY, sent=ObjectionSent("not_entitled"),
    said=ENTRY,
)  # fmt: skip
def object_to_roster_entry(  # noqa: PLR0917 - what litestar injects, by name
    house: TheHouse,
    staff: TheStaff,
    roster_id: FromPath[UUID],
    number: FromPath[int],
    request_key: RequestKey,
    data: JSONBody[ObjectionSent],
) -> EntryTold:
    """It holds this one entry; the others go on."""
    asked = {"roster": roster_id, "number": number, "ground": data.ground}
    at, request = house.clock(), request_of(staff, "objectToRosterEntry", request_key, asked, house.keyring)
    with house.app.writing(scope_of(staff)) as tx:

        def write_down() -> EntryTold:
            rosters.find_roster(tx, roster_id=roster_id, agency_id=staff.agency_id)
            entry = rosters.object_to_entry(
                tx, roster_id=roster_id, number=number, ground=data.ground, hand=hand_of(staff), at=at
            )
            return tell_entry(entry)

        return once(tx, request, EntryTold, write_down, at=at)


@operation(
    "POST", "/rosters/{roster_id:uuid}/entries/{number:int}/settlement", id="settleRosterObjection",
    summary="处理异议 · Settle an objection", tag="rosters", sent=OutcomeSent("unfounded"), said=ENTRY,
    problems=(*_ENTRY, rosters.LevelOfAnother, rosters.DutyTaken, rosters.ObjectionUnknown, rosters.OwnRecord),
)  # fmt: skip
def settle_roster_objection(  # noqa: PLR0917 - what litestar injects, by name
    house: TheHouse,
    staff: TheStaff,
    roster_id: FromPath[UUID],
    number: FromPath[int],
    request_key: RequestKey,
    data: JSONBody[OutcomeSent],
) -> EntryTold:
    """The department's word, by somebody who neither made the roster nor wrote the objection down."""
    asked = {"roster": roster_id, "number": number, "outcome": data.outcome}
    at, request = house.clock(), request_of(staff, "settleRosterObjection", request_key, asked, house.keyring)
    with house.app.writing(scope_of(staff)) as tx:

        def settle() -> EntryTold:
            entry = rosters.settle_objection(
                tx, roster_id=roster_id, number=number, outcome=data.outcome, hand=hand_of(staff), at=at
            )
            return tell_entry(entry)

        return once(tx, request, EntryTold, settle, at=at)


@operation(
    "POST", "/rosters/{roster_id:uuid}/entries/{number:int}/drop", id="dropRosterEntry",
    summary="核减一人 · Take an entry out", tag="rosters", sent=Confirm(True), said=ENTRY,
    problems=(*_ENTRY, rosters.LevelOfAnother, rosters.DutyTaken, rosters.RosterMoveRefused),
)  # fmt: skip
def drop_roster_entry(  # noqa: PLR0917 - what litestar injects, by name
    house: TheHouse,
    staff: TheStaff,
    roster_id: FromPath[UUID],
    number: FromPath[int],
    request_key: RequestKey,
    data: JSONBody[Confirm],
) -> EntryTold:
    """By the township, before the hand-over; the others stay as they are, approvals too."""
    asked = {"roster": roster_id, "number": number, "confirm": data.confirm}
    at, request = house.clock(), request_of(staff, "dropRosterEntry", request_key, asked, house.keyring)
    _require(house, staff, roster_id)
    with house.app.writing() as tx:  # the quota that becomes free is the department's

        def drop() -> EntryTold:
            return tell_entry(rosters.drop_entry(tx, roster_id=roster_id, number=number, hand=hand_of(staff), at=at))

        return once(tx, request, EntryTold, drop, at=at)


@operation(
    "POST", "/rosters/{roster_id:uuid}/withdrawal", id="withdrawRoster", summary="撤回名册 · Withdraw a roster",
    tag="rosters", problems=_DECIDE, sent=Confirm(True), said=ROSTER,
)  # fmt: skip
def withdraw_roster(
    house: TheHouse, staff: TheStaff, roster_id: FromPath[UUID], request_key: RequestKey, data: JSONBody[Confirm]
) -> RosterTold:
    """Before it is handed over; its quota and its people are free again."""
    asked = {"roster": roster_id, "confirm": data.confirm}
    at, request = house.clock(), request_of(staff, "withdrawRoster", request_key, asked, house.keyring)
    _require(house, staff, roster_id)
    with house.app.writing() as tx:  # the quota that becomes free is the department's

        def withdraw() -> RosterTold:
            rosters.withdraw_roster(tx, roster_id=roster_id, hand=hand_of(staff), at=at)
            return tell_roster(tx, staff, roster_id)

        return once(tx, request, RosterTold, withdraw, at=at)


@operation(
    "POST", "/rosters/{roster_id:uuid}/handover", id="handOverRoster", summary="转发放 · Hand over to payment",
    tag="rosters", sent=Confirm(True), said=HANDOVER,
    problems=(
        *_DECIDE, rosters.NothingStands, rosters.RosterChanged, disbursement.BankUnknown, disbursement.FundNotYours,
    ),
)  # fmt: skip
def hand_over_roster(
    house: TheHouse, staff: TheStaff, roster_id: FromPath[UUID], request_key: RequestKey, data: JSONBody[Confirm]
) -> HandoverTold:
    """What was approved and stands becomes a batch of payment. What was held and is released follows as another."""
    asked = {"roster": roster_id, "confirm": data.confirm}
    at, request = house.clock(), request_of(staff, "handOverRoster", request_key, asked, house.keyring)
    _require(house, staff, roster_id)
    with house.app.writing() as tx:  # people are looked at once more, wherever they are registered

        def give() -> HandoverTold:
            made = rosters.hand_over(
                tx, terms_of, roster_id=roster_id, hand=hand_of(staff), keyring=house.keyring, at=at
            )
            return HandoverTold(made.handover, made.batch_id, made.entries, made.amount_fen, made.handed_at)

        return once(tx, request, HandoverTold, give, at=at)


def _approving(level: rosters.Level, name_zh: str) -> HTTPRouteHandler:
    verb = f"approveRosterAt{level.title()}"

    @operation(
        "POST", f"/rosters/{{roster_id:uuid}}/approvals/{level}", id=verb, tag="rosters",
        summary=f"{name_zh}审批 · Approve at the {level}", sent=Confirm(True), said=ROSTER,
        problems=(*_DECIDE, rosters.NoticeRuns, rosters.NothingStands, rosters.RosterChanged),
    )  # fmt: skip
    def approve(
        house: TheHouse, staff: TheStaff, roster_id: FromPath[UUID], request_key: RequestKey, data: JSONBody[Confirm]
    ) -> RosterTold:
        """After the level before, by somebody who did nothing else for the roster, when the notice is over."""
        asked = {"roster": roster_id, "confirm": data.confirm}
        at, request = house.clock(), request_of(staff, verb, request_key, asked, house.keyring)
        with house.app.writing(scope_of(staff)) as tx:

            def do() -> RosterTold:
                rosters.approve_roster(
                    tx, roster_id=roster_id, level=level, hand=hand_of(staff), keyring=house.keyring, at=at
                )
                return tell_roster(tx, staff, roster_id)

            return once(tx, request, RosterTold, do, at=at)

    return approve


def _sending_back(level: rosters.Level, name_zh: str) -> HTTPRouteHandler:
    verb = f"sendRosterBackFrom{level.title()}"

    @operation(
        "POST", f"/rosters/{{roster_id:uuid}}/returns/{level}", id=verb, tag="rosters", problems=_DECIDE,
        summary=f"{name_zh}退回 · Send back from the {level}", sent=BackSent("rows_doubtful"), said=ROSTER,
    )  # fmt: skip
    def send_back(
        house: TheHouse, staff: TheStaff, roster_id: FromPath[UUID], request_key: RequestKey, data: JSONBody[BackSent]
    ) -> RosterTold:
        """To who made it: notice and approvals are void, a new round begins."""
        asked = {"roster": roster_id, "reason": data.reason}
        at, request = house.clock(), request_of(staff, verb, request_key, asked, house.keyring)
        with house.app.writing(scope_of(staff)) as tx:

            def do() -> RosterTold:
                rosters.send_back(tx, roster_id=roster_id, level=level, hand=hand_of(staff), reason=data.reason, at=at)
                return tell_roster(tx, staff, roster_id)

            return once(tx, request, RosterTold, do, at=at)

    return send_back


def _require(house: House, staff: Staff, roster_id: UUID) -> None:
    """In the staff's own scope: RosterUnknown where the agency neither makes nor decides about it."""
    with house.app.reading(scope_of(staff)) as tx:
        rosters.find_roster(tx, roster_id=roster_id, agency_id=staff.agency_id)


_LEVELS: tuple[tuple[rosters.Level, str], ...] = (("township", "乡镇"), ("department", "部门"), ("finance", "财政"))
ROSTER_DECIDING_ROUTES = [
    object_to_roster_entry, settle_roster_objection, drop_roster_entry, withdraw_roster,
    *(_approving(level, zh) for level, zh in _LEVELS), *(_sending_back(level, zh) for level, zh in _LEVELS),
    hand_over_roster,
]  # fmt: skip
