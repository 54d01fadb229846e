"""Counts requests for Prometheus by method, route pattern and status: nothing a visitor can choose, nobody's id."""

from collections.abc import Mapping
from functools import cache
from typing import Any


def count_request(facts: Mapping[str, Any]) -> None:
    """Add one answered request, as the envelope describes it."""
    _counter(_known(facts["method"]), facts["route"], facts["status"]).inc()
    _clock(facts["route"]).observe(facts["seconds"])


@cache
def _counter(method: str, route: str, status: int) -> Any:
    """The series of these labels, found once: there are as many as routes and what they can answer."""
    return _meters()[0].labels(method, route, status)


@cache
def _clock(route: str) -> Any:
    return _meters()[1].labels(route)


@cache
def _meters() -> tuple[Any, Any]:
    """Made at the first request, because the library decides at its import where it counts (see kernel.metrics)."""
    from prometheus_client import Counter, Histogram  # noqa: PLC0415

    requests = Counter("onecard_http_requests", "Answered requests", ["method", "route", "status"])
    buckets = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
    return requests, Histogram("onecard_http_seconds", "Time to answer", ["route"], buckets=buckets)


def _known(method: str) -> str:
    return method if method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS") else "other"
