"""What transit remembers of a rider: trips not yet finished, the last ride, and what each day has cost so far."""

from collections.abc import Mapping
from datetime import date, datetime

from msgspec import Struct


class TapIn(Struct, frozen=True):
    """One passage into a gated network, waiting for its way out. `charged` once the maximum was taken for it."""

    at: datetime
    station: str
    name_zh: str
    name_en: str
    division: int
    account: int
    charged: bool = False


class LastRide(Struct, frozen=True):
    """The last ride that was paid for: when it ended, on which line, and under whose transfer rule."""

    at: datetime
    line: str
    scope: str


class Rider(Struct, frozen=True):
    """A holder's memory. `lone_exits` are exits charged the maximum because no way in was known.

    `spent` is what the rider has paid by (day, place whose cap it is); only places with a cap are counted.
    """

    entries: tuple[TapIn, ...] = ()
    lone_exits: tuple[datetime, ...] = ()
    last: LastRide | None = None
    spent: Mapping[tuple[date, str], int] = {}


STRANGER = Rider()
