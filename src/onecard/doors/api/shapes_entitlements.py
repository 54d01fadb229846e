"""What is sent and said about standing entitlements and evidence of life."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from onecard.doors.api.shapes_family import Reference
from onecard.doors.api.shapes_people import Number, SixDigits, Word

EntitlementState = Literal["in_payment", "noticed", "suspended", "stopped"]


class EntitlementShape(msgspec.Struct, frozen=True):
    """A right as it stands; `paid_through` is the last month made due, amounts are whole fen."""

    programme: str
    programme_zh: str
    programme_en: str
    since: date
    monthly_fen: int
    place: int
    state: EntitlementState
    state_zh: str
    state_en: str
    confirmed_on: date
    confirmed_by: str
    confirmed_by_zh: str
    confirmed_by_en: str
    valid_until: date
    noticed_on: date | None
    visit_offered_on: date | None
    paid_through: date
    stopped_from: date | None
    next_zh: str
    next_en: str


class Entitlements(msgspec.Struct, frozen=True):
    """All that a person is entitled to."""

    entitlements: list[EntitlementShape]


class DueShape(msgspec.Struct, frozen=True):
    """A month: `waiting` to be paid, with a `batch` at the bank, or `withdrawn`; arrears are months missed before."""

    programme: str
    month: date
    amount_fen: int
    kind: Literal["regular", "arrears"]
    state: Literal["waiting", "batch", "withdrawn"]
    batch_id: UUID | None = None


class MyEntitlements(msgspec.Struct, frozen=True):
    """The person's own, with the latest months."""

    entitlements: list[EntitlementShape]
    months: list[DueShape]


class LifeConfirmation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The e-card password, once more."""

    password: SixDigits


class EntitlementsWanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose, why and by what right; the person sees the look."""

    number: Number
    purpose: Word
    legal_basis: Word
    reference: Annotated[str, Meta(max_length=120)] = ""


class LifeSeen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The person stood at the counter, and her papers were seen."""

    number: Number
    legal_basis: Word
    reference: Reference


class LifeVisited(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Staff were at her home on a day; `with_staff` are the sign-in names of the others of the same agency."""

    number: Number
    legal_basis: Word
    reference: Reference
    visited_on: date
    with_staff: Annotated[list[Word], Meta(min_length=1, max_length=5)]
