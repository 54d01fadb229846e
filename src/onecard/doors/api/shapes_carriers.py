"""The shapes of phones without network, printed codes and what gates fetch."""

from datetime import UTC, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from onecard.doors.api.shapes_people import SixDigits

#: A P-256 point in base64url without padding: 33 bytes compressed or 65 as browsers export it.
PublicKey = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_\-]{44}$|^[A-Za-z0-9_\-]{87}$")]
Serial = Annotated[int, Meta(ge=0, le=2**32 - 1)]


class CarrierShape(msgspec.Struct, frozen=True):
    """A phone that shows codes without a network, or a printed code; `stands` is whether it holds now."""

    serial: int
    kind: Literal["phone", "paper"]
    stands: bool
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    reason: str | None


class PhoneToEnrol(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A phone's public key, and the e-card password: who holds an open phone is not always its owner."""

    public_key: PublicKey
    password: SixDigits


class PhoneEnrolled(msgspec.Struct, frozen=True):
    """The platform's certificate of the key (base64url), and how many codes a day the phone may make of it."""

    serial: int
    certificate: str
    codes_per_day: int
    expires_at: datetime


class PrintWanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The e-card password: what is printed works for a long time."""

    password: SixDigits


class Print(msgspec.Struct, frozen=True):
    """A printed code to draw as QR; the print before it has ended."""

    serial: int
    text: str
    expires_at: datetime


class PrintMade(msgspec.Struct, frozen=True):
    """What is kept of a print's answer: never its text."""

    serial: int


class CarrierToRevoke(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which one, and why."""

    serial: Serial
    reason: Literal["lost", "not_needed"] = "lost"


class CarriersRevoked(msgspec.Struct, frozen=True):
    """How many phones and prints were stopped."""

    revoked: int


class PrintForPerson(msgspec.Struct, frozen=True):
    """A printed code made at a counter, with the masked name that is printed beside it."""

    name: str
    serial: int
    text: str
    expires_at: datetime


class GateRuleShape(msgspec.Struct, frozen=True):
    """What this terminal's scene takes without a network; a list older than `list_hours` counts as stale."""

    scene: str
    wire: int
    modes: list[str]
    list_hours: int
    when_stale: Literal["refuse", "accept"]
    grace_seconds: int
    skew_seconds: int


_AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
_ENDS, _YEAR = datetime(2026, 11, 30, 2, 0, tzinfo=UTC), datetime(2027, 11, 23, 2, 0, tzinfo=UTC)
PHONE = CarrierShape(4711, "phone", True, _AT, _ENDS, None, None)
STOPPED = CarrierShape(4711, "phone", False, _AT, _ENDS, _AT, "lost")
TO_ENROL = PhoneToEnrol("A2sX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKW", "271828")
ENROLLED = PhoneEnrolled(4711, "AwEz…", 20, _ENDS)
PRINT_WANTED, PRINT = PrintWanted("271828"), Print(4712, "OC4…", _YEAR)
TO_REVOKE, REVOKED = CarrierToRevoke(4711, "lost"), CarriersRevoked(2)
PRINT_FOR = PrintForPerson("李*范", 4712, "OC4…", _YEAR)
GATE_RULE = GateRuleShape("transit", 1, ["paper", "phone"], 48, "accept", 5, 120)
