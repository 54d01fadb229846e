"""Who stands at the door: nobody, a resident, a member of staff, a partner or a terminal.

A visitor is known by what was proven (session, token, signature) and nothing the request merely claims. `scope_of`
says on whose behalf the database should be asked.
"""

from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from onecard.kernel.postgres.transaction import SYSTEM, Scope

NATION = 0
EVERYWHERE = tuple("123456789")


@dataclass(frozen=True, slots=True)
class Resident:
    """A person who signed in with the card and the e-card password."""

    holder_id: UUID
    csrf_token: str


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff, with the roles given by the agency; `reach` are division prefixes of that agency."""

    staff_id: UUID
    agency_id: UUID
    roles: frozenset[str]
    reach: tuple[str, ...]
    csrf_token: str


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
    """The database scope to act in; terminals act through the system's own functions."""
    match visitor:
        case Resident(holder_id=holder_id):
            return Scope("resident", holder=holder_id)
        case Staff(reach=reach):
            return Scope("staff", reach=reach)
        case Partner():
            return Scope("partner")
        case _:
            return SYSTEM


def reach_of(division: int) -> tuple[str, ...]:
    """The division prefixes an agency of this division covers: 510000 is ("51",), 510100 is ("5101",), 0 the nation."""
    if division == NATION:
        return EVERYWHERE
    code = f"{division:06}"
    return (code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code,)
