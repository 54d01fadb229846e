"""Lets the invented past happen: drawn trips become uses and go along the real use path, day by day.

Only the signature is left out (the codes of last month were never shown): who is recognised, what it costs, who pays
and what is refused is decided and posted by the same code as a use at a gate today.
"""

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

import numpy as np

from onecard.domains.usage import api as usage
from onecard.doors.bootstrap import House
from onecard.doors.demo.trips import Trips
from onecard.kernel.clock import start_of
from onecard.verifier import Presented

BATCH = 1024
_LAST_SECOND = timedelta(hours=23, minutes=59, seconds=59)


@dataclass(frozen=True)
class Carried:
    """What each person of a chunk carries: the e-card's pseudonym (None without one) and the card's identifier."""

    pseudonyms: Sequence[int | None]
    identifiers: Sequence[UUID]
    provinces: Sequence[int]


@dataclass(frozen=True)
class Calendar:
    """The days that are lived through, and the points by the index that trips use."""

    days: Sequence[date]
    points: Sequence[UUID]


@dataclass(frozen=True)
class Lived:
    """How a stretch of the past went."""

    accepted: int
    refused: int


def live(
    house: House, path: usage.UsePath, trips: Trips, carried: Carried, calendar: Calendar,
    *, first_sequence: int, tell: Callable[[int], None],
) -> Lived:  # fmt: skip
    """Send the chunk's trips along the use path, each day's as uploads at its last second."""
    accepted = refused = 0
    uses = _uses(trips, carried, calendar, first_sequence)
    for day_index, day in enumerate(calendar.days):
        begin, end = np.searchsorted(trips.day, [day_index, day_index + 1])
        for start in range(begin, end, BATCH):
            batch = list(islice(uses, min(BATCH, end - start)))
            with house.use.writing() as tx:
                outcomes = path.accept(tx, batch, at=start_of(day) + _LAST_SECOND)
            good = sum(isinstance(outcome, usage.Accepted) for outcome in outcomes)
            accepted, refused = accepted + good, refused + len(outcomes) - good
            tell(len(outcomes))
    return Lived(accepted, refused)


def _uses(trips: Trips, carried: Carried, calendar: Calendar, first_sequence: int) -> Iterator[usage.Checked]:
    midnights = [start_of(day) for day in calendar.days]
    columns = (trips.day, trips.second, trips.person, trips.point, trips.by_code)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    for sequence, (day, second, person, point, by_code) in enumerate(rows, first_sequence):
        at = midnights[day] + timedelta(seconds=second)
        pseudonym = carried.pseudonyms[person] if by_code else None
        medium, key = ("c", carried.identifiers[person].int) if pseudonym is None else ("e", pseudonym)
        shown = Presented(medium, key, secrets.randbits(62), 0, carried.provinces[person], at)  # type: ignore[arg-type]
        use = usage.Use(calendar.points[point], sequence, "", at, offline=True)
        yield usage.Checked(use, secrets.token_bytes(16), shown, None)
