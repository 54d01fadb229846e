"""The resident's own records: uses, receipts that say why, and who looked at the data."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from onecard.domains.agencies import api as agencies
from onecard.domains.sharing import api as sharing
from onecard.domains.usage import api as usage
from onecard.doors.portal.desk import Asked, Portal
from onecard.doors.portal.uses import by_month, shown_use
from onecard.doors.security.errors_visitors import NothingHere
from onecard.kernel.words import load_words

A_PAGE = 30


def record_routes(portal: Portal) -> list[Any]:
    """GET /records, /records/{use} and /looked."""
    look_words = load_words("onecard.domains.sharing")

    @get("/records", sync_to_thread=True, include_in_schema=False)
    def records(request: Asked, before: FromQuery[datetime | None] = None) -> Response[str]:
        resident, (_, manner) = portal.resident(request), portal.words(request)
        start = before if before and before.tzinfo else None
        with portal.reading(resident) as tx:
            rows = usage.list_uses(
                tx, holder_id=resident.holder_id, before=start or datetime.max.replace(tzinfo=UTC), at_most=A_PAGE + 1
            )
        uses = [shown_use(row, portal.looks, portal.house.book.places, manner) for row in rows[:A_PAGE]]
        older = uses[-1].happened_at.isoformat() if len(rows) > A_PAGE else ""
        return portal.show(request, "records.html", resident, "records", months=by_month(uses, manner), older=older)

    @get("/records/{use_id:uuid}", sync_to_thread=True, include_in_schema=False)
    def receipt(request: Asked, use_id: FromPath[UUID]) -> Response[str]:
        resident, (_, manner) = portal.resident(request), portal.words(request)
        with portal.reading(resident) as tx:
            row = usage.find_use(tx, holder_id=resident.holder_id, use_id=use_id)
        if row is None:
            raise NothingHere
        use = shown_use(row, portal.looks, portal.house.book.places, manner)
        return portal.show(request, "receipt.html", resident, "records", use=use)

    @get("/looked", sync_to_thread=True, include_in_schema=False)
    def looked(request: Asked) -> Response[str]:
        resident, (_, manner) = portal.resident(request), portal.words(request)
        with portal.reading(resident) as tx:
            looks = sharing.looks_at(tx, resident.holder_id)
            who = agencies.find_agencies(tx, {look.agency_id for look in looks})

        def said(kind: str, code: str) -> str:
            return look_words.say(f"{kind}.{code}", {}, manner.language)

        shown = [
            {
                "who": manner.pick(who[look.agency_id].name_zh, who[look.agency_id].name_en),
                "what": said("subject", look.subject),
                "at": look.looked_at,
                "purpose": said("purpose", look.purpose),
                "basis": said("legal_basis", look.legal_basis),
            }
            for look in looks
        ]
        return portal.show(request, "looked.html", resident, "me", looks=shown)

    return [records, receipt, looked]
