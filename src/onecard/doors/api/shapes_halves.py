"""What is sent and told about the halves of a card and their passwords."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from onecard.doors.api.shapes_people import PersonWanted, SixDigits

Half = Literal["social", "bank", "transport"]
Reason = Literal["asked", "misuse", "account", "correction", "settled"]
Sealed = Annotated[str, Meta(pattern=r"^[A-Za-z0-9+/]{64,600}={0,2}$")]


class LockShape(msgspec.Struct, frozen=True):
    """One cause that keeps a half locked."""

    cause: str
    cause_zh: str
    cause_en: str
    reason: str
    locked_at: datetime


class HalfShape(msgspec.Struct, frozen=True):
    """A half in words. `pin` is none, initial, set or locked; `pin_until` is when a lock of it ends by itself."""

    half: str
    half_zh: str
    half_en: str
    state: str
    state_zh: str
    state_en: str
    locks: list[LockShape]
    pin: str
    pin_until: datetime | None


class HalfLocking(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which half to lock."""

    half: Half


class HalfUnlocking(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The e-card password: that a half works again is only for who knows it, not for who holds an open phone."""

    half: Half
    password: SixDigits


class PinChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The half's own password, old and new; not the e-card's."""

    half: Half
    old_pin: SixDigits
    new_pin: SixDigits


class PinTold(msgspec.Struct, frozen=True):
    """How the password of a half stands now."""

    half: str
    pin: str


class HalfWanted(PersonWanted, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whose card, why and by what right; and which half."""

    half: Half


class HalfMoveWanted(HalfWanted, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The same, and why it is locked or unlocked: a code, so that nothing about the person is written here."""

    reason: Reason


class PinGiven(msgspec.Struct, frozen=True):
    """The initial password, told this once: a request sent again is told null, and may be made anew."""

    half: str
    initial_pin: str | None


class PinKeyTold(msgspec.Struct, frozen=True):
    """The X25519 public key to seal with (libsodium `crypto_box_seal`), in base64."""

    key_id: int
    public: str


class PinTried(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A card at a key pad: its tap (OC2) for this sequence of the terminal, and what was typed, sealed.

    Inside the seal stands JSON: `point_id`, `request_key` (the Idempotency-Key of this request), `pin`, and for a
    change `new_pin`.
    """

    sequence: Annotated[int, Meta(ge=0, le=2**63 - 1)]
    presentation: Annotated[str, Meta(max_length=400)]
    half: Half
    key_id: Annotated[int, Meta(ge=0, le=1_000_000)]
    sealed: Sealed


class PinAnswered(msgspec.Struct, frozen=True):
    """Yes or no, and how many tries are left."""

    matches: bool
    tries_left: int
