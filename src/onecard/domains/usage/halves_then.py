"""How the halves of a card stood when a gate without network took it; the upload comes later, and the lock before it.

What is read for every use says how they stand now and since when. For taps of an upload from before, the moves of the
halves are read too, one statement for the batch, and the states put back to the instant of the tap.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

_HALVES = ("social", "bank", "transport")
#: A card's activation begins its halves anew; what moved the card's before says nothing of it.
_BEGINS = "activated"


class HalfMove(NamedTuple):
    """One event of a half, or the activation of a card; `works` says whether the half did after an unlocking or its own
    activation, where it tells."""

    event: str
    half: str | None
    works: bool | None
    happened_at: datetime


def states_then(moves: Sequence[HalfMove], now: Mapping[str, str], at: datetime) -> dict[str, str]:
    """The state of each half at `at`, out of the moves in their order and the states `now`."""
    return {half: _state_then([one for one in moves if one.half in (half, None)], now[half], at) for half in _HALVES}


def _state_then(moves: Sequence[HalfMove], now: str, at: datetime) -> str:
    before = [one for one in moves if one.happened_at <= at]
    after = moves[len(before) :]
    if before and before[-1].event != _BEGINS:
        return _state_after(before[-1])
    coming = next((one for one in after if one.event in ("half_locked", "half_activated")), None)
    if coming is None:
        return now
    return "inactive" if coming.event == "half_activated" else "active"


def _state_after(move: HalfMove) -> str:
    works = move.works if move.event == "half_unlocked" else move.event == "half_activated" and move.works is not False
    return "active" if works else "locked"
