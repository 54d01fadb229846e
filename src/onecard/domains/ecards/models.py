"""An e-card, its code, and the refusal of a six-digit password that is too simple."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from onecard.domains.ecards.errors import PasswordTooSimple
from onecard.kernel.crypto.six_digits import weakness_of

EcardState = Literal["active", "suspended", "cancelled"]
CarrierKind = Literal["phone", "paper"]
RevokeReason = Literal["replaced", "lost", "not_needed"]
#: Level 1 asks and proves; level 2, bound to the bank account, also pays.
Level = Literal[1, 2]


@dataclass(frozen=True, slots=True)
class NewEcard:
    """An e-card to issue, for the card issued by `issuer`. The pseudonym is drawn when not given."""

    holder_id: UUID
    issuer: int
    level: Level = 1
    pseudonym: int | None = None


@dataclass(frozen=True, slots=True)
class Ecard:
    """A person's e-card as stored; whether it works today depends on the physical card too."""

    holder_id: UUID
    ecard_id: UUID
    sign_no: str
    pseudonym: int
    issuer: int
    level: Level
    state: EcardState
    has_password: bool
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class Code:
    """A code to show: its text, and when it ends."""

    text: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class CarrierTerms:
    """What the rulebook of the e-card's place says of phones without network and of printed codes."""

    phones_max: int
    phone_days: int
    phone_codes_per_day: int
    print_days: int


@dataclass(frozen=True, slots=True)
class Carrier:
    """A phone or a sheet of paper that may show this person's codes for days. `public_key` is a phone's (33 bytes)."""

    holder_id: UUID
    serial: int
    kind: CarrierKind
    key_id: int
    public_key: bytes | None
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    reason: RevokeReason | None

    def stands(self, at: datetime) -> bool:
        """Whether it holds at this moment."""
        return self.revoked_at is None and at < self.expires_at


@dataclass(frozen=True, slots=True)
class EnrolledPhone:
    """What a phone is given: the platform's certificate of its key, and how many codes a day it may make."""

    carrier: Carrier
    certificate: bytes
    codes_per_day: int


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does something to an e-card: `actor` is holder, system, `staff ID` or `partner CLIENT`, never a name."""

    actor: str
    agency_id: UUID | None = None


HOLDER, SYSTEM = Doer("holder"), Doer("system")


@dataclass(frozen=True, slots=True)
class EcardEvent:
    """Something that happened to an e-card, or a sign-in with it; `agency_id` is whose staff or program did it."""

    event_id: UUID
    event: str
    happened_at: datetime
    actor: str
    agency_id: UUID | None
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class WornOut:
    """A phone or print whose days are over: an event that nobody wrote, because it came by itself."""

    end_id: UUID
    event: str
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class Channel:
    """A partner's program that shows this e-card."""

    client_id: str
    agency_id: UUID
    linked_at: datetime


@dataclass(frozen=True, slots=True)
class CheckIn:
    """Somebody was at a point that day; staff compare `mark`, four characters, with what the phone shows."""

    point_id: UUID
    day: date
    mark: str
    checked_in_at: datetime


def draw_pseudonym() -> int:
    """64 random bits, signed: what a code carries instead of anything personal."""
    return secrets.randbits(64) - 2**63


def draw_sign_no(issuer: int) -> str:
    """A 签发号 of our own shape (the official one is not known to us): issuing division and 16 random hex digits."""
    return f"{issuer:06d}{secrets.token_hex(8).upper()}"


def check_password_rule(password: str, *, in_number: Callable[[str], bool]) -> None:
    """Six digits by the rule that the passwords on the card obey too; PasswordTooSimple says what is wrong."""
    weakness = weakness_of(password, in_number=in_number)
    if weakness:
        raise PasswordTooSimple(rule_zh=weakness[0], rule_en=weakness[1])
