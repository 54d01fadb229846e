"""The three halves of a card, what keeps one locked, and how its password stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args
from uuid import UUID

from onecard.domains.agencies import api as agencies
from onecard.domains.cards.models import HalfState

Half = Literal["social", "bank", "transport"]
#: Who or what locked a half: the person herself, the agency that keeps it, or too many wrong passwords.
LockCause = Literal["holder", "owner", "wrong_pins"]
#: Why a lock is set or lifted; codes, so that nobody writes about a person into the card's events.
LockReason = Literal["asked", "misuse", "account", "correction", "settled", "wrong_pins"]
#: `initial` was given by a counter and must be changed first.
PinState = Literal["none", "initial", "set", "locked"]

HALVES: tuple[Half, ...] = get_args(Half)
#: Which kind of agency keeps a half, and is alone to activate, lock and unlock it and to reset its password.
HALF_OWNERS: Mapping[Half, agencies.AgencyKind] = {
    "social": "card_agency",
    "bank": "bank",
    "transport": "operator",
}


@dataclass(frozen=True, slots=True)
class HalvesRule:
    """Which halves work from the card's activation on, as the rulebook says, and whether the others follow the card
    that is replaced; the bank half follows within the same bank only, because another bank keeps another account."""

    start: frozenset[Half]
    follow: bool


@dataclass(frozen=True, slots=True)
class PinRule:
    """How many wrong tries a place allows: in one Shanghai day, the lock ending with it, or until a right one."""

    attempts: int
    by_day: bool


@dataclass(frozen=True, slots=True)
class PinAnswer:
    """Yes or no, and how many tries are left; none left means locked by this very try."""

    matches: bool
    tries_left: int


@dataclass(frozen=True, slots=True)
class HalfLock:
    """One cause that keeps a half locked."""

    half: Half
    cause: LockCause
    reason: LockReason
    locked_at: datetime


@dataclass(frozen=True, slots=True)
class HalfStanding:
    """How a half stands: its state, what locks it, and its password, with the end of a lock that ends by itself."""

    card_id: UUID
    half: Half
    state: HalfState
    locks: tuple[HalfLock, ...]
    pin: PinState
    pin_until: datetime | None
