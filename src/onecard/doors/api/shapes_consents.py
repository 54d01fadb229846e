"""What is sent and said about consents to services that sign people in."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

ServiceId = Annotated[str, Meta(min_length=1, max_length=200)]


class ConsentShape(msgspec.Struct, frozen=True):
    """One consent that stands. `scopes` is what the service is told beside a name of its own for the person."""

    service: str
    name_zh: str
    name_en: str
    agency_zh: str
    agency_en: str
    scopes: list[str]
    given_at: datetime
    last_login_at: datetime | None


class ConsentToWithdraw(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The service whose consent is taken back."""

    service: ServiceId


class ConsentWithdrawn(msgspec.Struct, frozen=True):
    """That it is taken back."""

    service: str
    withdrawn_at: datetime
