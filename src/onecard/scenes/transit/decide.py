"""One tap, decided: a bus ride at a flat fare, or a gate's way in or out. Pure: no clock, no database."""

from onecard.domains.usage.models import Context, Decision
from onecard.scenes.transit.charge import charge
from onecard.scenes.transit.errors import NoFareHere
from onecard.scenes.transit.gates import decide_gate
from onecard.scenes.transit.models import STRANGER, Rider
from onecard.scenes.transit.pay import pay
from onecard.scenes.transit.tariff import tariff_at
from onecard.scenes.transit.transfers import less_transfer, remember_ride


def decide(context: Context) -> Decision:
    """Price the tap, or raise the refusal that says why not."""
    return decide_gate(context) if "station" in context.point.settings else decide_bus(context)


def decide_bus(context: Context) -> Decision:
    """One tap, one price."""
    rider: Rider = context.memory or STRANGER
    place = context.point.division
    tariff = tariff_at(context.book, place, context.day)
    if tariff.flat is None or tariff.flat_reason is None:
        raise NoFareHere
    fare_fen, reasons = less_transfer(context, rider, tariff, tariff.flat.value, began=context.use.happened_at)
    due = charge(context, rider, fare_fen, place=place, day=context.day)
    return pay(
        context,
        ((due, context.point.account),),
        reasons=(tariff.flat_reason, *reasons),
        rider=remember_ride(context, due.rider, tariff),
        facts={"line": context.point.settings["line"]} if "line" in context.point.settings else {},
    )
