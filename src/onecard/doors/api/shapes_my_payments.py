"""What a resident is told of her own payments."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

Stands = Literal["came", "coming", "back", "again"]


class PaymentTold(msgspec.Struct, frozen=True):
    """One payment: for what, how much, how it stands, and of the account no more than its last four digits.

    `stands`: it came, it is coming, it came back, or it came back and a later payment (`reissued_as`) stands for it.
    """

    payment_id: UUID
    programme: str
    period: str
    purpose: str
    amount_fen: int
    stands: Stands
    state_zh: str
    state_en: str
    reason: str | None
    reason_zh: str | None
    reason_en: str | None
    next_step_zh: str
    next_step: str
    account_end: str
    bank_zh: str
    bank_en: str
    agency_id: UUID
    batch_day: date
    happened_at: datetime
    replaces: UUID | None
    reissued_as: UUID | None


class HappenedTold(msgspec.Struct, frozen=True):
    """Something that happened to a payment, and when in the world."""

    event: str
    happened_at: datetime
    said_zh: str
    said: str


class PaymentHistory(msgspec.Struct, frozen=True):
    """A payment with everything that happened to it, oldest first."""

    payment: PaymentTold
    events: list[HappenedTold]
