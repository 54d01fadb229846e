"""An e-card, its code, and what makes a six-digit password too simple."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any, Literal
from uuid import UUID

from onecard.domains.ecards.errors import PasswordTooSimple

EcardState = Literal["active", "suspended", "cancelled"]
#: Level 1 asks and proves; level 2, bound to the bank account, also pays.
Level = Literal[1, 2]
_SIX_DIGITS = re.compile(r"[0-9]{6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class NewEcard:
    """An e-card to issue, for the card issued by `issuer`. The pseudonym is drawn when not given."""

    holder_id: UUID
    issuer: int
    level: Level = 1
    pseudonym: int | None = None


@dataclass(frozen=True, slots=True)
class Ecard:
    """A person's e-card as stored; whether it works today depends on the physical card too."""

    holder_id: UUID
    ecard_id: UUID
    sign_no: str
    pseudonym: int
    issuer: int
    level: Level
    state: EcardState
    has_password: bool
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class Code:
    """A code to show: its text, and when it ends."""

    text: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does something to an e-card: `actor` is holder, system, `staff ID` or `partner CLIENT`, never a name."""

    actor: str
    agency_id: UUID | None = None


HOLDER, SYSTEM = Doer("holder"), Doer("system")


@dataclass(frozen=True, slots=True)
class EcardEvent:
    """Something that happened to an e-card, or a sign-in with it; `agency_id` is whose staff or program did it."""

    event_id: UUID
    event: str
    happened_at: datetime
    actor: str
    agency_id: UUID | None
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Channel:
    """A partner's program that shows this e-card."""

    client_id: str
    agency_id: UUID
    linked_at: datetime


@dataclass(frozen=True, slots=True)
class CheckIn:
    """Somebody was at a point that day; staff compare `mark`, four characters, with what the phone shows."""

    point_id: UUID
    day: date
    mark: str
    checked_in_at: datetime


def draw_pseudonym() -> int:
    """64 random bits, signed: what a code carries instead of anything personal."""
    return secrets.randbits(64) - 2**63


def draw_sign_no(issuer: int) -> str:
    """A 签发号 of our own shape (the official one is not known to us): issuing division and 16 random hex digits."""
    return f"{issuer:06d}{secrets.token_hex(8).upper()}"


def check_password_rule(password: str, *, in_number: Callable[[str], bool]) -> None:
    """Six digits; no run like 345678 or 109876, no repetition like 112112, no part of the person's number."""
    if not _SIX_DIGITS.fullmatch(password):
        raise PasswordTooSimple(rule_zh="须为六位数字", rule_en="it must be six digits")
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(password)}
    if steps in ({1}, {9}):
        raise PasswordTooSimple(rule_zh="不能是连续数字", rule_en="no run of digits")
    if len(set(password)) < 3 or password[:3] == password[3:]:
        raise PasswordTooSimple(rule_zh="不能重复", rule_en="no repetition")
    if in_number(password):
        raise PasswordTooSimple(rule_zh="不能取自社会保障号码", rule_en="no part of your number")
