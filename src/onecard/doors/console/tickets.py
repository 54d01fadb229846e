"""Tickets: what an address of the console carries instead of a person. Sealed for one member of staff, and they end.

A visit begins when a person is found and its look is written; its ticket names the person, why and since when. Nobody
can read or change it, and for anybody else than who found the person it opens nothing. So no holder stands in an
address, nothing is kept between two pages, and a page may be loaded again, or opened after signing in again.
"""

import base64
import binascii
from datetime import datetime, timedelta
from typing import Literal, TypeVar
from uuid import UUID

import msgspec

from onecard.doors.console.errors import VisitEnded
from onecard.kernel.crypto import Keyring
from onecard.kernel.crypto.errors import KeyUnknown, SealBroken

VISIT_LASTS, SLIP_LASTS = timedelta(hours=2), timedelta(days=1)
_TICKET_LENGTH_MAX = 4_000
#: Whether the person's card is this province's, another one's, or nobody knows her yet.
Where = Literal["here", "away", "new"]


class Visit(msgspec.Struct, frozen=True):
    """One person at this counter: since when, and the ground under which the look was written.

    `home` is the division that decides about the card, `coming` that of one on its way; `provinces` (two digits) are
    where the person's data lie, and are looked into only for who is `here`. `number` is masked.
    """

    holder_id: UUID
    began_at: datetime
    purpose: str
    legal_basis: str
    reference: str
    where: Where = "here"
    home: int | None = None
    coming: int | None = None
    provinces: tuple[str, ...] = ()
    number: str = ""


class Done(msgspec.Struct, frozen=True):
    """What was done: the number to name on the telephone, and facts that are nobody's name or number."""

    reference: str
    happened_at: datetime
    facts: dict[str, str] = {}
    errand: str = ""


class Slip(msgspec.Struct, frozen=True):
    """A receipt: of what, and the visit's ticket to go back to."""

    done: Done
    back: str


class CaseTicket(msgspec.Struct, frozen=True):
    """A request from another province that this operator opened: its person's look was written then."""

    request_id: UUID
    began_at: datetime


class ObjectionTicket(msgspec.Struct, frozen=True):
    """An objection that this operator opened: that it was read stands in the person's record since then."""

    objection_id: UUID
    began_at: datetime


Sealed = TypeVar("Sealed", Visit, Slip, CaseTicket, ObjectionTicket)
_FIELDS: dict[type, str] = {
    Visit: "console.visit",
    Slip: "console.slip",
    CaseTicket: "console.case",
    ObjectionTicket: "console.objection",
}


def seal_ticket(keyring: Keyring, staff_id: UUID, content: Visit | Slip | CaseTicket | ObjectionTicket) -> str:
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


def open_case_ticket(keyring: Keyring, staff_id: UUID, ticket: str, *, at: datetime) -> CaseTicket:
    """The request of a ticket; it ends as a visit does."""
    case = _open(keyring, staff_id, ticket, CaseTicket)
    if not timedelta(0) <= at - case.began_at < VISIT_LASTS:
        raise VisitEnded
    return case


def open_objection_ticket(keyring: Keyring, staff_id: UUID, ticket: str, *, at: datetime) -> ObjectionTicket:
    """The objection of a ticket; it ends as a visit does."""
    opened = _open(keyring, staff_id, ticket, ObjectionTicket)
    if not timedelta(0) <= at - opened.began_at < VISIT_LASTS:
        raise VisitEnded
    return opened


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
