"""What residents are told of the credentials in their wallets, and what partners send and are told of proofs."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from onecard.doors.api.shapes_people import SixDigits

Claim = Annotated[str, Meta(pattern=r"^[a-z_0-9]{3,40}$", description="如 age_over_65 · such as age_over_65")]


class CredentialsShape(msgspec.Struct, frozen=True):
    """What one wallet was issued at once: so many copies, each for one presentation."""

    credentials_id: UUID
    issued_at: datetime
    expires_at: datetime
    copies: int
    state: Literal["valid", "stopped", "ended", "expired"]


class OfferWanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The e-card password: what a wallet holds speaks for the person, so that an open phone is not enough."""

    password: SixDigits


class OfferShape(msgspec.Struct, frozen=True):
    """An offer for a wallet: `link` opens it or is drawn as a QR code; `digits` are typed there by the holder."""

    offer_id: UUID
    link: str
    digits: str
    expires_at: datetime


class WantedShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing to be proven: `age_over_65` is true, `issuing_province` is "510000", `ecard_level` is 2."""

    claim: Claim
    value: bool | int | str


class ProofWanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of these are to be proven together."""

    wanted: Annotated[list[WantedShape], Meta(min_length=1, max_length=6)]


class ProofShape(msgspec.Struct, frozen=True):
    """A proof that was asked for. While it waits, draw `link` as a QR code or open it on the same device; `why` is the
    code of what stood in the way. Nothing else of the person is ever told."""

    proof_id: UUID
    state: Literal["waiting", "proven", "not_proven", "declined", "expired"]
    wanted: list[WantedShape]
    link: str
    expires_at: datetime
    why: str | None
