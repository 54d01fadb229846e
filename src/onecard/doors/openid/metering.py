"""Counts log-ins elsewhere for Prometheus, by level of assurance: never by person, never by service."""

from functools import cache
from typing import Any


def count_login(acr: str) -> None:
    """One more person logged in at a service."""
    _meter().labels(acr.rsplit(":", 1)[-1]).inc()


@cache
def _meter() -> Any:
    """Made at the first log-in, because the library decides at its import where it counts (see kernel.metrics)."""
    from prometheus_client import Counter  # noqa: PLC0415

    return Counter("onecard_openid_logins", "Log-ins at other services with the e-card", ["way"])
