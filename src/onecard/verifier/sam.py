"""Plays the terminal's SAM and the chip of a card: what the demo, the benchmarks and tests tap with.

In a real gate the master key sits in the SAM's hardware and the card's key in the chip; the wire text is the same.
"""

from datetime import datetime
from uuid import UUID

from onecard.kernel.crypto.keyset import KeySet
from onecard.verifier.tap import Tap, card_key, write_tap


class Sam:
    """The tap keys of one terminal. Uses the newest master key."""

    def __init__(self, keys: KeySet) -> None:
        self._key_id, self._master = max(keys.taps.items())

    def tap(self, identifier: UUID, *, counter: int, at: datetime, point_id: UUID, sequence: int) -> str:
        """The text of one tap of the card with this identifier; `counter` counts the card's taps."""
        tap = Tap(self._key_id, identifier, counter, int(at.timestamp()))
        return write_tap(tap, card_key(self._master, identifier.bytes), point_id=point_id, sequence=sequence)
