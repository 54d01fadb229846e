"""Organisations, the points where a card is accepted, the people who work there and the partners' systems."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from onecard.domains.agencies.roles import permissions_of, reach_of

AgencyKind = Literal[
    "ministry",
    "card_agency",
    "operator",
    "venue",
    "finance",
    "insurer",
    "bank",
    "purse_keeper",
    "pass_issuer",
    "department",
    "township",
]
PointKind = Literal["gate", "office", "till", "counter"]
PointState = Literal["open", "closed", "revoked"]


@dataclass(frozen=True, slots=True)
class Agency:
    """An organisation; `division` is the province, city or county it belongs to, 0 for the nation."""

    agency_id: UUID
    kind: AgencyKind
    division: int
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class NewPoint:
    """A gate, a ticket office or a till to register: one terminal with one Ed25519 public key."""

    point_id: UUID
    agency_id: UUID
    kind: PointKind
    scene: str
    division: int
    name_zh: str
    name_en: str
    account: int
    terminal_key: bytes
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Point:
    """A registered point; `version` moves when anything about it changes."""

    point_id: UUID
    agency_id: UUID
    kind: PointKind
    scene: str
    division: int
    name_zh: str
    name_en: str
    account: int
    settings: Mapping[str, Any]
    state: PointState
    terminal_key: bytes
    version: datetime


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff who may act in these roles for the places of `division`."""

    staff_id: UUID
    agency_id: UUID
    sign_in_name: str
    name_zh: str
    roles: tuple[str, ...]
    division: int

    @property
    def reach(self) -> tuple[str, ...]:
        """Division prefixes for the database's second wall."""
        return reach_of(self.division)

    def may(self, permission: str) -> bool:
        """Whether any of the roles allows this."""
        return permission in permissions_of(self.roles)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A new member of staff's one-time-code secret, shown once for the authenticator and never again."""

    staff_id: UUID
    totp_secret: str = field(repr=False)
    totp_uri: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner's system: its public key and what it may ask for."""

    client_id: str
    agency_id: UUID
    public_jwk: Mapping[str, Any]
    scopes: tuple[str, ...]
