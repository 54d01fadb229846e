"""How often one client may ask: a leaky bucket per client and kind of request, in the memory of this process.

What must hold across processes and restarts (wrong passwords) is locked in the database by the domains themselves;
this only keeps a single client from keeping everybody else waiting.
"""

import ipaddress
import math
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from onecard.doors.security.errors_visitors import TooManyRequests


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, refilled evenly over so many seconds."""

    count: int
    seconds: float


#: Per address: everything, and the doors where secrets are tried. Per account: the same door, whatever the address.
RATES: Mapping[str, Rate] = {
    "request": Rate(600, 60.0),
    "sign_in": Rate(20, 60.0),
    "token": Rate(60, 60.0),
    "account": Rate(10, 60.0),
    "look": Rate(60, 60.0),
}
_KEPT_MAX = 200_000


class RateLimits:
    """Remembers for each client until when its bucket is full (the generic cell rate algorithm)."""

    def __init__(self, rates: Mapping[str, Rate] = RATES, *, ticks: Callable[[], float] = time.monotonic) -> None:
        self._rates, self._ticks = rates, ticks
        self._full_until: dict[tuple[str, str], float] = {}
        self._lock = threading.Lock()

    def take(self, kind: str, client: str) -> None:
        """Count one request; raises TooManyRequests with the seconds to wait."""
        rate, now = self._rates[kind], self._ticks()
        with self._lock:
            full_until = max(self._full_until.get((kind, client), now), now) + rate.seconds / rate.count
            if full_until - now > rate.seconds:
                raise TooManyRequests(seconds=max(1, math.ceil(full_until - now - rate.seconds)))
            if len(self._full_until) >= _KEPT_MAX:
                self._full_until = {key: until for key, until in self._full_until.items() if until > now}
            self._full_until[kind, client] = full_until


def client_of(address: str) -> str:
    """What counts as one client: an IPv4 address, or the /64 an IPv6 address lies in."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False))
