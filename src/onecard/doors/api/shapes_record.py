"""What is sent and said about a person's record, objections to it, and the record as a file."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from onecard.doors.api.shapes_people import SixDigits

Said = Annotated[str, Meta(min_length=1, max_length=1000)]
Kind = Literal["use", "payment", "look", "card", "ecard", "carrier", "wallet", "family", "service", "sign_in"]
Outcome = Literal["explained", "corrected", "upheld"]


class LineShape(msgspec.Struct, frozen=True):
    """One more fact of an entry, in both languages."""

    label_zh: str
    label_en: str
    words_zh: str
    words_en: str


class ObjectionShape(msgspec.Struct, frozen=True):
    """An objection of the resident, and the answer once there is one; `due_on` is the last day for it."""

    objection_id: UUID
    about_kind: str
    about_id: UUID
    agency_zh: str
    agency_en: str
    text: str
    made_at: datetime
    due_on: date
    outcome: Outcome | None
    answer: str
    answered_at: datetime | None


class EntryShape(msgspec.Struct, frozen=True):
    """One entry of the record: what happened, who did it, why and by what right."""

    kind: str
    entry_id: UUID
    happened_at: datetime
    title_zh: str
    title_en: str
    by_zh: str
    by_en: str
    lines: list[LineShape]
    paid_fen: int | None
    may_object: bool
    objection: ObjectionShape | None


class ObjectionWanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which entry is objected to, and why."""

    about_kind: Literal["look", "use"]
    about_id: UUID
    text: Said


class ExportWanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """With the e-card password the file is whole, without it masked."""

    language: Literal["zh", "en"] = "zh"
    password: SixDigits | None = None


class RecordSeal(msgspec.Struct, frozen=True):
    """The platform's signature over the record: `R`, key number, SHA-256 of the record in canonical JSON (RFC 8785)."""

    key_id: int
    suite: str
    signature: str


class SealedRecord(msgspec.Struct, frozen=True):
    """The record under the platform's seal."""

    record: dict[str, Any]
    seal: RecordSeal


class ObjectionListed(msgspec.Struct, frozen=True):
    """An objection that waits for this agency's answer; it says nothing of the person."""

    objection_id: UUID
    about_kind: str
    made_at: datetime
    due_on: date
    overdue: bool


class ObjectionNamed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which objection to open."""

    objection_id: UUID


class ObjectionOpened(msgspec.Struct, frozen=True):
    """An objection as the answering agency reads it, with the look or the use it is about. No name and no number."""

    objection_id: UUID
    about_kind: str
    text: str
    made_at: datetime
    due_on: date
    happened_at: datetime
    what: str
    purpose: str
    legal_basis: str
    reference: str
    outcome: Outcome | None
    answer: str


class AnswerGiven(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The agency's answer; it stands as it is given."""

    objection_id: UUID
    outcome: Outcome
    answer: Said


class Answered(msgspec.Struct, frozen=True):
    """That the answer stands."""

    objection_id: UUID
    outcome: Outcome
    answered_at: datetime
