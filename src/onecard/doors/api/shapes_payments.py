"""What a finance department's system sends and is told about payments."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from onecard.domains.disbursement import api as disbursement
from onecard.doors.api.shapes_people import Number

Account = Annotated[str, Meta(pattern=r"^[0-9A-Za-z]{6,34}$", description="银行账号 · the account's number")]
PersonName = Annotated[str, Meta(min_length=1, max_length=60)]
BankName = Annotated[str, Meta(max_length=60)]
State = Literal["approved", "instructed", "sent", "accepted", "paid", "rejected", "returned"]


class PayeeSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The account as the bank knows it."""

    name: PersonName
    account: Account
    bank: BankName = ""


class PaymentSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One approved payment; `source` is its reference in the roster, and is paid once a programme and period."""

    number: Number
    payee: PayeeSent
    amount_fen: Annotated[int, Meta(ge=1, le=999_999_999_999)]
    source: Annotated[str, Meta(min_length=1, max_length=60)]


class BatchSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Approved payments; more than 5,000 go into further batches. The batch has a number of the sender's choice."""

    batch_id: UUID
    bank: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_-]{1,30}$")]
    fund: Annotated[int, Meta(ge=10_000, le=2_000_000_000, description="资金账户 · the ledger account that bears it")]
    programme: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_.-]{0,59}$")]
    period: Annotated[str, Meta(pattern=r"^[0-9A-Za-z-]{1,20}$")]
    purpose: Annotated[str, Meta(min_length=1, max_length=60, description="摘要 · what the payee's statement says")]
    payments: Annotated[list[PaymentSent], Meta(min_length=1, max_length=5_000)]


class BatchTold(msgspec.Struct, frozen=True):
    """How far a batch is: paid + on its way + back = approved, at any moment."""

    batch_id: UUID
    bank: str
    programme: str
    period: str
    purpose: str
    lines: int
    amount_fen: int
    paid_fen: int
    on_its_way_fen: int
    back_fen: int
    states: dict[str, int]
    reissued: int
    doubted: int
    disputed: int
    finished: bool
    taken_at: datetime


class LineTold(msgspec.Struct, frozen=True):
    """A line by its number in the batch: what is, why, what to do next. Whose it is the sender knows by the number."""

    number: int
    amount_fen: int
    state: str
    since: datetime
    doubted: bool
    disputed: bool
    attempt: int
    reissued: bool
    said_zh: str
    said: str
    next_step_zh: str
    next_step: str
    reason: str | None = None
    reason_zh: str | None = None
    reason_en: str | None = None
    bank_reason: str | None = None


class EventTold(msgspec.Struct, frozen=True):
    """Something that happened to a line: in the world, and when we knew."""

    event: str
    happened_at: datetime
    recorded_at: datetime
    said_zh: str
    said: str


class LineHistory(msgspec.Struct, frozen=True):
    """A line with everything that happened to it, in order."""

    line: LineTold
    events: list[EventTold]


class Reissue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """To the account as it was corrected; without one to the same, where the bank has put it in order."""

    payee: PayeeSent | None = None


class Settlement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the money of a disputed line was found to be."""

    found: disbursement.Found
