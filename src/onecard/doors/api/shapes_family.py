"""What is sent and said about family delegations."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from onecard.doors.api.shapes_people import CardShape, Number, SixDigits, Word

Relation = Literal["spouse", "son", "daughter", "father", "mother", "grandchild", "grandparent", "sibling", "other"]
Scope = Literal["show_code", "report_loss", "see_record", "see_uses"]
Name = Annotated[str, Meta(min_length=1, max_length=60)]
SceneId = Annotated[str, Meta(min_length=1, max_length=40)]
ProofKind = Literal[
    "in_person", "household_register", "birth_certificate", "marriage_certificate", "divorce_certificate",
    "court_document",
]  # fmt: skip
Reference = Annotated[
    str,
    Meta(min_length=1, max_length=120, description="材料的档案编号,不是身份号码 · the file number, no identity number"),
]


class FamilyTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the delegate may do; `scenes` only with `show_code`; `until` is the last day."""

    scopes: Annotated[list[Scope], Meta(min_length=1, max_length=4)]
    codes_per_day: Annotated[int, Meta(ge=1, le=1000)]
    until: date
    scenes: Annotated[list[SceneId], Meta(max_length=50)] = []


class FamilyAsk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """I ask to act for the person of this name and number; `relation` is what I am to that person."""

    name: Name
    number: Number
    relation: Relation
    terms: FamilyTerms


class FamilyOffer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """I let the person of this name and number act for me; `relation` is what that person is to me."""

    name: Name
    number: Number
    relation: Relation
    terms: FamilyTerms
    password: SixDigits


class FamilyAcceptance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Yes; whoever will be represented gives the e-card password with it."""

    password: SixDigits | None = None


class FamilyChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Other terms from now on, with the e-card password."""

    terms: FamilyTerms
    password: SixDigits


class FamilyMember(msgspec.Struct, frozen=True):
    """A delegation as one of the two sees it: `part` is hers, `name` the other's, masked unless a question waits."""

    delegation_id: UUID
    part: Literal["represented", "delegate"]
    kind: str
    relation: str
    relation_zh: str
    relation_en: str
    name: str
    state: str
    state_zh: str
    state_en: str
    waits_for_me: bool
    scopes: list[str]
    scenes: list[str]
    codes_per_day: int
    until: date
    proof: str | None
    ended_because: str | None


class Family(msgspec.Struct, frozen=True):
    """Who acts for me, and for whom I act; open ones first."""

    delegates: list[FamilyMember]
    helping: list[FamilyMember]


class FamilyAct(msgspec.Struct, frozen=True):
    """Something a delegate did: mine for another, or another's for me. `use_id` is the use that came of a code."""

    act_id: UUID
    delegation_id: UUID
    part: Literal["represented", "delegate"]
    name: str
    kind: str
    kind_zh: str
    kind_en: str
    scene: str | None
    use_id: UUID | None
    happened_at: datetime


class FamilyCodeWanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For which scene; a delegate's code is never good everywhere."""

    scene: SceneId


class CardEventShape(msgspec.Struct, frozen=True):
    """Something that happened to a card."""

    event: str
    happened_at: datetime


class FamilyRecord(msgspec.Struct, frozen=True):
    """The represented person's card and what happened to it, the latest first."""

    card: CardShape | None
    events: list[CardEventShape]


class FamilyWanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose delegations staff want to see, and on what ground."""

    number: Number
    purpose: Word
    legal_basis: Word
    reference: Annotated[str, Meta(max_length=120)] = ""


class FamilyFound(msgspec.Struct, frozen=True):
    """A person's delegations at a counter, the delegates' names masked."""

    delegates: list[FamilyMember]


class FamilyRegistration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A counter saw the represented person, or a guardian with papers; in force at once."""

    number: Number
    delegate_number: Number
    kind: Literal["delegation", "guardianship"]
    relation: Relation
    terms: FamilyTerms
    proof: ProofKind
    proof_reference: Reference
    legal_basis: Word


class FamilyEnding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A counter ends what is between two people: on the person's word or a court's, or after a divorce."""

    number: Number
    delegate_number: Number
    because: Literal["revoked", "divorced"]
    proof: ProofKind
    proof_reference: Reference
    legal_basis: Word
