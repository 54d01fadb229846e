"""Printed codes at a counter, for people without a phone; and stopping everything a person carries, on her word.

As in every room of staff the look is in the log before the data leaves, whether the person was found or not.
"""

from collections.abc import Callable
from typing import NamedTuple, TypeVar
from uuid import UUID

import msgspec
from litestar.params import JSONBody

from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.domains.sharing import api as sharing
from onecard.doors.api import examples_people as examples
from onecard.doors.api import shapes_carriers as shapes
from onecard.doors.api.carrier_routes import print_anew, tell_print
from onecard.doors.api.given import RequestKey, TheHouse, TheLimits, TheStaff
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_carriers import CarriersRevoked, PrintForPerson, PrintMade
from onecard.doors.api.shapes_people import PersonWanted
from onecard.doors.bootstrap import House
from onecard.doors.security.errors_visitors import RequestKeyTaken
from onecard.doors.security.limits import RateLimits
from onecard.doors.security.request_keys import Request, kept_answer, once, request_of
from onecard.doors.security.visitors import Staff, scope_of
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.transaction import Transaction

_PROBLEMS = (
    residents.ResidentUnknown,
    residents.NumberMalformed,
    residents.NumberCheckWrong,
    residents.NumberDivisionUnknown,
    residents.NumberBirthDateImpossible,
    sharing.PurposeUnknown,
    sharing.ReferenceHoldsNumber,
    RequestKeyTaken,
)
Kept = TypeVar("Kept", bound=msgspec.Struct)


@operation(
    "POST", "/people/printed-code", id="printCodeForPerson", summary="代打印纸质码 · Print a person's code",
    tag="people",
    problems=(
        *_PROBLEMS, ecards.EcardUnknown, ecards.EcardStopped, ecards.PhysicalCardStops, ecards.CarrierUnknown,
    ),
    sent=examples.WANTED, said=shapes.PRINT_FOR,
)  # fmt: skip
def print_code_for_person(
    house: TheHouse, limits: TheLimits, staff: TheStaff, request_key: RequestKey, data: JSONBody[PersonWanted]
) -> PrintForPerson:
    """For somebody without a phone who stands at the counter; the print before it ends. The name comes masked."""
    at = house.clock()

    def make(tx: Transaction, holder_id: UUID) -> PrintMade:
        return PrintMade(print_anew(house, tx, holder_id=holder_id, at=at, by=_doer(staff)).serial)

    holder_id = _wanted(house, limits, staff, data)
    request = request_of(staff, "printCodeForPerson", request_key, data, house.keyring)
    made = _done_for(house, _Errand(staff, data, holder_id, request), PrintMade, make)
    with house.app.reading(scope_of(staff)) as tx:
        told = tell_print(house, tx, holder_id=holder_id, serial=made.serial, at=at)
        masked = residents.show_masked(tx, holder_id=holder_id, keyring=house.keyring)
    return PrintForPerson(masked.name, told.serial, told.text, told.expires_at)


@operation(
    "POST", "/people/carriers/revocation", id="revokeCarriersForPerson",
    summary="代停用手机凭证与纸质码 · Stop a person's phones and prints", tag="people", problems=_PROBLEMS,
    sent=examples.WANTED, said=shapes.REVOKED,
)  # fmt: skip
def revoke_carriers_for_person(
    house: TheHouse, limits: TheLimits, staff: TheStaff, request_key: RequestKey, data: JSONBody[PersonWanted]
) -> CarriersRevoked:
    """On the person's word, at once: the phone was stolen, or the print is gone."""
    at = house.clock()

    def stop(tx: Transaction, holder_id: UUID) -> CarriersRevoked:
        many = ecards.revoke_carriers(tx, holder_id=holder_id, at=at, reason="lost", by=_doer(staff))
        return CarriersRevoked(many)

    holder_id = _wanted(house, limits, staff, data)
    request = request_of(staff, "revokeCarriersForPerson", request_key, data, house.keyring)
    return _done_for(house, _Errand(staff, data, holder_id, request), CarriersRevoked, stop)


class _Errand(NamedTuple):
    """Who of staff does it, for whom and why, and under which request."""

    staff: Staff
    wanted: PersonWanted
    holder_id: UUID
    request: Request


def _done_for(house: House, errand: _Errand, kind: type[Kept], do: Callable[[Transaction, UUID], Kept]) -> Kept:
    """Look, then do it once; the look is kept even where nothing could be done."""
    with house.app.writing(scope_of(errand.staff)) as tx:
        kept = kept_answer(tx, errand.request, kind)
        if kept is not None:
            return kept
        told: Kept | Problem = residents.ResidentUnknown()
        if _look(house, tx, errand):
            try:
                with tx.transaction():
                    told = once(tx, errand.request, kind, lambda: do(tx, errand.holder_id), at=house.clock())
            except Problem as problem:
                told = problem
    if isinstance(told, Problem):
        raise told
    return told


def _wanted(house: House, limits: RateLimits, staff: Staff, data: PersonWanted) -> UUID:
    limits.take("look", str(staff.staff_id))
    number = residents.SocialSecurityNumber.parse(data.number, house.book.places.divisions)
    return residents.holder_of(number, keyring=house.keyring)


def _doer(staff: Staff) -> ecards.Doer:
    return ecards.Doer(f"staff {staff.staff_id}", staff.agency_id)


def _look(house: House, tx: Transaction, errand: _Errand) -> bool:
    """Whether the person is within the agency's reach; the look is in the log either way."""
    staff, data = errand.staff, errand.wanted
    found = residents.find_resident(tx, holder_id=errand.holder_id) is not None
    sharing.record_look(
        tx,
        holder_id=errand.holder_id,
        onlooker=sharing.Onlooker("staff", str(staff.staff_id), staff.agency_id),
        subject="person.masked",
        ground=sharing.Ground(data.purpose, data.legal_basis, data.reference),
        found=found,
        at=house.clock(),
        keyring=house.keyring,
    )
    return found


CARRIER_STAFF_ROUTES = [print_code_for_person, revoke_carriers_for_person]
