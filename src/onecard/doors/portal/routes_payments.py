"""The resident's payments: what came, what is on its way, what failed and what to do; and one payment's history."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from onecard import rulebook
from onecard.domains.agencies import api as agencies
from onecard.domains.disbursement import api as disbursement
from onecard.doors.look import charts, writing
from onecard.doors.look.manner import Manner
from onecard.doors.portal import payments
from onecard.doors.portal.desk import Asked, Portal
from onecard.doors.security.errors_visitors import NothingHere
from onecard.kernel.clock import day_of, start_of

A_PAGE = 36


def payment_routes(portal: Portal) -> list[Any]:
    """GET /payments and /payments/{line}."""

    @get("/payments", sync_to_thread=True, include_in_schema=False)
    def mine(request: Asked, before: FromQuery[UUID | None] = None) -> Response[str]:
        return show_payments(portal, request, before)

    @get("/payments/{line_id:uuid}", sync_to_thread=True, include_in_schema=False)
    def one(request: Asked, line_id: FromPath[UUID]) -> Response[str]:
        return show_payment(portal, request, line_id)

    return [mine, one]


def show_payments(portal: Portal, request: Asked, before: UUID | None) -> Response[str]:
    """A page of payments in three groups, and on the first page the months that money came in."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    house, today = portal.house, day_of(portal.house.clock())
    since = start_of(payments.months_until(today)[0])
    with portal.reading(resident) as tx:
        found = disbursement.payments_of(
            tx, holder_id=resident.holder_id, keyring=house.keyring, before=before, at_most=A_PAGE + 1
        )
        arrived = disbursement.arrived_by_month(tx, holder_id=resident.holder_id, since=since)
    shown = [
        payments.shown_payment(one, rulebook.programmes(), t, manner, today=today) for one in found[:A_PAGE]
    ]  # fmt: skip
    months = payments.twelve_months(arrived, today=today) if before is None and found else []
    return portal.show(
        request,
        "payments.html",
        resident,
        "",
        first=before is None,
        latest=next((one for one in shown if one.stands == "came"), None),
        groups=payments.in_groups(shown),
        months=[(writing.month(first, manner.language), fen) for first, fen in months],
        total_fen=sum(fen for _, fen in months),
        strip=_strip(months, t("payments.months"), manner) if months else "",
        older=shown[-1].line_id if len(found) > A_PAGE else None,
    )


def show_payment(portal: Portal, request: Asked, line_id: UUID) -> Response[str]:
    """One payment: for what, how much, to which account, who pays it, and everything that happened to it."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    house, today = portal.house, day_of(portal.house.clock())
    with portal.reading(resident) as tx:
        try:
            found, events = disbursement.payment_of(
                tx, holder_id=resident.holder_id, line_id=line_id, keyring=house.keyring
            )  # fmt: skip
        except disbursement.LineUnknown:
            raise NothingHere from None
        payer = agencies.find_agencies(tx, [found.agency_id]).get(found.agency_id)
    return portal.show(
        request,
        "payment.html",
        resident,
        "",
        one=payments.shown_payment(found, rulebook.programmes(), t, manner, today=today),
        payer=manner.pick(payer.name_zh, payer.name_en) if payer else "",
        events=[(manner.pick(*disbursement.tell_event(one)), one.happened_at) for one in reversed(events)],
    )


def _strip(months: list[tuple[date, int]], name: str, manner: Manner) -> Any:
    """The drawn months, labelled by their number in every language."""
    said = [(f"{first.month}月" if manner.language == "zh" else f"{first:%b}", fen) for first, fen in months]
    return charts.columns(said, name=name)
