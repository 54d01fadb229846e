"""An e-card, its code, and the refusal of a six-digit password that is too simple."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from onecard.domains.ecards.errors import PasswordTooSimple
from onecard.kernel.crypto.six_digits import weakness_of

EcardState = Literal["active", "suspended", "cancelled"]
#: Level 1 asks and proves; level 2, bound to the bank account, also pays.
Level = Literal[1, 2]


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


def draw_pseudonym() -> int:
    """64 random bits, signed: what a code carries instead of anything personal."""
    return secrets.randbits(64) - 2**63


def draw_sign_no(issuer: int) -> str:
    """A 签发号 of our own shape (the official one is not known to us): issuing division and 16 random hex digits."""
    return f"{issuer:06d}{secrets.token_hex(8).upper()}"


def check_password_rule(password: str, *, in_number: Callable[[str], bool]) -> None:
    """Six digits by the rule that the passwords on the card obey too; PasswordTooSimple says what is wrong."""
    weakness = weakness_of(password, in_number=in_number)
    if weakness:
        raise PasswordTooSimple(rule_zh=weakness[0], rule_en=weakness[1])
