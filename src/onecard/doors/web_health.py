"""/health/live, /health/ready and /metrics: for machines beside us, not for the world."""

import ipaddress
from typing import Any

from litestar import Request, Response, get

from onecard.doors.bootstrap import House
from onecard.doors.health import readiness
from onecard.doors.security.errors_visitors import NothingHere
from onecard.kernel.metrics import exposition


def health_routes(house: House) -> list[Any]:
    """The handlers, to be included once in the web application."""

    @get("/health/ready", sync_to_thread=True)
    def ready() -> Response[dict[str, str]]:
        found = readiness(house)
        return Response(found.checks, status_code=200 if found.ready else 503)

    return [live, ready, metrics]


@get("/health/live", sync_to_thread=False)
def live() -> dict[str, str]:
    """This process turns."""
    return {"process": "ok"}


@get("/metrics", sync_to_thread=True)
def metrics(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Numbers for Prometheus; only machines of the same network may ask."""
    if request.client is None or ipaddress.ip_address(request.client.host).is_global:
        raise NothingHere
    text, kind = exposition()
    return Response(text, headers={"content-type": kind})
