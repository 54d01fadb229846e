"""What is sent and said about e-cards: by their holders, at counters, and by the partners that show them."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from onecard.doors.api.shapes_people import Number, SixDigits, Word

Statement = Annotated[
    str, Meta(min_length=20, max_length=4000, description="合作方用登记密钥签署的 JWT · a JWT signed by the partner")
]
ClientId = Annotated[str, Meta(min_length=1, max_length=120)]


class ChannelShape(msgspec.Struct, frozen=True):
    """A program that shows the e-card."""

    client_id: str
    agency_zh: str
    agency_en: str
    linked_at: datetime


class EcardShape(msgspec.Struct, frozen=True):
    """An e-card: `state` is its own, `effective` counts the physical card in (`card_stopped`: that one stops it)."""

    sign_no: str
    level: int
    state: str
    effective: str
    has_password: bool
    issued_at: datetime
    channels: list[ChannelShape]


class PasswordChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The password as it is, and as it shall be."""

    old: SixDigits
    new: SixDigits


class PasswordProof(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The e-card password once more."""

    password: SixDigits


class ChannelNamed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which channel."""

    client_id: ClientId


class ResetAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose password was forgotten."""

    number: Number


class ResetDone(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The code from the telephone and the new password."""

    number: Number
    code: SixDigits
    password: SixDigits


class ResetTold(msgspec.Struct, frozen=True):
    """The same answer for everybody: nobody learns which numbers are known."""

    said_zh: str
    said_en: str


class EcardForPerson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person at the counter, why and by what right, and the password she types there."""

    number: Number
    purpose: Word
    legal_basis: Word
    password: SixDigits
    reference: Annotated[str, Meta(max_length=120)] = ""


class EcardApplied(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An application by a channel. The statement (`act`: ecard.issue) holds number, name, `face`: passed, reference."""

    statement: Statement
    password: SixDigits
    legal_basis: Word = "consent"


class EcardLinked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person links a channel by number and e-card password."""

    number: Number
    password: SixDigits


class CodeInChannel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For whom a channel shows a code; it must be linked."""

    number: Number
    scene: Annotated[str, Meta(max_length=40)] | None = None


class NumberOnly(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of whom."""

    number: Number


class LevelConfirmed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The bank's statement (`act`: ecard.level_two): number, `account`: active, `phone`: confirmed, reference."""

    statement: Statement


class EcardTold(msgspec.Struct, frozen=True):
    """How an e-card stands, for whoever acted on it; no name and no number."""

    sign_no: str
    level: int
    state: str


class ChannelTold(msgspec.Struct, frozen=True):
    """Whether this channel is linked."""

    client_id: str
    linked: bool
