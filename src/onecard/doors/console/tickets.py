"""Tickets: what an address of the console carries instead of a person. Sealed for one member of staff, and they end.

A visit begins when a person is found and its look is written; its ticket names the person, why and since when. Nobody
can read or change it, and for anybody else than who found the person it opens nothing. So no holder stands in an
address, nothing is kept between two pages, and a page may be loaded again, or opened after signing in again.
"""

import base64
import binascii
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

import msgspec

from onecard.doors.console.errors import VisitEnded
from onecard.kernel.crypto import Keyring
from onecard.kernel.crypto.errors import KeyUnknown, SealBroken

VISIT_LASTS, SLIP_LASTS = timedelta(hours=2), timedelta(days=1)
_TICKET_LENGTH_MAX = 4_000


class Visit(msgspec.Struct, frozen=True):
    """One person at this counter: since when, and the ground under which the look was written."""

    holder_id: UUID
    began_at: datetime
    purpose: str
    legal_basis: str
    reference: str


class Done(msgspec.Struct, frozen=True):
    """What an operation did: the number to name on the telephone, and facts that are nobody's name or number."""

    errand: str
    reference: str
    happened_at: datetime
    facts: dict[str, str] = {}


class Slip(msgspec.Struct, frozen=True):
    """A receipt: whose, of what, and the visit's ticket to go back to."""

    holder_id: UUID
    done: Done
    back: str


Sealed = TypeVar("Sealed", Visit, Slip)
_FIELDS: dict[type, str] = {Visit: "console.visit", Slip: "console.slip"}


def seal_ticket(keyring: Keyring, staff_id: UUID, content: Visit | Slip) -> str:
    """The text that goes into an address."""
    said = msgspec.json.encode(content).decode()
    sealed = keyring.seal(said, about=staff_id, field=_FIELDS[type(content)])
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def open_visit(keyring: Keyring, staff_id: UUID, ticket: str, *, at: datetime) -> Visit:
    """The visit of a ticket; VisitEnded for whatever is not, or not any more, this operator's."""
    visit = _open(keyring, staff_id, ticket, Visit)
    if not timedelta(0) <= at - visit.began_at < VISIT_LASTS:
        raise VisitEnded
    return visit


def open_slip(keyring: Keyring, staff_id: UUID, ticket: str, *, at: datetime) -> Slip:
    """The receipt of a ticket, for a day."""
    slip = _open(keyring, staff_id, ticket, Slip)
    if at - slip.done.happened_at >= SLIP_LASTS:
        raise VisitEnded
    return slip


def _open(keyring: Keyring, staff_id: UUID, ticket: str, kind: type[Sealed]) -> Sealed:
    if len(ticket) > _TICKET_LENGTH_MAX:
        raise VisitEnded
    try:
        sealed = base64.urlsafe_b64decode(ticket + "=" * (-len(ticket) % 4))
        return msgspec.json.decode(keyring.unseal(sealed, about=staff_id, field=_FIELDS[kind]), type=kind)
    except (binascii.Error, ValueError, KeyUnknown, SealBroken, msgspec.DecodeError):
        raise VisitEnded from None
