"""A resident's phones without network and printed codes: enrol, print, list, stop.

Stopping is easy: a session is enough. What works for days asks for the e-card password, because the phone with the open
session may be in other hands.
"""

import base64
from datetime import datetime
from uuid import UUID

from litestar.params import JSONBody

from onecard.domains.ecards import api as ecards
from onecard.doors.api import shapes_carriers as shapes
from onecard.doors.api.given import RequestKey, TheHouse, TheResident
from onecard.doors.api.loss_routes import prove_holder
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_carriers import (
    CarrierShape,
    CarriersRevoked,
    CarrierToRevoke,
    PhoneEnrolled,
    PhoneToEnrol,
    Print,
    PrintMade,
    PrintWanted,
)
from onecard.doors.bootstrap import House
from onecard.doors.security.errors_visitors import RequestKeyTaken
from onecard.doors.security.request_keys import kept_answer, once, request_of
from onecard.doors.security.visitors import scope_of
from onecard.kernel.clock import day_of
from onecard.kernel.postgres.transaction import Transaction

_STANDING = (ecards.EcardUnknown, ecards.EcardStopped, ecards.PhysicalCardStops)
_PROOF = (ecards.PasswordWrong, ecards.SignInLocked, RequestKeyTaken)


@operation(
    "GET", "/me/carriers", id="listMyCarriers", summary="我的手机凭证与纸质码 · My phones and printed codes", tag="me",
    said=[shapes.PHONE],
)  # fmt: skip
def list_my_carriers(house: TheHouse, resident: TheResident) -> list[CarrierShape]:
    """Everything that may show my codes for longer than a minute, newest first, the ended ones too."""
    with house.app.reading(scope_of(resident)) as tx:
        found = ecards.carriers_of(tx, holder_id=resident.holder_id)
    return [tell_carrier(one, house.clock()) for one in found]


@operation(
    "POST", "/me/carriers/phones", id="enrolMyPhone", summary="登记本机 · Enrol my phone", tag="me",
    problems=(*_STANDING, *_PROOF, ecards.TooManyPhones, ecards.PhoneKeyMalformed),
    sent=shapes.TO_ENROL, said=shapes.ENROLLED,
)  # fmt: skip
def enrol_my_phone(
    house: TheHouse, resident: TheResident, request_key: RequestKey, data: JSONBody[PhoneToEnrol]
) -> PhoneEnrolled:
    """Certify this phone's key, so that it shows codes without a network; the same key again renews it."""
    at, holder_id = house.clock(), resident.holder_id
    request = request_of(resident, "enrolMyPhone", request_key, data.public_key, house.keyring)
    with house.app.reading(scope_of(resident)) as tx:
        kept = kept_answer(tx, request, PhoneEnrolled)
    if kept is not None:
        return kept
    prove_holder(house, holder_id, data.password)
    with house.app.writing(scope_of(resident)) as tx:

        def enrol() -> PhoneEnrolled:
            return enrol_key(house, tx, holder_id=holder_id, public_key=data.public_key, at=at)

        return once(tx, request, PhoneEnrolled, enrol, at=at)


@operation(
    "POST", "/me/carriers/prints", id="printMyCode", summary="打印纸质码 · Print my code", tag="me",
    problems=(*_STANDING, *_PROOF, ecards.CarrierUnknown), sent=shapes.PRINT_WANTED, said=shapes.PRINT,
)  # fmt: skip
def print_my_code(
    house: TheHouse, resident: TheResident, request_key: RequestKey, data: JSONBody[PrintWanted]
) -> Print:
    """A code for paper, long-lived, for small sums; the print before it ends. Its text is kept nowhere."""
    at, holder_id = house.clock(), resident.holder_id
    request = request_of(resident, "printMyCode", request_key, None, house.keyring)
    prove_holder(house, holder_id, data.password)
    with house.app.writing(scope_of(resident)) as tx:

        def make() -> PrintMade:
            return PrintMade(print_anew(house, tx, holder_id=holder_id, at=at).serial)

        made = once(tx, request, PrintMade, make, at=at)
        return tell_print(house, tx, holder_id=holder_id, serial=made.serial, at=at)


@operation(
    "POST", "/me/carriers/revocation", id="revokeMyCarrier", summary="停用手机凭证或纸质码 · Stop a phone or print",
    tag="me", problems=(ecards.CarrierUnknown, RequestKeyTaken), sent=shapes.TO_REVOKE, said=shapes.STOPPED,
)  # fmt: skip
def revoke_my_carrier(
    house: TheHouse, resident: TheResident, request_key: RequestKey, data: JSONBody[CarrierToRevoke]
) -> CarrierShape:
    """At once where there is a network; at gates without one when they fetch the next list."""
    at, holder_id = house.clock(), resident.holder_id
    request = request_of(resident, "revokeMyCarrier", request_key, data, house.keyring)
    with house.app.writing(scope_of(resident)) as tx:

        def revoke() -> CarrierShape:
            one = ecards.revoke_carrier(tx, holder_id=holder_id, serial=data.serial, at=at, reason=data.reason)
            return tell_carrier(one, at)

        return once(tx, request, CarrierShape, revoke, at=at)


@operation(
    "POST", "/me/carriers/stop", id="revokeMyCarriers", summary="手机被盗:全部停用 · Stop all my phones and prints",
    tag="me", problems=(RequestKeyTaken,), said=shapes.REVOKED,
)  # fmt: skip
def revoke_my_carriers(house: TheHouse, resident: TheResident, request_key: RequestKey) -> CarriersRevoked:
    """The phone is gone, or nobody knows which one: everything that may show my codes for days stops."""
    at, holder_id = house.clock(), resident.holder_id
    request = request_of(resident, "revokeMyCarriers", request_key, None, house.keyring)
    with house.app.writing(scope_of(resident)) as tx:

        def stop() -> CarriersRevoked:
            return CarriersRevoked(ecards.revoke_carriers(tx, holder_id=holder_id, at=at, reason="lost"))

        return once(tx, request, CarriersRevoked, stop, at=at)


def enrol_key(house: House, tx: Transaction, *, holder_id: UUID, public_key: str, at: datetime) -> PhoneEnrolled:
    """Enrol a key in base64url under the terms of the e-card's place. First `prove_holder`."""
    try:
        raw = base64.urlsafe_b64decode(public_key + "=" * (-len(public_key) % 4))
    except ValueError:
        raise ecards.PhoneKeyMalformed from None
    made = ecards.enrol_phone(
        tx, holder_id=holder_id, public_key=raw, terms=terms_of(house, tx, holder_id, at), at=at, keyring=house.keyring
    )
    certificate = base64.urlsafe_b64encode(made.certificate).decode()
    return PhoneEnrolled(made.carrier.serial, certificate, made.codes_per_day, made.carrier.expires_at)


def print_anew(
    house: House, tx: Transaction, *, holder_id: UUID, at: datetime, by: ecards.Doer = ecards.HOLDER
) -> ecards.Carrier:
    """A print under the terms of the e-card's place."""
    terms = terms_of(house, tx, holder_id, at)
    return ecards.print_code(tx, holder_id=holder_id, terms=terms, at=at, keyring=house.keyring, by=by)


def tell_print(house: House, tx: Transaction, *, holder_id: UUID, serial: int, at: datetime) -> Print:
    """A print with its text; CarrierUnknown where it ended meanwhile."""
    text = ecards.show_print(tx, holder_id=holder_id, serial=serial, at=at, keyring=house.keyring)
    ends = {one.serial: one.expires_at for one in ecards.standing_carriers(tx, holder_id=holder_id, at=at)}
    return Print(serial, text, ends[serial])


def terms_of(house: House, tx: Transaction, holder_id: UUID, at: datetime) -> ecards.CarrierTerms:
    """What the rulebook of the place that issued the e-card says today."""
    ecard = ecards.ecard_of(tx, holder_id=holder_id)
    if ecard is None:
        raise ecards.EcardUnknown

    def rule(name: str) -> int:
        return int(house.book.value(f"ecards.{name}", place=ecard.issuer, on=day_of(at)).value)

    return ecards.CarrierTerms(rule("phones_max"), rule("phone_days"), rule("phone_codes_per_day"), rule("print_days"))


def tell_carrier(one: ecards.Carrier, at: datetime) -> CarrierShape:
    """A phone or print as its holder is told."""
    return CarrierShape(one.serial, one.kind, one.stands(at), one.issued_at, one.expires_at, one.revoked_at, one.reason)


CARRIER_ROUTES = [list_my_carriers, enrol_my_phone, print_my_code, revoke_my_carrier, revoke_my_carriers]
