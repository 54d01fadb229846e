"""A physical card, and how its number and identifier are made."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from onecard.domains.cards.states import State, effective_state

HalfState = Literal["inactive", "active", "locked"]
LossKind = Literal["temporary", "formal"]
#: What a counter can be asked to do with a card, beside stopping it.
Operation = Literal[
    "apply",
    "activate",
    "cancel_loss",
    "replace",
    "withdraw",
    "issue_temporary",
    "extend_temporary",
    "cancel",
    "change_data",
]
CardKind = Literal["standard", "temporary"]
CancelReason = Literal["death", "emigration", "duplicate"]
#: Why a card is replaced: lost (补领); damaged, of a newer generation, with another bank, with changed data (换领); or
#: issued by another place, where the person lives now (转移).
ReplaceReason = Literal["lost", "damaged", "upgrade", "bank_change", "data_change", "transfer"]
#: Who asks: the person, somebody she sends, who must act for her, or the school or employer of them all.
ApplicantKind = Literal["self", "agent", "guardian", "school", "employer"]
#: Nine letters and digits of these, without I, L, O and U: read aloud without mistakes. Real numbers are coded locally.
#: There are 32 of them, so that a random byte stands for each equally often.
_LETTERS, _NUMBER_LETTERS = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ" * 8, 9
_ISSUER_BYTES, _ID_BYTES = 3, 16


@dataclass(frozen=True, slots=True)
class NewCard:
    """A card to issue. Number and identifier are drawn when not given (a demo's cast brings its own).

    `bank_state` is how its bank half stands where a base of holders is taken over; on its way a card has no half that
    works.
    """

    holder_id: UUID
    issuer: int
    bank: str | None = None
    card_number: str | None = None
    identifier: UUID | None = None
    bank_state: HalfState = "active"


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who asks for a card. An agent or guardian says the relation and names the document that was checked.

    `proof` names a document and holds no number; `holder_id` is the agent's own, where she is known.
    """

    kind: ApplicantKind = "self"
    relation: str = ""
    proof: str = ""
    holder_id: UUID | None = None

    def facts(self) -> dict[str, str]:
        """What is kept of it with the application."""
        told = {"by": self.kind, "relation": self.relation, "proof": self.proof}
        told |= {"agent": str(self.holder_id)} if self.holder_id else {}
        return {key: value for key, value in told.items() if value}


@dataclass(frozen=True, slots=True)
class CardWanted:
    """An application: for whom, from which division's card agency, with which bank, and who asks.

    Below `guardian_below` years, which the rulebook gives (0: no such age), only a guardian, school or employer asks.
    """

    holder_id: UUID
    issuer: int
    bank: str | None = None
    applicant: Applicant = field(default_factory=Applicant)
    guardian_below: int = 0


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
    kind: CardKind = "standard"
    valid_until: datetime | None = None
    replaces: UUID | None = None
    reason: str | None = None
    order_id: UUID | None = None

    def effective(self, at: datetime) -> State:
        """The state at an instant: a temporary loss that lapsed is over, a temporary card whose days are over ended."""
        if self.valid_until is not None and at >= self.valid_until:
            return "cancelled"
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


@dataclass(frozen=True, slots=True)
class CardIssuer:
    """Whose rules a card stands under, and since when for its holder: None where it never was her valid card."""

    card_id: UUID
    issuer: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Production:
    """An order to a maker: how many cards were ordered by the card agency of `issuer`, and how many were spoiled."""

    order_id: UUID
    issuer: int
    cards: int
    ordered_at: datetime
    finished_at: datetime | None
    spoiled: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Which divisions a person's cards come from (the valid one, the one on its way, the latest), and her own."""

    valid: int | None
    coming: int | None
    latest: int | None
    registered: int | None

    @property
    def home(self) -> int | None:
        """The division that decides about her card; None who never had one."""
        return self.valid or self.coming or self.latest


@dataclass(frozen=True, slots=True)
class Taken:
    """The counter that took a request: its agency, the division of that (0: the nation), and who."""

    agency_id: UUID
    division: int
    by: str


@dataclass(frozen=True, slots=True)
class CardRequest:
    """What a counter of another province was asked; `answer` says why it was refused."""

    holder_id: UUID
    request_id: UUID
    operation: Operation
    facts: Mapping[str, Any]
    issuer: int
    taken_at: datetime
    taken_by: str
    taken_agency: UUID
    taken_division: int
    state: Literal["open", "accepted", "refused"]
    decided_at: datetime | None
    answer: str | None


def draw_card_number() -> str:
    """A fresh 9-letter card number, 45 random bits."""
    return draw_card_numbers(1)[0]


def draw_card_numbers(many: int) -> list[str]:
    """So many of one draw."""
    letters = os.urandom(_NUMBER_LETTERS * many).translate(_LETTERS).decode()
    return [letters[at : at + _NUMBER_LETTERS] for at in range(0, len(letters), _NUMBER_LETTERS)]


def draw_identifier(issuer: int) -> UUID:
    """A fresh 32-hex card identifier: the issuing division's six digits, then 104 random bits."""
    return UUID(bytes=draw_identifiers([issuer])[0])


def draw_identifiers(issuers: Sequence[int]) -> list[bytes]:
    """One for each of these issuers, as its sixteen bytes, of one draw."""
    size = _ID_BYTES - _ISSUER_BYTES
    heads = {issuer: bytes.fromhex(f"{issuer:06d}") for issuer in set(issuers)}
    drawn = os.urandom(size * len(issuers))
    return [heads[issuer] + drawn[at * size : (at + 1) * size] for at, issuer in enumerate(issuers)]
