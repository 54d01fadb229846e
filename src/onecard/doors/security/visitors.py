"""Who stands at the door: nobody, a resident, a member of staff, a partner or a terminal.

A visitor is known by what was proven (session, token, signature) and nothing the request merely claims. `scope_of`
says on whose behalf the database is asked.
"""

from dataclasses import dataclass, field, replace
from typing import TypeAlias
from uuid import UUID

from onecard.kernel.postgres.transaction import SYSTEM, Scope


@dataclass(frozen=True, slots=True)
class Resident:
    """A person who signed in with the card and the e-card password."""

    holder_id: UUID
    csrf_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff with what the roles allow (`domain.verb`) and the division prefixes of the agency."""

    staff_id: UUID
    agency_id: UUID
    permissions: frozenset[str]
    reach: tuple[str, ...]
    csrf_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner's system that holds a fresh access token."""

    client_id: str
    agency_id: UUID
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Terminal:
    """A registered terminal whose signature on this very request held."""

    point_id: UUID


Visitor: TypeAlias = Resident | Staff | Partner | Terminal | None


def scope_of(visitor: Visitor) -> Scope:
    """The database scope to act in; terminals and strangers act through the system's own verbs."""
    match visitor:
        case Resident(holder_id=holder_id):
            return Scope("resident", holder=holder_id)
        case Staff(reach=reach, agency_id=agency_id):
            return Scope("staff", reach=reach, agency=agency_id)
        case Partner(agency_id=agency_id):
            return Scope("partner", agency=agency_id)
        case _:
            return SYSTEM


def scope_about(partner: Partner, holder_id: UUID) -> Scope:
    """The scope of a partner's question: it shows this one person, and of her only what answers it."""
    return replace(scope_of(partner), holder=holder_id)
