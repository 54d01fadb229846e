"""Payments from a finance department's system: approved batches in, what became of each line out.

Approval itself is not here: whoever sends a batch answers for it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from onecard.domains.disbursement import api as disbursement
from onecard.domains.residents import api as residents
from onecard.doors.api.given import RequestKey, TheHouse, TheStaff
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_payments import (
    BatchSent,
    BatchTold,
    EventTold,
    LineHistory,
    LineTold,
    PayeeSent,
    PaymentSent,
    Reissue,
    Settlement,
    State,
)
from onecard.doors.bootstrap import House
from onecard.doors.security.errors_visitors import RequestKeyTaken
from onecard.doors.security.request_keys import once, request_of
from onecard.doors.security.visitors import Staff, scope_of
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.transaction import Transaction

_ID = UUID("0193535e-0000-7000-8000-0000000000d1")
_AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
_PAYEE = PayeeSent("李示范", "9990001234567890", "示例银行南充分行")
_SENT = BatchSent(
    _ID, "sample", 10_511, "disabled_living", "2026-11", "困难残疾人生活补贴",
    [PaymentSent("510681194611230024", _PAYEE, 9_000, "A-1")],
)  # fmt: skip
_TOLD = BatchTold(
    _ID, "sample", "disabled_living", "2026-11", "困难残疾人生活补贴", 1, 9_000, 0, 9_000, 0, {"approved": 1}, 0, 0, 0,
    False, _AT,
)  # fmt: skip
_LINE = LineTold(
    1, 9_000, "rejected", _AT, False, False, 1, False, "银行未能入账，款项已退回",
    "the bank could not pay it; the money is back", "请本人提供新的社保卡账户。",
    "Ask the holder for the account of a new card.",
    "account_closed", "账户已销户", "the account is closed", "AC04",
)  # fmt: skip
_HISTORY = LineHistory(
    _LINE, [EventTold("rejected", _AT, _AT, "银行称未能入账 账户已销户", "the bank says it could not be paid")]
)


@operation(
    "POST", "/payments/batches", id="takePaymentBatch", summary="提交发放批次 · Hand in approved payments",
    tag="payments", sent=_SENT, said=_TOLD,
    problems=(
        disbursement.BankUnknown, disbursement.FundNotYours, disbursement.LineMalformed, disbursement.LinePaidBefore,
        disbursement.BatchDiffers, RequestKeyTaken,
    ),
)  # fmt: skip
def take_payment_batch(
    house: TheHouse, staff: TheStaff, request_key: RequestKey, data: JSONBody[BatchSent]
) -> BatchTold:
    """Taken whole or not at all; the same batch again changes nothing. It is sent to the bank soon after."""
    at, request = house.clock(), request_of(staff, "takePaymentBatch", request_key, data, house.keyring)
    rows = list(_rows(house, data.payments))
    wanted = disbursement.BatchWanted(
        data.batch_id, staff.agency_id, data.bank, data.fund, data.programme, data.period, data.purpose,
        f"staff {staff.staff_id}",
    )  # fmt: skip
    with house.app.writing(scope_of(staff)) as tx:

        def take() -> BatchTold:
            return tell_batch(
                disbursement.take_batch(tx, wanted, lambda: iter(rows), keyring=house.keyring, at=at)
            )  # fmt: skip

        return once(tx, request, BatchTold, take, at=at)


@operation(
    "GET", "/payments/batches", id="listPaymentBatches", summary="本机构的发放批次 · Our batches", tag="payments",
    said=[_TOLD],
)  # fmt: skip
def list_payment_batches(house: TheHouse, staff: TheStaff) -> list[BatchTold]:
    """The agency's latest batches, newest first."""
    with house.app.reading(scope_of(staff)) as tx:
        return [tell_batch(one) for one in disbursement.batches_of(tx, agency_id=staff.agency_id)]


@operation(
    "GET", "/payments/batches/{batch_id:uuid}", id="getPaymentBatch", summary="批次进度 · How far a batch is",
    tag="payments", problems=(disbursement.BatchUnknown,), said=_TOLD,
)  # fmt: skip
def get_payment_batch(house: TheHouse, staff: TheStaff, batch_id: FromPath[UUID]) -> BatchTold:
    """Lines and fen of one batch by what became of them."""
    with house.app.reading(scope_of(staff)) as tx:
        return tell_batch(disbursement.progress(tx, agency_id=staff.agency_id, batch_id=batch_id))


@operation(
    "GET", "/payments/batches/{batch_id:uuid}/lines", id="listPaymentLines", summary="批次逐笔结果 · A batch's lines",
    tag="payments", problems=(disbursement.BatchUnknown,), said=[_LINE],
)  # fmt: skip
def list_payment_lines(  # noqa: PLR0917 - what litestar injects, by name
    house: TheHouse,
    staff: TheStaff,
    batch_id: FromPath[UUID],
    after: Annotated[FromQuery[int], Meta(ge=0, le=2_000_000_000)] = 0,
    only: FromQuery[State | None] = None,
    attention: FromQuery[bool] = False,
) -> list[LineTold]:
    """A thousand lines by number: of one state, or only those that need somebody."""
    with house.app.reading(scope_of(staff)) as tx:
        disbursement.progress(tx, agency_id=staff.agency_id, batch_id=batch_id)
        found = disbursement.lines_of(
            tx, batch_id=batch_id, after=after, at_most=1_000, state=only, attention=attention
        )
    return [tell_line(one) for one in found]


@operation(
    "GET", "/payments/batches/{batch_id:uuid}/lines/{number:int}", id="getPaymentLine",
    summary="一笔的经过 · What happened to a line", tag="payments",
    problems=(disbursement.BatchUnknown, disbursement.LineUnknown), said=_HISTORY,
)  # fmt: skip
def get_payment_line(
    house: TheHouse, staff: TheStaff, batch_id: FromPath[UUID], number: FromPath[int]
) -> LineHistory:  # fmt: skip
    """A line with every event, when it happened and when we knew."""
    with house.app.reading(scope_of(staff)) as tx:
        line = _line(tx, staff, batch_id, number)
        events = disbursement.history_of(tx, line)
    told = [(one, disbursement.tell_event(one)) for one in events]
    return LineHistory(
        tell_line(line), [EventTold(one.event, one.happened_at, one.recorded_at, *said) for one, said in told]
    )


@operation(
    "POST", "/payments/batches/{batch_id:uuid}/lines/{number:int}/reissue", id="reissuePaymentLine",
    summary="更正重发 · Issue a line again", tag="payments", sent=Reissue(_PAYEE), said=_LINE,
    problems=(
        disbursement.BatchUnknown, disbursement.LineUnknown, disbursement.StillOnItsWay, disbursement.ReissuedBefore,
        disbursement.LineDisputed, disbursement.LineMalformed, RequestKeyTaken,
    ),
)  # fmt: skip
def reissue_payment_line(  # noqa: PLR0917 - what litestar injects, by name
    house: TheHouse,
    staff: TheStaff,
    batch_id: FromPath[UUID],
    number: FromPath[int],
    request_key: RequestKey,
    data: JSONBody[Reissue],
) -> LineTold:
    """A line that came back is issued again as a new one, once, for the same fen."""
    asked = {"batch": batch_id, "line": number, "payee": data.payee}
    at, request = house.clock(), request_of(staff, "reissuePaymentLine", request_key, asked, house.keyring)
    payee = disbursement.Payee(data.payee.name, data.payee.account, data.payee.bank) if data.payee else None
    with house.app.writing(scope_of(staff)) as tx:

        def issue() -> LineTold:
            _line(tx, staff, batch_id, number)
            new = disbursement.reissue(
                tx, batch_id=batch_id, number=number, payee=payee, keyring=house.keyring, at=at,
                staff=f"staff {staff.staff_id}",
            )  # fmt: skip
            return tell_line(new)

        return once(tx, request, LineTold, issue, at=at)


@operation(
    "POST", "/payments/batches/{batch_id:uuid}/lines/{number:int}/settlement", id="settlePaymentLine",
    summary="登记核实结果 · Record where the money is", tag="payments", sent=Settlement("home"), said=_LINE,
    problems=(
        disbursement.BatchUnknown, disbursement.LineUnknown, disbursement.LineMoveRefused,
        disbursement.ReissuedBefore, RequestKeyTaken,
    ),
)  # fmt: skip
def settle_payment_line(  # noqa: PLR0917 - what litestar injects, by name
    house: TheHouse,
    staff: TheStaff,
    batch_id: FromPath[UUID],
    number: FromPath[int],
    request_key: RequestKey,
    data: JSONBody[Settlement],
) -> LineTold:
    """Of a line about which the bank contradicts itself: people found out, and say so."""
    asked = {"batch": batch_id, "line": number, "found": data.found}
    at, request = house.clock(), request_of(staff, "settlePaymentLine", request_key, asked, house.keyring)
    with house.app.reading(scope_of(staff)) as tx:
        _line(tx, staff, batch_id, number)
    with house.app.writing() as tx:  # only the system moves an institution's money

        def settle() -> LineTold:
            now = disbursement.settle_dispute(
                tx, batch_id=batch_id, number=number, found=data.found, at=at, staff=f"staff {staff.staff_id}"
            )
            return tell_line(now)

        return once(tx, request, LineTold, settle, at=at)


def tell_batch(one: disbursement.BatchProgress) -> BatchTold:
    """How far it is, as the API says it."""
    return BatchTold(
        one.batch_id, one.bank, one.programme, one.period, one.purpose, one.lines, one.amount_fen, one.paid_fen,
        one.outstanding_fen, one.home_fen, {str(state): many for state, many in one.counts.items()}, one.reissued,
        one.doubted, one.disputed, one.finished, one.recorded_at,
    )  # fmt: skip


def tell_line(one: disbursement.Line) -> LineTold:
    """A line, as the API says it."""
    told = disbursement.tell(one)
    reason_zh, reason_en = told.get("reason", (None, None))
    (said_zh, said), (next_zh, next_en) = told["said"], told["next"]
    return LineTold(
        one.number, one.amount_fen, one.state, one.state_since, one.doubted_at is not None,
        one.disputed_at is not None, one.attempt, one.reissued_as is not None, said_zh, said, next_zh, next_en,
        one.reason, reason_zh, reason_en, one.bank_reason,
    )  # fmt: skip


def _line(tx: Transaction, staff: Staff, batch_id: UUID, number: int) -> disbursement.Line:
    if not 0 < number < 2**31:
        raise disbursement.LineUnknown
    disbursement.progress(tx, agency_id=staff.agency_id, batch_id=batch_id)
    return disbursement.line_of(tx, batch_id=batch_id, number=number)


def _rows(house: House, sent: list[PaymentSent]) -> Iterator[disbursement.NewLine]:
    for row, one in enumerate(sent, 1):
        try:
            number = residents.SocialSecurityNumber.parse(one.number, house.book.places.divisions)
            payee = disbursement.Payee(residents.read_name(one.payee.name), one.payee.account, one.payee.bank)
        except Problem as problem:
            words = problem.words()
            raise disbursement.LineMalformed(
                row=row, what_zh=words["title_zh"], what_en=words["title"]
            ) from None  # fmt: skip
        yield disbursement.NewLine(
            residents.holder_of(number, keyring=house.keyring), payee, one.amount_fen, one.source
        )


PAYMENT_ROUTES = [
    take_payment_batch, list_payment_batches, get_payment_batch, list_payment_lines, get_payment_line,
    reissue_payment_line, settle_payment_line,
]  # fmt: skip
