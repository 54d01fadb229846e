"""Ways in and ways out matched to trips, in whatever order they arrive. Pure.

A gate may be offline for days, so a way out can be known before its way in, and a trip can be charged the maximum
before its end is known. Each half is therefore kept until its other half comes, and nothing is charged twice.
"""

from collections.abc import Container
from datetime import datetime, timedelta

from msgspec.structs import replace

from onecard.scenes.transit.models import Rider, TapIn

#: More halves than anybody has open at once; older ones are charged and forgotten.
KEPT = 8


def is_overdue(rider: Rider, entry: TapIn, at: datetime, within: timedelta) -> bool:
    """Is the maximum due for this way in: its time is over, or there is no room to keep it, and nothing was charged?"""
    crowded = len(rider.entries) >= KEPT and entry is rider.entries[0]
    return not entry.charged and (at - entry.at > within or crowded)


def charged(rider: Rider, entry: TapIn) -> Rider:
    """The maximum was taken for this way in; its way out will cost nothing."""
    return replace(rider, entries=tuple(replace(e, charged=True) if e is entry else e for e in rider.entries))


def entered(rider: Rider, entry: TapIn) -> Rider:
    """One more way in, kept in the order of time."""
    entries = sorted((*rider.entries, entry), key=lambda e: e.at)
    return replace(rider, entries=tuple(entries[-KEPT:]))


def entry_of(rider: Rider, at: datetime, within: timedelta, stations: Container[str]) -> TapIn | None:
    """The way in that a way out at `at` ends: the latest one before it, not longer ago than the time allowed."""
    fitting = [e for e in rider.entries if e.at <= at <= e.at + within and e.station in stations]
    return fitting[-1] if fitting else None


def finished(rider: Rider, entry: TapIn) -> Rider:
    """The trip is over: its way in is forgotten."""
    return replace(rider, entries=tuple(e for e in rider.entries if e is not entry))


def exit_of(rider: Rider, at: datetime, within: timedelta) -> datetime | None:
    """The earliest charged way out that a late way in at `at` belongs to."""
    return min((x for x in rider.lone_exits if at <= x <= at + within), default=None)


def exited_alone(rider: Rider, at: datetime) -> Rider:
    """A way out without a way in; the maximum was charged for it."""
    return replace(rider, lone_exits=tuple(sorted((*rider.lone_exits, at))[-KEPT:]))


def reconciled(rider: Rider, lone_exit: datetime) -> Rider:
    """The late way in of a charged way out has come."""
    left = list(rider.lone_exits)
    left.remove(lone_exit)
    return replace(rider, lone_exits=tuple(left))
