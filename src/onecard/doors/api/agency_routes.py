"""What staff may see of their own agency: its points and their answers, its clearing; for auditors the log."""

from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
from litestar.params import FromPath

from onecard.domains.agencies import api as agencies
from onecard.domains.clearing import api as clearing
from onecard.domains.sharing import api as sharing
from onecard.domains.usage import api as usage
from onecard.doors.api.given import TheHouse, TheStaff
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_people import LogVerdict, PointAnswer, PointShape
from onecard.doors.security.errors_visitors import NothingHere
from onecard.doors.security.visitors import scope_of


class StatementLine(msgspec.Struct, frozen=True):
    """What passed between the agency and one counterparty; below zero the agency owes."""

    counterparty: UUID
    debit: int
    credit: int
    purpose: str
    change_fen: int
    transfers: int


class PaymentTold(msgspec.Struct, frozen=True):
    """One payment that settles the day."""

    payer: UUID
    payee: UUID
    amount_fen: int


class StatementTold(msgspec.Struct, frozen=True):
    """An agency's cleared day: lines, the net, and the payments that settle it."""

    day: date
    agency_id: UUID
    pays_fen: int
    receives_fen: int
    net_fen: int
    lines: list[StatementLine]
    payments: list[PaymentTold]


_OURS, _THEIRS = UUID("0193535e-0000-7000-8000-000000000001"), UUID("0193535e-0000-7000-8000-000000000002")
POINT = PointShape(_OURS, "gate", "transit", 500103, "111 路(示例)", "Line 111 (sample)", "open", {"line": "111"})
_ANSWER = PointAnswer(_THEIRS, 41, "usage.card_lost", datetime(2026, 11, 23, 2, 0, tzinfo=UTC))
_STATEMENT = StatementTold(
    date(2026, 11, 22), _OURS, 0, 200, 200,
    [StatementLine(_THEIRS, 5102, 20001, "transit.concession", 200, 1)], [PaymentTold(_THEIRS, _OURS, 200)],
)  # fmt: skip


@operation(
    "GET", "/points", id="listPoints", summary="本机构受理点 · Our acceptance points", tag="agency", said=[POINT]
)
def list_points(house: TheHouse, staff: TheStaff) -> list[PointShape]:
    """The points of the agency, by name."""
    with house.app.reading(scope_of(staff)) as tx:
        points = agencies.points_of(tx, agency_id=staff.agency_id)
    return [tell_point(one) for one in points]


@operation(
    "GET", "/points/{point_id:uuid}/answers", id="listPointAnswers", summary="受理点应答 · Answers of a point",
    tag="agency", problems=(NothingHere,), said=[_ANSWER],
)  # fmt: skip
def list_point_answers(house: TheHouse, staff: TheStaff, point_id: FromPath[UUID]) -> list[PointAnswer]:
    """The latest answers of one of the agency's points; nobody is named."""
    with house.app.reading(scope_of(staff)) as tx:
        point = agencies.find_points(tx, [point_id]).get(point_id)
        if point is None or point.agency_id != staff.agency_id:
            raise NothingHere
        rows = usage.point_answers(tx, point_id=point_id)
    return [PointAnswer(row.use_id, row.sequence, row.refusal, row.happened_at) for row in rows]


@operation(
    "GET", "/clearing/{day:date}/statement", id="getStatement", summary="清算对账单 · Our statement of a day",
    tag="agency", problems=(clearing.DayNotClosed,), said=_STATEMENT,
)  # fmt: skip
def get_statement(house: TheHouse, staff: TheStaff, day: FromPath[date]) -> StatementTold:
    """What the agency owes and is owed from one closed day, and how it is settled."""
    with house.app.reading(scope_of(staff)) as tx:
        found = clearing.statement(tx, day=day, agency_id=staff.agency_id)
    net = {"pays_fen": found.net.pays_fen, "receives_fen": found.net.receives_fen, "net_fen": found.net.net_fen}
    lines = [msgspec.convert(line, StatementLine, from_attributes=True) for line in found.lines]
    payments = [msgspec.convert(one, PaymentTold, from_attributes=True) for one in found.payments]
    return StatementTold(found.day, found.agency_id, **net, lines=lines, payments=payments)


@operation(
    "GET", "/access-log/proof", id="verifyAccessLog", summary="核验查询日志 · Prove the log", tag="agency",
    said=LogVerdict(12, 4_711, holds=True, findings=[]),
)  # fmt: skip
def verify_access_log(house: TheHouse) -> LogVerdict:
    """Seal every link again; whose data was looked at is not told."""
    with house.app.reading(snapshot=True) as tx:  # or a look that is written meanwhile seems to be missing
        verdict = sharing.verify(tx, keyring=house.keyring)
    findings = [f"{one.chain} {one.sequence}: {one.said[0]} · {one.said[1]}" for one in verdict.findings]
    return LogVerdict(verdict.chains, verdict.looks, not findings, findings)


def tell_point(one: agencies.Point) -> PointShape:
    """A point as the API tells of it, without its key."""
    return PointShape(
        one.point_id, one.kind, one.scene, one.division, one.name_zh, one.name_en, one.state, dict(one.settings)
    )


AGENCY_ROUTES = [list_points, list_point_answers, get_statement, verify_access_log]
