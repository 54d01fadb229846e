"""What entitlements speak of: a right, its states, evidence of life, months that are owed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from onecard.domains.disbursement.api import Payee

State = Literal["in_payment", "noticed", "suspended", "stopped"]
#: What the run did to somebody, in the words of the history.
What = Literal["confirmed", "restored", "noticed", "reminded", "visit_offered", "suspended"]


@dataclass(frozen=True, slots=True)
class NewEntitlement:
    """Somebody begins to be entitled: from which month, how much, paid by which place, to which account."""

    holder_id: UUID
    place: int
    since: date
    monthly_fen: int
    payee: Payee = field(repr=False)


@dataclass(frozen=True, slots=True)
class Entitlement:
    """A right as it stands. `valid_until`: through this day nothing is asked; `paid_through`: the last month made due.

    `monthly_fen` is what holds this month.
    """

    holder_id: UUID
    programme: str
    place: int
    since: date
    state: State
    state_since: datetime
    confirmed_on: date
    confirmed_by: str
    valid_until: date
    noticed_on: date | None
    reminders: int
    reminded_on: date | None
    visit_offered_on: date | None
    stopped_from: date | None
    stop_reason: str | None
    paid_through: date
    monthly_fen: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that shows that a person lived on a day; `reference` names the use, event or file, nobody's number."""

    holder_id: UUID
    kind: str
    day: date
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """What happened to one entitlement in a run, with what its words need."""

    holder_id: UUID
    programme: str
    what: What
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Owed:
    """Months that were made due at once: from the first to the last, how many, and their fen."""

    holder_id: UUID
    programme: str
    first: date
    last: date
    months: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Due:
    """One month of one entitlement: paid with a batch, waiting, or withdrawn."""

    programme: str
    month: date
    amount_fen: int
    kind: Literal["regular", "arrears"]
    batch_id: UUID | None
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A month of a programme that waits to be taken into a batch."""

    month: date
    people: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Overpaid:
    """A month that was paid and was not owed."""

    programme: str
    month: date
    amount_fen: int
    found_at: datetime


@dataclass(frozen=True, slots=True)
class EntitlementEvent:
    """Something that happened, and by which rule."""

    event_id: UUID
    programme: str
    event: str
    happened_at: datetime
    actor: str
    rule: str
    facts: Mapping[str, Any]
