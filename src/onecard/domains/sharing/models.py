"""What the access log knows: who looks, why, by what right; and what a broken chain looks like."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

#: What was looked at.
Subject = Literal["person.masked", "person.full", "entitlement", "wallet.proof"]

#: Why it was looked at. Short on purpose: what is not here may not be a reason.
PURPOSES = ("service_desk", "loss_report", "complaint", "benefit_check", "inspection")

#: The grounds of Article 13 of the Personal Information Protection Law (个人信息保护法第十三条) that apply here.
LEGAL_BASES = ("consent", "statutory_duty", "emergency")


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Who looks: a member of staff (by id) or a partner's system (by client id), for an agency."""

    kind: Literal["staff", "partner"]
    actor: str
    agency_id: UUID


@dataclass(frozen=True, slots=True)
class Ground:
    """Why and by what right, and the case or ticket it was for."""

    purpose: str
    legal_basis: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """One look, as the person it was about may read it: which agency, at what, why; the onlooker stays unnamed."""

    look_id: UUID
    looked_at: datetime
    actor_kind: str
    subject: str
    purpose: str
    legal_basis: str
    reference: str
    agency_id: UUID


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a chain does not hold: which chain, at which link, and (中文, English) what is wrong there."""

    chain: UUID
    sequence: int
    said: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was checked and what was found; `ends` (chain, sequence, seal) may be kept elsewhere as a witness."""

    chains: int
    looks: int
    findings: tuple[Finding, ...]
    ends: tuple[tuple[UUID, int, str], ...]
