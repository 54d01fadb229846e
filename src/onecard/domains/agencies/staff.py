"""Members of staff: enrolment and sign-in with password and one-time code.

A refused sign-in is returned and not raised, because the failure it counts must be committed with it. A one-time code
serves once: its 30-second step is kept and only a later step is accepted. A name that nobody has costs the same work as
one that is locked or a wrong password, and locks as often, so that nobody learns who works here.
"""

from collections.abc import Sequence
from datetime import datetime
from hmac import compare_digest
from typing import Any
from uuid import UUID

import pyotp

from onecard.domains.agencies.errors import (
    PasswordTooWeak,
    RoleUnknown,
    SignInLocked,
    SignInNameTaken,
    SignInRefused,
)
from onecard.domains.agencies.models import Enrolment, Staff
from onecard.domains.agencies.roles import ROLES
from onecard.domains.agencies.store import sql
from onecard.kernel import audit, strangers
from onecard.kernel.crypto import Keyring
from onecard.kernel.crypto.lockout import locked_until
from onecard.kernel.crypto.passwords import hash_password, password_matches
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction

TOTP, STEP_SECONDS, PASSWORD_LENGTH_MIN = "staff.totp", 30, 12
_NOBODY = UUID(int=0)


def create_staff(
    tx: Transaction,
    *,
    agency_id: UUID,
    sign_in_name: str,
    name_zh: str,
    roles: Sequence[str],
    password: str,
    keyring: Keyring,
    at: datetime,
    totp_secret: str | None = None,
    actor: str = audit.SYSTEM,
) -> Enrolment:
    """Enrol somebody; the answer holds the secret for her authenticator, shown this once (a demo may bring its own)."""
    _check_new(sign_in_name, roles, password)
    staff_id, secret = new_id(), totp_secret or pyotp.random_base32()
    added = sql.add_staff(
        tx,
        staff_id=staff_id,
        agency_id=agency_id,
        sign_in_name=sign_in_name.lower(),
        name_zh=name_zh,
        roles=list(roles),
        password_hash=hash_password(keyring, password, about=staff_id),
        totp_sealed=keyring.seal(secret, about=staff_id, field=TOTP),
        at=at,
    )
    if not added:
        raise SignInNameTaken
    facts = {"agency_id": str(agency_id), "roles": list(roles)}
    audit.record(tx, [audit.Deed("staff.enrolled", staff_id, facts)], actor=actor, at=at)
    uri = pyotp.TOTP(secret).provisioning_uri(name=sign_in_name, issuer_name="OneCard 一卡通")
    return Enrolment(staff_id, secret, uri)


def find_staff(tx: Transaction, *, staff_id: UUID) -> Staff | None:
    """A member of staff who has not left."""
    row = sql.find_staff(tx, staff_id=staff_id)
    return _staff(row) if row else None


def find_staff_by_name(tx: Transaction, *, sign_in_name: str) -> Staff | None:
    """Who signs in under this name and has not left."""
    row = sql.find_staff_by_name(tx, sign_in_name=sign_in_name.lower())
    return _staff(row) if row else None


def staff_of(tx: Transaction, *, agency_id: UUID) -> list[Staff]:
    """Who signs in for one organisation, by name; those who left are not among them."""
    return [_staff(row) for row in sql.list_staff(tx, agency_id=agency_id)]


def check_staff_sign_in(
    tx: Transaction, *, sign_in_name: str, password: str, totp: str, keyring: Keyring, at: datetime
) -> Staff | SignInRefused | SignInLocked:
    """Who signs in, or the problem: returned, so that the caller commits the counted failure before it raises it."""
    row = sql.take_sign_in(tx, sign_in_name=sign_in_name.lower())
    if row is None:
        return _check_stranger(tx, sign_in_name, password, keyring, at)
    right = password_matches(keyring, row.password_hash, password, about=row.staff_id)
    if row.locked_until and at < row.locked_until:
        return SignInLocked(row.locked_until)
    secret = keyring.unseal(row.totp_sealed, about=row.staff_id, field=TOTP)
    step = _matching_step(secret, totp, at, after=row.totp_last_step)
    if not right or step is None:
        return _count_failure(tx, row.staff_id, row.failures + 1, at)
    sql.count_success(tx, staff_id=row.staff_id, step=step)
    return _staff(row)


def leave(tx: Transaction, *, staff_id: UUID, at: datetime, actor: str = audit.SYSTEM) -> bool:
    """Somebody left: she cannot sign in any more; False where she had left before."""
    left = bool(sql.leave(tx, staff_id=staff_id, at=at))
    audit.record(tx, [audit.Deed("staff.left", staff_id)] if left else [], actor=actor, at=at)
    return left


def reseal(tx: Transaction, *, keyring: Keyring) -> int:
    """After a rotation: seal the one-time-code secrets again; returns how many."""
    rows = list(sql.take_sealed(tx, key_id=keyring.seal_key_id()))
    for row in rows:
        sql.reseal(
            tx, staff_id=row.staff_id, totp_sealed=keyring.reseal(row.totp_sealed, about=row.staff_id, field=TOTP)
        )
    return len(rows)


def _staff(row: Any) -> Staff:
    return Staff(row.staff_id, row.agency_id, row.sign_in_name, row.name_zh, tuple(row.roles), row.division)


def _check_new(sign_in_name: str, roles: Sequence[str], password: str) -> None:
    for role in roles:
        if role not in ROLES:
            raise RoleUnknown(name=role)
    if len(password) < PASSWORD_LENGTH_MIN or sign_in_name.lower() in password.lower():
        raise PasswordTooWeak


def _check_stranger(
    tx: Transaction, sign_in_name: str, password: str, keyring: Keyring, at: datetime
) -> SignInRefused | SignInLocked:
    stranger = strangers.take_stranger(tx, name=f"staff {sign_in_name.lower()}", keyring=keyring, at=at)
    password_matches(keyring, None, password, about=_NOBODY)
    until = strangers.count_try(tx, stranger, at=at)
    return SignInLocked(until) if until else SignInRefused()


def _count_failure(tx: Transaction, staff_id: UUID, failures: int, at: datetime) -> SignInRefused | SignInLocked:
    until = locked_until(failures, at)
    sql.count_failure(tx, staff_id=staff_id, failures=min(failures, 1000), locked_until=until)
    if until is None:
        return SignInRefused()
    facts = {"failures": failures, "until": until.isoformat()}
    audit.record(tx, [audit.Deed("staff.locked_out", staff_id, facts)], actor=audit.SYSTEM, at=at)
    return SignInLocked(until)


def _matching_step(secret: str, code: str, at: datetime, *, after: int) -> int | None:
    """The step this code belongs to: now, or a step beside it for a slow hand or clock, and never one used before."""
    now, one_time = int(at.timestamp()) // STEP_SECONDS, pyotp.TOTP(secret)
    steps = (step for step in (now, now - 1, now + 1) if step > after)
    return next((step for step in steps if compare_digest(one_time.generate_otp(step).encode(), code.encode())), None)
