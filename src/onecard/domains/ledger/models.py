"""What the ledger speaks of: movements asked for, transfers made, balances, statement lines, findings of its checks."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from onecard.kernel.ids import new_id

#: Purses of residents have numbers below this; institutions' accounts from it up.
INSTITUTIONS = 10_000
#: Kinds of purse: never mixed, each its own row of balance.
TRANSPORT, BANK, MEDICAL, PASS_ESCROW = 1, 2, 3, 90


@dataclass(frozen=True, slots=True)
class Movement:
    """One transfer asked for: `debit` pays `credit` whole fen, for a holder, for a purpose, as part of `reference`.

    Movements of one reference are posted together or not at all.
    """

    holder_id: UUID
    debit: int
    credit: int
    amount_fen: int
    purpose: str
    reference: UUID
    happened_at: datetime
    transfer_id: UUID = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Transfer:
    """One transfer made. `recorded_on` is the business day it counts for; `repeated`: the first answer again."""

    holder_id: UUID
    transfer_id: UUID
    debit: int
    credit: int
    amount_fen: int
    purpose: str
    reference: UUID
    happened_at: datetime
    recorded_at: datetime
    recorded_on: date
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Balance:
    """What one purse of a resident holds."""

    account: int
    balance_fen: int
    name_zh: str
    name_en: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement of a purse: `change_fen` below zero went out; `other` is the account on the far side."""

    transfer_id: UUID
    recorded_at: datetime
    happened_at: datetime
    purpose: str
    reference: UUID
    change_fen: int
    balance_after_fen: int
    other: int
    other_zh: str
    other_en: str


@dataclass(frozen=True, slots=True)
class Account:
    """One line of the chart."""

    account: int
    agency_id: UUID
    kind: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class ProvinceAgencies:
    """Who stands behind a province's accounts."""

    purse_keeper: UUID
    finance: UUID
    bank: UUID
    pass_issuer: UUID


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check saw: how many things it looked at, how many were wrong, and the first few of those."""

    check: str
    title: tuple[str, str]
    checked: int
    broken: int
    samples: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        return self.broken == 0
