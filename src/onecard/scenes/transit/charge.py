"""From a fare to who pays what: the resident's share, the day's cap, and the finance departments that bear the rest."""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from onecard.domains.ledger import api as ledger
from onecard.domains.usage.models import Context
from onecard.rules import fares
from onecard.rules.entitlement import Claimant, cite, entitlement
from onecard.rules.reasons import Reason
from onecard.scenes.transit.models import Rider
from onecard.scenes.transit.tariff import tariff_at


class Charge(Struct, frozen=True):
    """One fare, split: the resident pays `paid_fen`, each (account, fen) of `borne` bears its part."""

    paid_fen: int
    borne: tuple[tuple[int, int], ...]
    reasons: tuple[Reason, ...]
    rider: Rider


def charge(context: Context, rider: Rider, fare_fen: int, *, place: int, day: date) -> Charge:
    """Split a fare that arose at `place` on `day`; the rider comes back with the day's spending counted."""
    person = context.person
    home = person.division // 10000 * 10000
    who = Claimant(person.age_on(day), "student" in person.statuses, home)
    entitled = entitlement(context.book, "transit", who, place, day)
    reasons = entitled.reasons
    paid, waived = fares.concession(fare_fen, entitled.percent)
    borne = _borne(home, place, *fares.borne(waived, entitled.home_percent)) if waived else ()
    cap = tariff_at(context.book, place, day).cap
    if cap is not None and paid:
        key = (day, str(cap.place))
        before = rider.spent.get(key, 0)
        left = fares.capped(paid, before, cap.value)
        if left < paid:
            reasons = (*reasons, cite("transit.day_cap", cap, cap_fen=cap.value))
        paid, rider = left, replace(rider, spent={**rider.spent, key: before + left})
    return Charge(paid, borne, reasons, rider)


def _borne(home: int, place: int, by_home: int, by_place: int) -> tuple[tuple[int, int], ...]:
    return tuple(
        (ledger.concessions(division // 10000), fen) for division, fen in ((home, by_home), (place, by_place)) if fen
    )
