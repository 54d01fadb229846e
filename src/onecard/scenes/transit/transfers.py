"""Changing lines: the next ride is cheaper when it begins soon enough after the last one ended. Pure."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from onecard.domains.usage.models import Context
from onecard.rules import fares
from onecard.rules.entitlement import cite
from onecard.rules.reasons import Reason
from onecard.scenes.transit.models import LastRide, Rider
from onecard.scenes.transit.tariff import Tariff


def less_transfer(
    context: Context, rider: Rider, tariff: Tariff, fare_fen: int, *, began: datetime
) -> tuple[int, tuple[Reason, ...]]:
    """The fare less the transfer discount, never below zero; the operator bears what is given off."""
    window, discount, last = tariff.window, tariff.discount, rider.last
    if window is None or discount is None or last is None or last.scope != str(window.place):
        return fare_fen, ()
    line = context.point.settings.get("line", "")
    if line and line == last.line:
        return fare_fen, ()
    minutes = (began - last.at) // timedelta(minutes=1)
    off_fen = fares.transfer_discount(fare_fen, minutes, window.value, discount.value)
    told = (cite("transit.transfer", discount, discount_fen=off_fen, minutes=window.value),) if off_fen else ()
    return fare_fen - off_fen, told


def remember_ride(context: Context, rider: Rider, tariff: Tariff) -> Rider:
    """This ride ends now and opens a window; a late upload does not overwrite what came after it."""
    at = context.use.happened_at
    if tariff.window is None or (rider.last is not None and rider.last.at >= at):
        return rider
    line = str(context.point.settings.get("line", ""))
    return replace(rider, last=LastRide(at, line, str(tariff.window.place)))
