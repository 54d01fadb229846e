"""The nation as columns: pieces of people out of the database, of even size however large a county is."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np

from onecard.domains.residents import api as residents
from onecard.kernel.postgres.transaction import Transaction
from onecard.rulebook.proposing import EVERYWHERE
from onecard.rules.programmes.assuming import Roll

#: People decided together: their columns stay in the processor's cache, and places that say the same are one group.
PIECE = 65_536
#: A PostgreSQL array of one dimension without NULL: a head, then each element with its length.
_HEAD_BYTES = 20
_NUMBER = np.dtype([("length", ">i4"), ("value", ">i4")])
_ID = np.dtype([("length", ">i4"), ("high", ">u8"), ("low", ">u8")])
_EPOCH = np.datetime64("1800-01-01", "D")


def read_rolls(tx: Transaction, *, place: int, day: date) -> Iterator[Roll]:
    """Everybody of a place, in pieces; the transaction's scope may show fewer."""
    first, last = span_of(place)
    waiting, people = [], 0
    for county in residents.read_census(tx, first=first, last=last, day=day):
        waiting.append(county)
        people += (len(county.packed) - _HEAD_BYTES) // _NUMBER.itemsize
        if people >= PIECE:
            yield from _cut(_roll(waiting))
            waiting, people = [], 0
    if waiting:
        yield from _cut(_roll(waiting))


def span_of(place: int) -> tuple[int, int]:
    """The first and the last division code that lie in a place."""
    if place == EVERYWHERE:
        return 0, 999_999
    cut = 1 if place % 100 else 100 if place % 10_000 else 10_000
    return place // cut * cut, place // cut * cut + cut - 1


def _roll(counties: list[residents.CountyCensus]) -> Roll:
    packed = [np.frombuffer(one.packed, _NUMBER, offset=_HEAD_BYTES)["value"] for one in counties]
    seeds = [np.frombuffer(one.ids, _ID, offset=_HEAD_BYTES)["low"] for one in counties]
    codes = np.array([one.division for one in counties], dtype=np.int64)
    told = np.concatenate(packed).astype(np.int64)
    return Roll(
        np.repeat(codes, [len(one) for one in packed]),
        _stamps(told >> 2),
        told & 2 == 2,
        told & 1 == 1,
        np.concatenate(seeds).astype(np.uint64),
    )


def _stamps(days: Any) -> Any:
    """Days since 1800 as yyyymmdd."""
    day = _EPOCH + days.astype("timedelta64[D]")
    month = day.astype("datetime64[M]")
    months = month.astype(np.int64) + 1970 * 12
    return months // 12 * 10000 + (months % 12 + 1) * 100 + (day - month).astype(np.int64) + 1


def _cut(roll: Roll) -> Iterator[Roll]:
    for start in range(0, len(roll), PIECE):
        yield Roll(*(getattr(roll, name)[start : start + PIECE] for name in _COLUMNS))


_COLUMNS = ("division", "born", "female", "student", "seed")
