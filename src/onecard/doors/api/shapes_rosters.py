"""What departments, townships and finance send and are told about projects and rosters."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from onecard.domains.rosters import api as rosters
from onecard.doors.api.shapes_people import DivisionCode

Cell = Annotated[str, Meta(max_length=120)]
Fen = Annotated[int, Meta(ge=1, le=999_999_999_999)]
QuotaFen = Annotated[int, Meta(ge=1, le=999_999_999_999_999)]
Many = Annotated[int, Meta(ge=1, le=1_000_000_000)]


class ProjectSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A programme at a place for a period, run by whoever sends this. `rules_on` may follow from the period."""

    programme: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_.-]{0,59}$")]
    place: DivisionCode
    period: Annotated[str, Meta(pattern=r"^[0-9A-Za-z-]{1,20}$")]
    finance: UUID
    fund: Annotated[int, Meta(ge=10_000, le=2_000_000_000, description="资金账户 · the ledger account that bears it")]
    bank: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_-]{1,30}$")]
    purpose: Annotated[str, Meta(min_length=1, max_length=60, description="摘要 · what the payee's statement says")]
    opens_on: date
    closes_on: date
    quota_fen: QuotaFen
    quota_entries: Many
    entry_fen_most: Fen | None = None
    rules_on: date | None = None


class QuotaSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another quota, never below what entries use of it, and until when rows are taken."""

    quota_fen: QuotaFen
    quota_entries: Many
    closes_on: date


class ProjectTold(msgspec.Struct, frozen=True):
    """A project as it stands; `used_…` is what entries take of the quota."""

    project_id: UUID
    programme: str
    place: int
    period: str
    rules_on: date
    department: UUID
    finance: UUID
    purpose: str
    opens_on: date
    closes_on: date
    notice_days: int
    quota_fen: int
    quota_entries: int
    used_fen: int
    used_entries: int


class RosterSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A roster to begin: for which project, and what it is called (a village). Its id is the sender's choice."""

    roster_id: UUID
    project_id: UUID
    name: Annotated[str, Meta(min_length=1, max_length=60)]


class RosterRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One person: as in a list, the amount in yuan. `facts` are what the programme asks for, by the fact's name."""

    name: Cell
    number: Cell
    account: Cell
    amount: Cell
    owner: Cell = ""
    bank: Cell = ""
    source: Cell = ""
    facts: Annotated[dict[str, Cell], Meta(max_length=30)] = {}


class RowsSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rows for a roster; more than 5,000 go into further requests."""

    rows: Annotated[list[RosterRow], Meta(min_length=1, max_length=5_000)]


class RosterTold(msgspec.Struct, frozen=True):
    """How far a roster is. Rows pass, are refused or wait; entries stand, are held, dropped or handed over."""

    roster_id: UUID
    project_id: UUID
    name: str
    state: rosters.State
    state_zh: str
    state_en: str
    since: datetime
    round: int
    rows: int
    passed: int
    refused: int
    waiting: int
    entries: dict[str, int]
    fen: dict[str, int]
    notice_until: datetime | None
    approved: dict[str, datetime]


class RosterRowAnswer(msgspec.Struct, frozen=True):
    """A row's answer by its number in the roster; `code` and words where it was refused."""

    number: int
    passed: bool
    code: str | None = None
    title_zh: str | None = None
    title: str | None = None
    next_step_zh: str | None = None
    next_step: str | None = None


class NoticeLineTold(msgspec.Struct, frozen=True):
    """One line of the public notice: the name masked, no number and no account."""

    number: int
    name: str
    amount_fen: int


class RosterEventTold(msgspec.Struct, frozen=True):
    """Something that happened to a roster."""

    event: str
    round: int
    happened_at: datetime
    reason: str | None = None


class EntryTold(msgspec.Struct, frozen=True):
    """One entry by its number; whose it is the sender knows by the number."""

    number: int
    amount_fen: int
    state: rosters.EntryState
    since: datetime


class ObjectionSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why somebody objects; it holds this entry and nobody else's."""

    ground: rosters.ObjectionGround


class OutcomeSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The department's word: upheld drops the entry, unfounded lets it stand again."""

    outcome: rosters.ObjectionOutcome


class BackSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a roster is sent back."""

    reason: rosters.BackReason


class HandoverTold(msgspec.Struct, frozen=True):
    """What went to payment, as which batch."""

    handover: int
    batch_id: UUID
    entries: int
    amount_fen: int
    handed_at: datetime


Confirmed = Literal[True]


class Confirm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Said so that nobody does it by a slip."""

    confirm: Confirmed
