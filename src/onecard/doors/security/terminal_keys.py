"""The terminal keys that a process remembers, so that nobody at a gate waits for the register of points.

All terminals seen lately are read again in one go, in a thread of their own, before a second is over: a thousand gates
cost two look-ups a second, and a revocation is seen within that second. While the register is being read the keys that
are known serve on, for two seconds at most; if it cannot be read, for ten; after that every request is a 503.
"""

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Literal, TypeAlias
from uuid import UUID

from onecard.doors.security.errors import RegisterUnavailable

#: A terminal silent for this long is no longer read again each second.
_LATELY = 300.0
#: So many unknown key ids a second are looked up at all; made-up ones shall not keep the register busy.
_ABSENT_MAX = 1_000
#: Keys older than this open nothing, whatever is wrong with the register.
OLDEST_SECONDS = 10.0
#: Nobody waits longer than this for the register.
PATIENCE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class TerminalKey:
    """What we know of a terminal: its Ed25519 public key and whether its point is open."""

    public: bytes
    state: Literal["open", "closed", "revoked"]


#: Reads the keys of these points from the register; a point it does not return is unknown.
LoadKeys = Callable[[Iterable[UUID]], Mapping[UUID, TerminalKey]]
#: Done when the register was read (or could not be): then ask again.
Reading: TypeAlias = "Future[None]"


class KeyAwaited(Exception):
    """Not an error: the register is being read. Ask again when `reading` is done."""

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self.reading = reading


class TerminalKeys:
    """Keys by point, safe to ask from any thread and from the event loop: `find` never blocks."""

    def __init__(self, load: LoadKeys, *, remember_seconds: float, ticks: Callable[[], float]) -> None:
        self._load, self._remember, self._ticks = load, remember_seconds, ticks
        self._lock = threading.Lock()
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="terminal-keys")
        self._keys: dict[UUID, TerminalKey] = {}
        self._used: dict[UUID, float] = {}
        self._absent: set[UUID] = set()
        self._wanted: set[UUID] = set()
        self._read_at = self._begun_at = self._failed_at = float("-inf")
        self._reading: Reading | None = None
        self._trouble: Exception | None = None

    def find(self, point_id: UUID) -> TerminalKey | None:
        """The key, or None where there is no such terminal; raises KeyAwaited or RegisterUnavailable."""
        with self._lock:
            now = self._ticks()
            key, age = self._keys.get(point_id), now - self._read_at
            if key is not None:
                self._used[point_id] = now
                if age < self._remember / 2:
                    return key
            return self._find_slowly(point_id, key, age, now)

    def wait_for(self, point_id: UUID) -> TerminalKey | None:
        """As `find`, and waits for the register where that is needed; call it from a thread."""
        give_up = time.monotonic() + 2 * PATIENCE_SECONDS
        while time.monotonic() < give_up:
            try:
                return self.find(point_id)
            except KeyAwaited as awaited:
                wait([awaited.reading], timeout=PATIENCE_SECONDS)
        raise RegisterUnavailable from self._trouble

    def _find_slowly(self, point_id: UUID, key: TerminalKey | None, age: float, now: float) -> TerminalKey | None:
        settled = key is not None or point_id in self._absent or len(self._absent) >= _ABSENT_MAX
        if settled and age < self._remember / 2:
            return key
        before = self._reading
        if not settled:
            self._wanted.add(point_id)
        if before is None and now - self._failed_at >= self._remember:
            self._begin(whole=age >= self._remember / 2, now=now)
        if settled and age < self._remember * (1 if before is None else 2):
            return key
        if key is not None and age < OLDEST_SECONDS and self._in_trouble(now):
            return key
        if self._reading is None or now - self._begun_at >= PATIENCE_SECONDS:
            raise RegisterUnavailable from self._trouble
        raise KeyAwaited(self._reading)

    def _in_trouble(self, now: float) -> bool:
        hanging = self._reading is not None and now - self._begun_at >= PATIENCE_SECONDS
        return self._trouble is not None or hanging

    def _begin(self, *, whole: bool, now: float) -> None:
        """Have the wanted keys read and, if `whole`, all that were used lately; one reading at a time."""
        asked, self._wanted = self._wanted, set()
        if whole:
            self._used = {one: used for one, used in self._used.items() if now - used < _LATELY}
            asked = asked | self._used.keys()
        self._reading, self._begun_at = Future(), now
        self._reader.submit(self._read, asked, self._reading, whole=whole, began=now)

    def _read(self, asked: set[UUID], reading: Reading, *, whole: bool, began: float) -> None:
        try:
            found = dict(self._load(asked))
        except Exception as trouble:
            with self._lock:
                self._trouble, self._failed_at, self._reading = trouble, self._ticks(), None
                self._wanted.clear()
        else:
            with self._lock:
                self._take(asked, found, whole=whole, began=began)
        reading.set_result(None)

    def _take(self, asked: set[UUID], found: dict[UUID, TerminalKey], *, whole: bool, began: float) -> None:
        self._trouble, self._reading = None, None
        if whole:  # counted from before the reading, so that a revocation is never seen later than promised
            self._keys, self._absent, self._read_at = found, set(), began
        else:
            self._keys |= found
        self._absent |= asked - found.keys()
        self._used |= dict.fromkeys(found.keys() - self._used.keys(), began)
