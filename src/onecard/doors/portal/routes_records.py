"""The resident's own records: uses, receipts that say why, and who looked at the data."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from onecard.domains.agencies import api as agencies
from onecard.domains.delegations import api as delegations
from onecard.domains.sharing import api as sharing
from onecard.domains.usage import api as usage
from onecard.doors.family.telling import delegate_words, onlookers
from onecard.doors.look.manner import Manner
from onecard.doors.paging import NO_ID, older, start_of_page
from onecard.doors.portal.desk import Asked, Portal
from onecard.doors.portal.uses import by_month, shown_use
from onecard.doors.security.errors_visitors import NothingHere
from onecard.kernel.postgres.transaction import Transaction
from onecard.kernel.words import load_words

A_PAGE = 30
LOOK_WORDS = load_words("onecard.domains.sharing")


def record_routes(portal: Portal) -> list[Any]:
    """GET /records, /records/{use} and /looked."""

    @get("/records", sync_to_thread=True, include_in_schema=False)
    def records(
        request: Asked, before: FromQuery[datetime | None] = None, before_use: FromQuery[UUID] = NO_ID
    ) -> Response[str]:
        return show_records(portal, request, start_of_page(before), before_use)

    @get("/records/{use_id:uuid}", sync_to_thread=True, include_in_schema=False)
    def receipt(request: Asked, use_id: FromPath[UUID]) -> Response[str]:
        return show_receipt(portal, request, use_id)

    @get("/looked", sync_to_thread=True, include_in_schema=False)
    def looked(
        request: Asked, before: FromQuery[datetime | None] = None, before_look: FromQuery[UUID] = NO_ID
    ) -> Response[str]:
        return show_looks(portal, request, start_of_page(before), before_look)

    return [records, receipt, looked]


def show_records(portal: Portal, request: Asked, before: datetime, before_use: UUID) -> Response[str]:
    """A page of uses by month, newest first, and where there are more the way to them."""
    resident, (_, manner) = portal.resident(request), portal.words(request)
    with portal.reading(resident) as tx:
        rows = usage.list_uses(
            tx, holder_id=resident.holder_id, before=before, before_use=before_use, at_most=A_PAGE + 1
        )
        shown_by = _shown_by(portal, tx, resident.holder_id, [row.use_id for row in rows], manner)
    uses = [shown_use(row, portal.looks, portal.house.book.places, manner) for row in rows[:A_PAGE]]
    more = older(before=uses[-1].happened_at, before_use=uses[-1].use_id) if len(rows) > A_PAGE else ""
    months = by_month(uses, manner)
    return portal.show(request, "records.html", resident, "records", months=months, older=more, shown_by=shown_by)


def show_receipt(portal: Portal, request: Asked, use_id: UUID) -> Response[str]:
    """What one use cost, who bears it, and why."""
    resident, (_, manner) = portal.resident(request), portal.words(request)
    with portal.reading(resident) as tx:
        row = usage.find_use(tx, holder_id=resident.holder_id, use_id=use_id)
        shown_by = _shown_by(portal, tx, resident.holder_id, [use_id], manner)
    if row is None:
        raise NothingHere
    use = shown_use(row, portal.looks, portal.house.book.places, manner)
    return portal.show(request, "receipt.html", resident, "records", use=use, shown_by=shown_by)


def show_looks(portal: Portal, request: Asked, before: datetime, before_look: UUID) -> Response[str]:
    """A page of looks at the resident's data: who, at what, why and by what right; and the way to older ones."""
    resident, (_, manner) = portal.resident(request), portal.words(request)
    with portal.reading(resident) as tx:
        looks = sharing.looks_at(tx, resident.holder_id, before=before, before_look=before_look, count=A_PAGE + 1)
        found = agencies.find_agencies(tx, {look.agency_id for look in looks})
        who = onlookers(tx, resident.holder_id, looks, portal.house.keyring)

    def said(kind: str, code: str) -> str:
        return LOOK_WORDS.say(f"{kind}.{code}", {}, manner.language)

    shown = [
        {
            "who": manner.pick(*(who.get(look.look_id) or _names(found[look.agency_id]))),
            "what": said("subject", look.subject),
            "at": look.looked_at,
            "purpose": said("purpose", look.purpose),
            "basis": said("legal_basis", look.legal_basis),
        }
        for look in looks[:A_PAGE]
    ]
    last = looks[A_PAGE - 1] if len(looks) > A_PAGE else None
    more = older(before=last.looked_at, before_look=last.look_id) if last else ""
    return portal.show(request, "looked.html", resident, "me", looks=shown, older=more)


def _names(agency: agencies.Agency) -> tuple[str, str]:
    return agency.name_zh, agency.name_en


def _shown_by(portal: Portal, tx: Transaction, holder_id: UUID, uses: list[UUID], manner: Manner) -> dict[UUID, str]:
    """Which relative showed the code, for those uses where it was one."""
    found = delegations.delegates_of_uses(tx, holder_id=holder_id, uses=uses)
    return {use: manner.pick(*delegate_words(one, portal.house.keyring)) for use, one in found.items()}
