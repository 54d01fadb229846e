"""What handlers of every door take in: the request, the limits, and who counts as one client."""

from typing import Any, TypeAlias

from litestar import Request
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from onecard.doors.security.limits import RateLimits, client_of

Asked: TypeAlias = Request[Any, Any, Any]
TheLimits: TypeAlias = NamedDependency[SkipValidation[RateLimits]]


def client(request: Asked) -> str:
    """What counts as one client for the limits."""
    return client_of(request.client.host if request.client else "")
