"""A gate's way in or out: pairs the halves of a trip and prices it by the place's fare table. Pure."""

from datetime import date

from onecard.domains.usage.models import TRANSPORT, Context, Decision
from onecard.kernel.clock import day_of
from onecard.rules.entitlement import cite
from onecard.rules.reasons import Reason
from onecard.scenes.transit import trips
from onecard.scenes.transit.charge import charge
from onecard.scenes.transit.errors import DirectionMissing, NoFareHere, StationUnknown
from onecard.scenes.transit.models import STRANGER, Rider, TapIn
from onecard.scenes.transit.pay import Due, must_hold, pay
from onecard.scenes.transit.tariff import FareTable, tariff_at
from onecard.scenes.transit.transfers import less_transfer, remember_ride


def decide_gate(context: Context) -> Decision:
    """First what is overdue from earlier trips, then this tap."""
    settings = context.point.settings
    table = _table(context, context.point.division, context.day)
    if settings["station"] not in table.marks:
        raise StationUnknown(station=settings["station"])
    rider, dues, reasons = _charge_overdue(context, context.memory or STRANGER)
    direction = settings.get("direction") or context.use.details.get("direction")
    if direction == "in":
        return _way_in(context, table, rider, dues, reasons)
    if direction == "out":
        return _way_out(context, table, rider, dues, reasons)
    raise DirectionMissing


def _way_in(
    context: Context, table: FareTable, rider: Rider, dues: tuple[Due, ...], reasons: tuple[Reason, ...]
) -> Decision:
    """Open a trip, unless its way out was charged already; the purse must hold the cheapest fare."""
    point, at, station = context.point, context.use.happened_at, context.point.settings["station"]
    facts = {"direction": "in", "station": station}
    lone_exit = trips.exit_of(rider, at, table.within)
    if lone_exit is not None:
        told = cite("transit.charged_before", table.rule, fare_fen=table.maximum_fen)
        return pay(context, dues, reasons=(*reasons, told), rider=trips.reconciled(rider, lone_exit), facts=facts)
    cheapest = charge(context, rider, min(table.fares_fen), place=point.division, day=context.day)
    _, balance_fen = context.purses.get(TRANSPORT, (0, 0))
    must_hold(sum(due.paid_fen for due, _ in dues) + cheapest.paid_fen, balance_fen)
    entry = TapIn(at, station, point.name_zh, point.name_en, point.division, point.account)
    told = cite("transit.way_in", table.rule, station_zh=point.name_zh, station_en=point.name_en)
    return pay(context, dues, reasons=(*reasons, told), rider=trips.entered(rider, entry), facts=facts)


def _way_out(
    context: Context, table: FareTable, rider: Rider, dues: tuple[Due, ...], reasons: tuple[Reason, ...]
) -> Decision:
    """Price the trip that ends here; without a way in, the maximum."""
    point, at, station = context.point, context.use.happened_at, context.point.settings["station"]
    entry = trips.entry_of(rider, at, table.within, table.marks)
    facts = {"direction": "out", "station": station} | ({"from": entry.station} if entry else {})
    if entry is None:
        due = charge(context, rider, table.maximum_fen, place=point.division, day=context.day)
        told = cite("transit.no_way_in", table.rule, fare_fen=table.maximum_fen)
        rider = trips.exited_alone(due.rider, at)
        return pay(context, (*dues, (due, point.account)), reasons=(*reasons, told), rider=rider, facts=facts)
    rider = trips.finished(rider, entry)
    if entry.charged:
        told = cite("transit.charged_before", table.rule, fare_fen=table.maximum_fen)
        return pay(context, dues, reasons=(*reasons, told), rider=rider, facts=facts)
    fare_fen = table.fare_fen(entry.station, station)
    told = cite("transit.trip_fare", table.rule, fare_fen=fare_fen, **_between(context, entry))
    tariff = tariff_at(context.book, point.division, context.day)
    fare_fen, transfer = less_transfer(context, rider, tariff, fare_fen, began=entry.at)
    due = charge(context, rider, fare_fen, place=point.division, day=context.day)
    rider = remember_ride(context, due.rider, tariff)
    told_all = (*reasons, told, *transfer)
    return pay(context, (*dues, (due, point.account)), reasons=told_all, rider=rider, facts=facts)


def _charge_overdue(context: Context, rider: Rider) -> tuple[Rider, tuple[Due, ...], tuple[Reason, ...]]:
    """The maximum of its own place and day for every way in whose time is over."""
    dues: tuple[Due, ...] = ()
    reasons: tuple[Reason, ...] = ()
    for entry in rider.entries:
        day = day_of(entry.at)
        table = _table(context, entry.division, day)
        if trips.is_overdue(rider, entry, context.use.happened_at, table.within):
            due = charge(context, rider, table.maximum_fen, place=entry.division, day=day)
            rider = trips.charged(due.rider, entry)
            dues = (*dues, (due, entry.account))
            names = {"station_zh": entry.name_zh, "station_en": entry.name_en}
            reasons = (*reasons, cite("transit.unfinished", table.rule, fare_fen=table.maximum_fen, **names))
    return rider, dues, reasons


def _table(context: Context, place: int, day: date) -> FareTable:
    table = tariff_at(context.book, place, day).table
    if table is None:
        raise NoFareHere
    return table


def _between(context: Context, entry: TapIn) -> dict[str, str]:
    return {
        "from_zh": entry.name_zh,
        "from_en": entry.name_en,
        "to_zh": context.point.name_zh,
        "to_en": context.point.name_en,
    }
