"""A closed-loop HTTP load generator: N connections, each sends the next prepared request when its answer is in.

It shares the machine's cores with what it measures, so it does as little as possible: requests are prepared bytes,
answers are only counted by status and timed. `rate` spaces the sending evenly instead (an open loop).
"""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import uvloop


@dataclass
class Told:
    """What came back: answers by status, seconds each took, and the wall time of the whole."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    wall: float = 0.0
    sample: bytes = b""

    @property
    def per_second(self) -> float:
        return len(self.seconds) / self.wall

    def percentile_ms(self, share: float) -> float:
        """The time in milliseconds that this share of the answers stayed under."""
        return sorted(self.seconds)[min(len(self.seconds) - 1, int(len(self.seconds) * share))] * 1000


class _Client(asyncio.Protocol):
    def __init__(self, feed: Iterator[bytes], told: Told, done: asyncio.Event, gap: float) -> None:
        self.feed, self.told, self.done, self.gap = feed, told, done, gap
        self.buffer, self.sent, self.due = b"", 0.0, 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.due = time.perf_counter()
        self._next()

    def _next(self) -> None:
        request = next(self.feed, None)
        if request is None:
            self.transport.close()
            self.done.set()
            return
        # In an open loop the time counts from when the request was due, so that a slow server cannot hide a queue.
        self.sent = self.due if self.gap else time.perf_counter()
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self.buffer[:end].lower()
        at = head.find(b"content-length:")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0])
        if len(self.buffer) < end + 4 + length:
            return
        now = time.perf_counter()
        self.told.statuses[int(self.buffer[9:12])] += 1
        self.told.seconds.append(now - self.sent)
        self.told.sample = self.buffer
        self.buffer = b""
        self.due += self.gap
        if self.gap and self.due > now:
            asyncio.get_running_loop().call_later(self.due - now, self._next)
        else:
            self._next()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 (asyncio names it)
        self.done.set()


async def _drive(host: str, port: int, requests: list[bytes], clients: int, rate: float | None) -> Told:
    loop, told, feed = asyncio.get_running_loop(), Told(), iter(requests)
    gap = clients / rate if rate else 0.0
    began, waits = time.perf_counter(), []
    for number in range(clients):
        done = asyncio.Event()
        if rate:
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
        await loop.create_connection(lambda done=done: _Client(feed, told, done, gap), host, port)  # type: ignore[misc]
        waits.append(done.wait())
    await asyncio.gather(*waits)
    told.wall = time.perf_counter() - began
    return told


def drive(host: str, port: int, requests: list[bytes], *, clients: int, rate: float | None = None) -> Told:
    """Send all requests over `clients` connections and wait for every answer."""
    return uvloop.run(_drive(host, port, requests, clients, rate))
