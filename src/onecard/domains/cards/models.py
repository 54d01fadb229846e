"""A physical card, and how its number and identifier are made."""

import base64
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from onecard.domains.cards.states import State, effective_state

HalfState = Literal["inactive", "active", "locked"]
LossKind = Literal["temporary", "formal"]
#: Nine letters and digits of these, without I, L, O and U: read aloud without mistakes. Real numbers are coded locally.
_LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")


@dataclass(frozen=True, slots=True)
class NewCard:
    """A card to issue. Number and identifier are drawn when not given (a demo's cast brings its own)."""

    holder_id: UUID
    issuer: int
    bank: str | None = None
    card_number: str | None = None
    identifier: UUID | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A card as stored. Its `state` may have lapsed: ask `effective`. Each half has a state of its own."""

    holder_id: UUID
    card_id: UUID
    card_number: str
    identifier: UUID
    issuer: int
    bank: str | None
    state: State
    social_state: HalfState
    bank_state: HalfState
    transport_state: HalfState
    state_since: datetime
    state_until: datetime | None

    def effective(self, at: datetime) -> State:
        """The state at an instant, a lapsed temporary loss being over."""
        return effective_state(self.state, self.state_until, at)


@dataclass(frozen=True, slots=True)
class CardEvent:
    """Something that happened to a card."""

    card_id: UUID
    event_id: UUID
    event: str
    happened_at: datetime
    actor: str
    facts: dict[str, Any]


def draw_card_number() -> str:
    """A fresh 9-letter card number, 45 random bits."""
    return base64.b32encode(os.urandom(6)).decode()[:9].translate(_LETTERS)


def draw_identifier(issuer: int) -> UUID:
    """A fresh 32-hex card identifier: the issuing division's six digits, then 104 random bits."""
    return UUID(int=int(f"{issuer:06d}", 16) << 104 | secrets.randbits(104))
