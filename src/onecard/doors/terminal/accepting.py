"""Takes what a member of staff's terminal read along the use path, as the point she opened."""

import threading
from collections.abc import Mapping
from uuid import UUID

from onecard.domains.usage import api as usage
from onecard.doors.api.hot_batches import accept
from onecard.doors.bootstrap import House
from onecard.kernel.errors import Problem

TEXT_LENGTH_MAX = 400


class Till:
    """One use at a time, each under a sequence number of its own."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._path = house.use_path()
        self._lock, self._last = threading.Lock(), 0

    def present(self, point_id: UUID, text: str, details: Mapping[str, str]) -> usage.Outcome:
        """The outcome of one presentation; it is durable when this returns."""
        now, grace = self._house.clock(), self._house.settings.code_grace_seconds
        use = usage.Use(point_id, self._next_sequence(), text[:TEXT_LENGTH_MAX], now, details)
        checked = usage.check(use, self._house.keyring.verifying_keys(), now=now, grace_seconds=grace)
        (told,) = accept(self._house, self._path, [checked])
        if isinstance(told, Problem):
            raise told
        return told

    def _next_sequence(self) -> int:
        """Microseconds, always growing: far above what a gate counts for itself, so the two never meet."""
        with self._lock:
            self._last = max(self._last + 1, int(self._house.clock().timestamp() * 1_000_000))
            return self._last
