"""A resident's own payments: what came, what is coming, what came back and what to do."""

from datetime import UTC, date, datetime
from typing import Annotated
from uuid import UUID

from litestar.params import FromPath, QueryParameter

from onecard.domains.disbursement import api as disbursement
from onecard.doors.api.given import TheHouse, TheResident
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_my_payments import HappenedTold, PaymentHistory, PaymentTold, Stands
from onecard.doors.security.errors_visitors import NothingHere
from onecard.doors.security.visitors import scope_of
from onecard.kernel.clock import day_of

_AT, _ID = datetime(2026, 11, 23, 2, 0, tzinfo=UTC), UUID("0193535e-0000-7000-8000-0000000000d2")
_PAYMENT = PaymentTold(
    _ID, "resident_pension", "2026-11", "城乡居民养老金", 123_400, "came", "已到账", "on your account",
    None, None, None, "可在银行柜面、自助机或手机银行查到这一笔。",
    "You find it at the bank's counter, its machines or in its app.", "7890",
    "示例银行", "Sample Bank", UUID("0193535e-0000-7000-8000-0000000000d3"), date(2026, 11, 20), _AT, None, None,
)  # fmt: skip
_HISTORY = PaymentHistory(_PAYMENT, [HappenedTold("paid", _AT, "银行称已到账", "the bank says it is on the account")])


@operation("GET", "/me/payments", id="listMyPayments", summary="我的到账 · My payments", tag="me", said=[_PAYMENT])
def list_my_payments(
    house: TheHouse,
    resident: TheResident,
    *,
    before: Annotated[UUID | None, QueryParameter(description="older than this payment")] = None,
    at_most: Annotated[int, QueryParameter(ge=1, le=100)] = 30,
) -> list[PaymentTold]:
    """Newest first; for the next page give the last `payment_id` as `before`. What was issued again stands once."""
    with house.app.reading(scope_of(resident)) as tx:
        found = disbursement.payments_of(
            tx, holder_id=resident.holder_id, keyring=house.keyring, before=before, at_most=at_most
        )
    return [tell_payment(one) for one in found]


@operation(
    "GET", "/me/payments/{payment_id:uuid}", id="getMyPayment", summary="一笔发放的经过 · One payment of mine",
    tag="me", problems=(NothingHere,), said=_HISTORY,
)  # fmt: skip
def get_my_payment(house: TheHouse, resident: TheResident, payment_id: FromPath[UUID]) -> PaymentHistory:
    """With everything that happened to it."""
    with house.app.reading(scope_of(resident)) as tx:
        try:
            found, events = disbursement.payment_of(
                tx, holder_id=resident.holder_id, line_id=payment_id, keyring=house.keyring
            )
        except disbursement.LineUnknown:
            raise NothingHere from None
    told = [HappenedTold(one.event, one.happened_at, *disbursement.tell_event(one)) for one in events]
    return PaymentHistory(tell_payment(found), told)


def tell_payment(one: disbursement.Payment) -> PaymentTold:
    """A payment, as the API says it."""
    told, line = disbursement.tell_payee(one.line), one.line
    stands: Stands = one.stands
    reason_zh, reason_en = told.get("reason", (None, None))
    reason = line.reason if "reason" in told else None
    return PaymentTold(
        line.line_id, one.programme, one.period, one.purpose, line.amount_fen, stands, *told["said"], reason, reason_zh,
        reason_en, *told["next"], one.account_end, one.bank_zh, one.bank_en, one.agency_id, day_of(one.batch_at),
        one.happened_at, line.replaces, line.reissued_as,
    )  # fmt: skip


MY_PAYMENT_ROUTES = [list_my_payments, get_my_payment]
