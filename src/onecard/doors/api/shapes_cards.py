"""What a counter sends and is told about the life of a card. Whoever is meant stands in the body, with the ground."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from onecard.domains.cards import api as cards
from onecard.doors.api.shapes_people import CardShape, DivisionCode, Number, PersonWanted, SixDigits, Word

Name = Annotated[str, Meta(min_length=1, max_length=60)]
Phone = Annotated[str, Meta(pattern=r"^\+?[0-9]{5,15}$")]
Identifier = Annotated[str, Meta(pattern=r"^[0-9A-Fa-f]{32}$", description="卡识别码 · the card's 32-hex identifier")]
Words = Annotated[str, Meta(max_length=120)]


class ApplicantShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who asks. An agent or guardian says the relation and names the document that was checked, without its number."""

    kind: cards.ApplicantKind = "self"
    relation: Words = ""
    proof: Words = ""
    number: Number | None = None


class CardApplication(PersonWanted, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A first card. `division` is where the person is registered, `issuer` the county that issues (default: it)."""

    name: Name
    division: DivisionCode
    phone: Phone | None = None
    issuer: DivisionCode | None = None
    bank: Words | None = None
    applicant: ApplicantShape = ApplicantShape()


class ActivationWanted(PersonWanted, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The card is handed over. `made_here`: it was printed at this counter a moment ago, and no maker has it."""

    made_here: bool = False


class ReplacementWanted(PersonWanted, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A new card. `issuer` only with reason `transfer`: the county where the person lives now."""

    reason: cards.ReplaceReason
    bank: Words | None = None
    issuer: DivisionCode | None = None
    applicant: ApplicantShape = ApplicantShape()


class CancellationWanted(PersonWanted, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The end of a card; a death with its day."""

    reason: cards.CancelReason
    died_on: date | None = None


class DataChange(PersonWanted, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Another name, another telephone number, or both; another name asks for a replacement of a valid card."""

    name: Name | None = None
    phone: Phone | None = None


class Handled(msgspec.Struct, frozen=True):
    """Done at once, with the card; or sent on to the issuing province, with the request's id and who decides it."""

    done: bool
    card: CardShape | None
    request_id: UUID | None
    decided_in: int | None


class RequestTold(msgspec.Struct, frozen=True):
    """A request from a counter of another province, without the person."""

    request_id: UUID
    operation: str
    issuer: int
    taken_at: datetime
    taken_division: int
    state: str
    answer: str | None


class RequestOpened(msgspec.Struct, frozen=True):
    """A request with the person, masked, and what was asked."""

    request: RequestTold
    facts: dict[str, Any]
    name: str | None
    number: str | None
    card: CardShape | None


class GroundGiven(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why the person behind a request is looked at, and by what right."""

    purpose: Word
    legal_basis: Word
    reference: Words = ""


class RefusalWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a request is refused, for the person; no number in it."""

    why: Word


class OrderWanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many of the waiting applications a maker gets, of which province, city or county (default: the agency's)."""

    at_most: Annotated[int, Meta(ge=1, le=100_000)] = 10_000
    division: DivisionCode | None = None


class OrderFinished(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The cards of the order that were spoiled, by identifier."""

    spoiled: Annotated[list[Identifier], Meta(max_length=10_000)] = []


class OrderTold(msgspec.Struct, frozen=True):
    """An order to a maker."""

    order_id: UUID
    issuer: int
    cards: int
    ordered_at: datetime
    finished_at: datetime | None
    spoiled: int


class CardToMake(msgspec.Struct, frozen=True):
    """What a maker writes on one card beside the person's own data, which the maker does not get here."""

    card_number: str
    identifier: str
    issuer: int
    bank: str | None


class Delivery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The cards that arrived, by identifier."""

    identifiers: Annotated[list[Identifier], Meta(min_length=1, max_length=10_000)]


class Delivered(msgspec.Struct, frozen=True):
    """For each identifier, in order, `delivered` or the code of the problem."""

    answers: list[str]


class MyReplacement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The holder asks for a new card; the e-card password shows that it is the holder."""

    reason: Literal["lost", "damaged", "upgrade", "bank_change"]
    password: SixDigits
    bank: Words | None = None


class Proven(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The e-card password once more."""

    password: SixDigits
