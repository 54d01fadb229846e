"""How the API tells of entitlements: states, kinds and next steps in both languages."""

from collections.abc import Iterable

from onecard.domains.entitlements import api as entitlements
from onecard.doors.api.shapes_entitlements import DueShape, EntitlementShape
from onecard.doors.entitlements.telling import programme_words


def tell_entitlements(found: Iterable[entitlements.Entitlement]) -> list[EntitlementShape]:
    """As they stand."""
    return [_told(one) for one in found]


def tell_due(one: entitlements.Due) -> DueShape:
    """A month."""
    state = "withdrawn" if one.withdrawn_at else "batch" if one.batch_id else "waiting"
    return DueShape(one.programme, one.month, one.amount_fen, one.kind, state, one.batch_id)  # type: ignore[arg-type]


def _told(one: entitlements.Entitlement) -> EntitlementShape:
    zh, en = entitlements.tell(one, "zh"), entitlements.tell(one, "en")
    name_zh, name_en = programme_words(one.programme)
    return EntitlementShape(
        programme=one.programme,
        programme_zh=name_zh,
        programme_en=name_en,
        since=one.since,
        monthly_fen=one.monthly_fen,
        place=one.place,
        state=one.state,
        state_zh=zh["state"],
        state_en=en["state"],
        confirmed_on=one.confirmed_on,
        confirmed_by=one.confirmed_by,
        confirmed_by_zh=zh["confirmed_by"],
        confirmed_by_en=en["confirmed_by"],
        valid_until=one.valid_until,
        noticed_on=one.noticed_on,
        visit_offered_on=one.visit_offered_on,
        paid_through=one.paid_through,
        stopped_from=one.stopped_from,
        next_zh=zh["next"],
        next_en=en["next"],
    )
