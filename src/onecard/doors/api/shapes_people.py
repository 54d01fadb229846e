"""What residents, staff, partners and terminals send and are told."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

CardNumber = Annotated[str, Meta(pattern=r"^[0-9A-Za-z]{9}$", description="卡面上的 9 位卡号 · printed on the card")]
SixDigits = Annotated[str, Meta(pattern=r"^[0-9]{6}$")]
Number = Annotated[str, Meta(min_length=6, max_length=24, description="社会保障号码 · social security number")]
Word = Annotated[str, Meta(min_length=1, max_length=120)]
DivisionCode = Annotated[int, Meta(ge=100000, le=999999)]
Claim = Literal["card_valid", "aged_60", "aged_65", "aged_70", "aged_80", "student", "disabled", "veteran"]


class ResidentSignIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Card and e-card password; `issuer` only where two issuers gave the same number."""

    card_number: CardNumber
    password: SixDigits
    issuer: DivisionCode | None = None


class StaffSignIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Name, password and the authenticator's present code."""

    sign_in_name: Word
    password: Annotated[str, Meta(min_length=1, max_length=200)]
    one_time_code: SixDigits


class SignedIn(msgspec.Struct, frozen=True):
    """Who is signed in. Send `csrf_token` as `x-csrf-token` with every change."""

    kind: str
    csrf_token: str
    permissions: list[str] = []


class Token(msgspec.Struct, frozen=True):
    """An access token (RFC 6749)."""

    access_token: str
    token_type: str
    expires_in: int
    scope: str


class Me(msgspec.Struct, frozen=True):
    """The resident, masked."""

    name: str
    number: str
    division: int
    birth_date: date
    statuses: list[str]


class WholeMe(msgspec.Struct, frozen=True):
    """The resident's own identity in full."""

    name: str
    number: str
    phone: str | None
    card_number: str | None


class CardShape(msgspec.Struct, frozen=True):
    """A card: its issuer and its state in words; `until` is when a temporary loss lapses."""

    issuer: int
    bank: str | None
    state: str
    state_zh: str
    state_en: str
    since: datetime
    until: datetime | None
    ecard: str | None
    kind: str = "standard"
    reason: str | None = None
    valid_until: datetime | None = None


class CodeWanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For which scene the code is; without one it is good at any."""

    scene: Annotated[str, Meta(max_length=40)] | None = None


class CodeShown(msgspec.Struct, frozen=True):
    """A one-time code to draw as QR."""

    text: str
    expires_at: datetime


class LossReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Temporary lapses by itself after the place's days; formal stays until the card is replaced."""

    kind: Literal["temporary", "formal"] = "temporary"


class LossCancellation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The e-card password: that the card works again is only for who knows it, not for who holds an open phone."""

    password: SixDigits


class LookShape(msgspec.Struct, frozen=True):
    """Who looked at the resident's data: which agency, at what, why and by what right."""

    look_id: UUID
    looked_at: datetime
    agency_zh: str
    agency_en: str
    by: str
    subject_zh: str
    subject_en: str
    purpose_zh: str
    purpose_en: str
    legal_basis_zh: str
    legal_basis_en: str
    reference: str


class PersonWanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom to look for, why and by what right. The person can read all of this."""

    number: Number
    purpose: Word
    legal_basis: Word
    reference: Annotated[str, Meta(max_length=120)] = ""


class PersonFound(msgspec.Struct, frozen=True):
    """A person, masked, with the state of the card."""

    name: str
    number: str
    division: int
    card: CardShape | None


class PersonRevealed(msgspec.Struct, frozen=True):
    """A person in full."""

    name: str
    number: str
    phone: str | None
    division: int
    birth_date: date


class ClaimAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One yes-or-no question about one person, with its ground."""

    number: Number
    claim: Claim
    legal_basis: Word
    reference: Annotated[str, Meta(max_length=120)] = ""


class ClaimAnswer(msgspec.Struct, frozen=True):
    """Whether it holds today, and nothing else; who is unknown here is answered no."""

    claim: str
    holds: bool
    on: date


class PointShape(msgspec.Struct, frozen=True):
    """An acceptance point."""

    point_id: UUID
    kind: str
    scene: str
    division: int
    name_zh: str
    name_en: str
    state: str
    settings: dict[str, Any]


class PointAnswer(msgspec.Struct, frozen=True):
    """What a point was answered; nobody is named."""

    use_id: UUID
    sequence: int
    refusal: str | None
    happened_at: datetime


class LogVerdict(msgspec.Struct, frozen=True):
    """Whether the access log's chains hold; `findings` say where not."""

    chains: int
    looks: int
    holds: bool
    findings: list[str]
