"""Phones that show codes without a network, and printed codes: made, listed, revoked, told to gates as one list.

Both live for days, so both can be revoked: online at once, because the use path reads the carrier itself; at a gate
without network with the next list it fetches. A new print ends the one before it. While the holder's card is stopped
both are held back in the same list, and leave it with the stop. What is made or stopped stands in the record; what
ends by itself is read from its row (`worn_out_before`).
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from onecard.domains.ecards.errors import CarrierUnknown, PhoneKeyMalformed, TooManyPhones
from onecard.domains.ecards.events import write_event
from onecard.domains.ecards.models import (
    HOLDER,
    Carrier,
    CarrierTerms,
    Doer,
    Ecard,
    EnrolledPhone,
    RevokeReason,
    WornOut,
)
from onecard.domains.ecards.service import ecard_of, require_standing
from onecard.domains.ecards.store import sql
from onecard.kernel import outbox
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction
from onecard.verifier.paper import Printed, write_printed
from onecard.verifier.phone import CODES_A_DAY_MAX, Certificate, write_certificate
from onecard.verifier.revocation import write_list
from onecard.verifier.status_list import StatusList

#: The list has entries for serials not given yet, so that a phone enrolled today passes a gate that fetched yesterday:
#: a serial cannot be made up, because the platform signs it. An eighth more, and these.
_AHEAD = 100_000
#: Kept in the list a little beyond the end, for gates whose clocks are behind.
_KEPT = timedelta(days=2)
_CALLED: Mapping[str, str] = {"phone": "phone", "paper": "print"}


def enrol_phone(
    tx: Transaction, *, holder_id: UUID, public_key: bytes, terms: CarrierTerms, at: datetime, keyring: Keyring,
    by: Doer = HOLDER,
) -> EnrolledPhone:  # fmt: skip
    """Certify a phone's key for `terms.phone_days`. The same key again is a renewal and ends the older certificate."""
    point = _compressed(public_key)
    sql.take_turn(tx, holder_id=holder_id)
    ecard = require_standing(tx, holder_id=holder_id, at=at)
    phones = [one for one in standing_carriers(tx, holder_id=holder_id, at=at) if one.kind == "phone"]
    held_before = [one for one in phones if one.public_key == point]
    for same in held_before:
        revoke_carrier(tx, holder_id=holder_id, serial=same.serial, at=at, reason="replaced", by=by)
        phones.remove(same)
    if len(phones) >= terms.phones_max:
        raise TooManyPhones(most=terms.phones_max)
    key_id = keyring.code_key_id(at)
    carrier = _add(tx, ecard, key_id, point=point, at=at, days=terms.phone_days)
    _tell(tx, carrier, "phone_renewed" if held_before else "phone_enrolled", at=at, by=by)
    most, end = min(terms.phone_codes_per_day, CODES_A_DAY_MAX), int(carrier.expires_at.timestamp())
    certificate = Certificate(key_id, ecard.issuer // 10000, most, carrier.serial, ecard.pseudonym, end, point)
    return EnrolledPhone(carrier, write_certificate(certificate, keyring.sign_code), most)


def print_code(
    tx: Transaction, *, holder_id: UUID, terms: CarrierTerms, at: datetime, keyring: Keyring, by: Doer = HOLDER
) -> Carrier:
    """A code to print, good for `terms.print_days`; every print before it is revoked. `show_print` is its text."""
    sql.take_turn(tx, holder_id=holder_id)
    ecard = require_standing(tx, holder_id=holder_id, at=at)
    before = [one for one in standing_carriers(tx, holder_id=holder_id, at=at) if one.kind == "paper"]
    for one in before:
        revoke_carrier(tx, holder_id=holder_id, serial=one.serial, at=at, reason="replaced", by=by)
    carrier = _add(tx, ecard, keyring.code_key_id(at), point=None, at=at, days=terms.print_days)
    _tell(tx, carrier, "code_printed_anew" if before else "code_printed", at=at, by=by)
    return carrier


def show_print(tx: Transaction, *, holder_id: UUID, serial: int, at: datetime, keyring: Keyring) -> str:
    """The text of a printed code that stands: signed when it is asked for, so that it lies nowhere; CarrierUnknown."""
    standing = standing_carriers(tx, holder_id=holder_id, at=at)
    found = [one for one in standing if one.kind == "paper" and one.serial == serial]
    ecard = ecard_of(tx, holder_id=holder_id)
    if not found or ecard is None:
        raise CarrierUnknown
    carrier, end = found[0], int(found[0].expires_at.timestamp())
    printed = Printed(carrier.key_id, ecard.issuer // 10000, 0, carrier.serial, ecard.pseudonym, end)
    return write_printed(printed, keyring.sign_code)


def carriers_of(tx: Transaction, *, holder_id: UUID, at_most: int = 50) -> Sequence[Carrier]:
    """A person's phones and prints, newest first, the ended ones too."""
    return [_carrier(row) for row in sql.carriers_of(tx, holder_id=holder_id, at_most=at_most)]


def standing_carriers(tx: Transaction, *, holder_id: UUID, at: datetime) -> list[Carrier]:
    """Those that hold at this moment."""
    return [_carrier(row) for row in sql.standing_carriers(tx, holder_id=holder_id, at=at)]


def revoke_carrier(
    tx: Transaction, *, holder_id: UUID, serial: int, at: datetime, reason: RevokeReason, by: Doer = HOLDER
) -> Carrier:
    """Stop a phone or a print, for ever; done again it stays as it is. CarrierUnknown where there is none such."""
    row = sql.revoke_carrier(tx, holder_id=holder_id, serial=serial, at=at, reason=reason)
    if row is None:
        row = sql.find_carrier(tx, holder_id=holder_id, serial=serial)
        if row is None:
            raise CarrierUnknown
        return _carrier(row)
    sql.add_revoked(tx, serial=serial, expires_at=row.expires_at)
    stopped = _carrier(row)
    if reason != "replaced":  # What takes its place tells of both.
        _tell(tx, stopped, f"{_CALLED[stopped.kind]}_stopped", at=at, by=by, reason=reason)
    return stopped


def revoke_carriers(tx: Transaction, *, holder_id: UUID, at: datetime, reason: RevokeReason, by: Doer = HOLDER) -> int:
    """Stop all that a person has: the phone was stolen, or nobody knows which one; returns how many."""
    standing = standing_carriers(tx, holder_id=holder_id, at=at)
    for one in standing:
        revoke_carrier(tx, holder_id=holder_id, serial=one.serial, at=at, reason=reason, by=by)
    return len(standing)


def worn_out_before(
    tx: Transaction, *, holder_id: UUID, at: datetime, before: datetime, before_end: UUID, at_most: int
) -> list[WornOut]:
    """A page of the phones and prints whose days were over at `at`, the latest first; nobody had stopped them."""
    page = {"before": before, "before_end": before_end, "at_most": at_most}
    rows = sql.worn_out_before(tx, holder_id=holder_id, at=at, **page)
    return [WornOut(row.end_id, f"{_CALLED[row.kind]}_worn_out", row.expires_at) for row in rows]


def revocation_list(tx: Transaction, *, uri: str, at: datetime, lives: timedelta, keyring: Keyring) -> str:
    """The signed list of every carrier, made or to come, as gates fetch it. Reads only what is in it."""
    serials = [int(row.serial) for row in sql.revoked_serials(tx, at=at)]
    given = int(sql.list_size(tx))
    key_id = keyring.code_key_id(at)
    return write_list(
        StatusList.of(serials, size=given + given // 8 + _AHEAD),
        uri=uri,
        at=at,
        lives=lives,
        key_id=key_id,
        suite=keyring.code_keys().codes[key_id].suite,
        sign=lambda message: keyring.sign_as(key_id, message),
    )


def prune_revoked(tx: Transaction, *, at: datetime) -> int:
    """Forget the entries of carriers that have ended by themselves; returns how many."""
    return int(sql.prune_revoked(tx, before=at - _KEPT)) + int(sql.prune_held_back(tx, before=at - _KEPT))


def hold_back(tx: Transaction, *, holder_id: UUID, at: datetime, until: datetime | None) -> None:
    """Put what a person carries into the list while her card is stopped; without `until` the stop has no end."""
    standing = standing_carriers(tx, holder_id=holder_id, at=at)
    if standing:
        ends = [one.expires_at for one in standing]
        sql.hold_back(tx, serials=[one.serial for one in standing], ends=ends, until=until)


def let_go(tx: Transaction, *, holder_id: UUID, at: datetime) -> None:
    """Take it out of the list again."""
    sql.let_go(tx, serials=[one.serial for one in standing_carriers(tx, holder_id=holder_id, at=at)])


def _add(tx: Transaction, ecard: Ecard, key_id: int, *, point: bytes | None, at: datetime, days: int) -> Carrier:
    """A phone with this key, or without one a print. Ends on a whole second, as the codes say it."""
    ends_at = datetime.fromtimestamp(int((at + timedelta(days=days)).timestamp()), UTC)
    holder_id, issuer, serial = ecard.holder_id, ecard.issuer, int(sql.next_serial(tx))
    kind = "paper" if point is None else "phone"
    sql.add_carrier(
        tx, holder_id=holder_id, serial=serial, kind=kind, issuer=issuer, key_id=key_id, public_key=point, at=at,
        expires_at=ends_at,
    )  # fmt: skip
    # A loss that is being reported in this very moment may not see this carrier: once we are committed, look again.
    outbox.append(tx, topic="ecards.carrier_made", body={"holder_id": str(holder_id)}, at=at)
    return _carrier(sql.find_carrier(tx, holder_id=holder_id, serial=serial))


def _tell(tx: Transaction, one: Carrier, event: str, *, at: datetime, by: Doer, reason: str = "") -> None:
    facts = {"reason": reason} if reason else {"until": one.expires_at.isoformat()}
    write_event(tx, holder_id=one.holder_id, event=event, at=at, by=by, facts=facts)


def _carrier(row: tuple[object, ...]) -> Carrier:
    return Carrier(*row)  # type: ignore[arg-type]


def _compressed(public_key: bytes) -> bytes:
    """The point in 33 bytes; browsers export it in 65."""
    try:
        key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public_key)
    except ValueError:
        raise PhoneKeyMalformed from None
    return key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
