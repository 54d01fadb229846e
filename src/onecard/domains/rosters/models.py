"""What rosters speak of: projects, rosters, their entries, and what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from onecard.domains.rosters.states import Level, State
from onecard.rules.programmes.bound import Bound

EntryState = Literal["standing", "held", "dropped", "handed_over"]
Duty = Literal["maker", "township", "department", "finance"]
#: Why somebody objects; codes, so that nobody writes about a person into a roster.
ObjectionGround = Literal["not_entitled", "deceased", "moved", "amount", "identity", "card", "twice", "other"]
ObjectionOutcome = Literal["upheld", "unfounded"]


@dataclass(frozen=True, slots=True)
class ProjectWanted:
    """A programme at a place for a period: who runs and who pays it, and how much there is.

    `rules_on`: by the rules of which day it is decided. `notice_days` come from the rulebook of the place.
    """

    project_id: UUID
    place: int
    period: str
    rules_on: date
    department: UUID
    finance: UUID
    fund: int
    bank: str
    purpose: str
    opens_on: date
    closes_on: date
    notice_days: int
    quota_fen: int
    quota_entries: int
    entry_fen_most: int | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """A project as it stands; `used_…` is what entries take of the quota."""

    project_id: UUID
    programme: str
    place: int
    period: str
    from_day: date
    until_day: date
    rules_on: date
    department: UUID
    finance: UUID
    fund: int
    bank: str
    purpose: str
    opens_on: date
    closes_on: date
    notice_days: int
    entry_fen_most: int | None
    quota_fen: int
    quota_entries: int
    used_fen: int
    used_entries: int

    @property
    def left_fen(self) -> int:
        """What the quota still covers."""
        return self.quota_fen - self.used_fen

    @property
    def left_entries(self) -> int:
        """How many entries the quota still covers."""
        return self.quota_entries - self.used_entries


@dataclass(frozen=True, slots=True)
class ProgrammeTerms:
    """The programme as it stands for a project, and what is not paid beside it (id → 中文, English)."""

    bound: Bound
    excludes: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Hand:
    """Who acts: a member of staff, in one of the duties a roster knows, for an agency."""

    staff: str
    agency_id: UUID


@dataclass(frozen=True, slots=True)
class Roster:
    """A roster as it stands. `rows` were taken so far; `round` grows when a notice is void."""

    roster_id: UUID
    project_id: UUID
    township: UUID
    name: str
    state: State
    state_since: datetime
    round: int
    rows: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class RosterProgress:
    """How far a roster is: rows pass, are refused or wait; entries stand, are held, dropped or handed over."""

    roster: Roster
    passed: int
    refused: int
    entries: Mapping[EntryState, int]
    fen: Mapping[EntryState, int]
    notice_until: datetime | None
    approved: Mapping[Level, datetime]

    @property
    def waiting(self) -> int:
        """Rows that are not checked yet."""
        return self.roster.rows - self.passed - self.refused


@dataclass(frozen=True, slots=True)
class FileTaken:
    """A file of rows: its number in the roster, its rows, and whether it was there before."""

    file: int
    rows: int
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class RosterPart:
    """A thousand rows from number `first` on: how many passed and were refused, and whether they are checked."""

    part: int
    file: int
    first: int
    rows: int
    passed: int
    refused: int
    answered: bool


@dataclass(frozen=True, slots=True)
class PartsChecked:
    """What was checked: for whom, how many, and the people about whom a refusal told the maker something."""

    roster_id: UUID
    township: UUID
    staff: str
    passed: int
    refused: int
    told_about: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that passed, without its payee."""

    holder_id: UUID
    entry_id: UUID
    roster_id: UUID
    number: int
    source: str
    amount_fen: int
    state: EntryState
    state_since: datetime
    handover: int | None


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One line of a public notice: a masked name and an amount, no number and no account."""

    number: int
    name: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class RosterEvent:
    """Something that happened to a roster."""

    event: str
    round: int
    happened_at: datetime
    actor: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection to one entry; `outcome` once it is settled."""

    objection_id: UUID
    number: int
    ground: ObjectionGround
    raised_at: datetime
    recorded_by: str
    settled_at: datetime | None
    outcome: ObjectionOutcome | None


@dataclass(frozen=True, slots=True)
class Handover:
    """Entries given to payment as one batch."""

    handover: int
    batch_id: UUID
    entries: int
    amount_fen: int
    handed_at: datetime
