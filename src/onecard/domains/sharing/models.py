"""What the access log knows: who looks, why, by what right; and what a broken chain looks like."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from uuid import UUID

#: What was looked at.
Subject = Literal[
    "person.masked", "person.full", "person.agreed", "entitlement", "record", "uses", "identity.match", "objection",
    "sign_in", "wallet.proof",
]  # fmt: skip

#: Why it was looked at. Short on purpose: what is not here may not be a reason.
PURPOSES = ("service_desk", "loss_report", "complaint", "benefit_check", "inspection", "family_service")
#: Why a partner's system may be told of a person when she signs in at its service; no reason for staff to look.
SIGN_IN = "sign_in"

#: The grounds of Article 13 of the Personal Information Protection Law (个人信息保护法第十三条) that apply here.
LEGAL_BASES = ("consent", "statutory_duty", "emergency")


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Who looks: a member of staff (by id) or a partner's system (by client id), for an agency.

    A delegate looks by a delegation's id, for the person herself: her holder id stands where the agency's would.
    """

    kind: Literal["staff", "partner", "delegate"]
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
    """One look, as the person it was about may read it: which agency, at what, why; the onlooker stays unnamed.

    Of a delegate's look `delegation_id` says by which delegation, and `agency_id` is the person's own id.
    """

    look_id: UUID
    looked_at: datetime
    actor_kind: str
    subject: str
    purpose: str
    legal_basis: str
    reference: str
    agency_id: UUID
    delegation_id: UUID | None = None


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


AboutKind = Literal["look", "use"]
#: How an objection ended: it was explained, something was put right, or the person was right about a wrong.
Outcome = Literal["explained", "corrected", "upheld"]


@dataclass(frozen=True, slots=True)
class Objection:
    """A person's objection to an entry of her record, and the answer once there is one."""

    objection_id: UUID
    holder_id: UUID
    about_kind: AboutKind
    about_id: UUID
    agency_id: UUID
    text: str = field(repr=False)
    made_at: datetime
    due_on: date
    outcome: Outcome | None
    answer: str = field(repr=False)
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class ObjectionWaiting:
    """An objection that waits for its answer, without what it says."""

    objection_id: UUID
    about_kind: AboutKind
    made_at: datetime
    due_on: date
