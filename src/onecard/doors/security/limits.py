"""How often one client may ask: a leaky bucket per client and kind of request, in the memory of this process.

One address may be a hall full of people: whoever is signed in is counted by session, the rest together by address.
A session is one only after the door found it, so a made-up cookie buys nothing: it counts with the unsigned.

What must hold across processes and restarts (wrong passwords) is locked in the database by the domains themselves;
this only keeps a single client from keeping everybody else waiting.
"""

import ipaddress
import math
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from onecard.doors.security.errors_visitors import TooManyRequests


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, refilled evenly over so many seconds."""

    count: int
    seconds: float


#: Per address: everything, what comes without a session we know, and the doors where secrets are tried. Per session:
#: a live code asks 40 times a minute, a terminal's camera 240 times. Per account: one door, whatever the address.
RATES: Mapping[str, Rate] = {
    "address": Rate(12_000, 60.0),
    "request": Rate(600, 60.0),
    "session": Rate(600, 60.0),
    "sign_in": Rate(20, 60.0),
    "token": Rate(60, 60.0),
    "account": Rate(10, 60.0),
    "look": Rate(60, 60.0),
    #: What anybody may have worked out: a few milliseconds of a core each.
    "estimate": Rate(120, 60.0),
    #: A programme tried on a nation: seconds of a core; the page that shows it comes back while it runs.
    "trial": Rate(60, 60.0),
    #: A service that signs people in: its servers ask for a whole province from a few addresses, each request proven.
    "service": Rate(60_000, 60.0),
}
#: What only services ask, counted by address at their rate; a proof that fails counts as a `token` try.
SERVICE_PATHS = frozenset(
    {"/openid/par", "/openid/token", "/openid/userinfo", "/openid/introspect", "/openid/revoke", "/openid/keys"}
)
_KEPT_MAX = 200_000


class RateLimits:
    """Remembers for each client until when its bucket is full (the generic cell rate algorithm)."""

    def __init__(
        self, rates: Mapping[str, Rate] = RATES, *, ticks: Callable[[], float] = time.monotonic, most: int = _KEPT_MAX
    ) -> None:
        self._rates, self._ticks, self._most = rates, ticks, most
        self._full_until: dict[tuple[str, str], float] = {}
        self._lock = threading.Lock()

    def take(self, kind: str, client: str) -> None:
        """Count one request; raises TooManyRequests with the seconds to wait."""
        rate, now = self._rates[kind], self._ticks()
        with self._lock:
            full_until = max(self._full_until.get((kind, client), now), now) + rate.seconds / rate.count
            if full_until - now > rate.seconds:
                raise TooManyRequests(seconds=max(1, math.ceil(full_until - now - rate.seconds)))
            if len(self._full_until) >= self._most:
                self._forget_half(now)
            self._full_until[kind, client] = full_until

    def _forget_half(self, now: float) -> None:
        """Keep the buckets that are not full, and of these no more than half of what fits: memory is bounded."""
        filling = [(until, key) for key, until in self._full_until.items() if until > now]
        self._full_until = {key: until for until, key in sorted(filling)[-self._most // 2 :]}


class KnownSessions:
    """The tokens that were found to be sessions here, as digests. At most so many; the oldest is found again."""

    def __init__(self, most: int = _KEPT_MAX) -> None:
        self._most = most
        self._known: dict[str, None] = {}
        self._lock = threading.Lock()

    def bucket_of(self, token: str | None) -> str | None:
        """What to count this token's requests under, or None where it was never found to be a session."""
        digest = _digest(token) if token else ""
        return digest if digest in self._known else None

    def note(self, token: str, *, found: bool) -> None:
        """Remember what the door found: a session, or none (any more)."""
        digest = _digest(token)
        with self._lock:
            self._known.pop(digest, None)
            if found:
                self._known[digest] = None
            if len(self._known) > self._most:
                del self._known[next(iter(self._known))]


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


@lru_cache(maxsize=4096)
def client_of(address: str) -> str:
    """What counts as one client: an IPv4 address, or the /64 an IPv6 address lies in."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False))
