"""The e-card password: six digits, checked in constant shape, locked after wrong tries.

A stranger learns nothing of which cards exist: a card that is unknown, one without a password, one that is locked and a
wrong password cost the same work, and all lock after the same number of tries. So a lock may be told, with its end.

A refused password is returned and not raised, because the failure it counts must be committed with it.
"""

from datetime import datetime
from uuid import UUID

from onecard.domains.ecards.errors import EcardStopped, EcardUnknown, SignInLocked, SignInRefused
from onecard.domains.ecards.events import write_event
from onecard.domains.ecards.models import SYSTEM, Doer, Ecard, check_password_rule
from onecard.domains.ecards.service import ecard_of
from onecard.domains.ecards.store import sql
from onecard.domains.residents import api as residents
from onecard.kernel import strangers
from onecard.kernel.crypto import Keyring
from onecard.kernel.crypto.lockout import locked_until
from onecard.kernel.crypto.passwords import hash_password, password_matches
from onecard.kernel.postgres.transaction import Transaction

_NOBODY = UUID(int=0)


def check_password(
    tx: Transaction, *, holder_id: UUID | None, password: str, keyring: Keyring, at: datetime, presented: str = ""
) -> Ecard | SignInRefused | SignInLocked | EcardStopped:
    """Whose password this is, or the problem: returned, so that the caller commits the failure before it raises it.

    Give None where no such card was found, with the number as it was `presented`: the answer is the same as for a wrong
    password, after the same work, and the number is locked as a card would be.
    """
    row = sql.take_password(tx, holder_id=holder_id) if holder_id else None
    if row is None or holder_id is None:
        return _check_stranger(tx, presented or str(holder_id), password, keyring, at)
    right = password_matches(keyring, row.password_hash, password, about=holder_id)
    if row.locked_until and at < row.locked_until:
        return SignInLocked(row.locked_until)
    if not right:
        return _count_failure(tx, holder_id, row.failures + 1, at)
    sql.count_success(tx, holder_id=holder_id)
    ecard = ecard_of(tx, holder_id=holder_id)
    return EcardStopped() if ecard is None or ecard.state == "cancelled" or _died(tx, holder_id) else ecard


def set_password(tx: Transaction, *, holder_id: UUID, password: str, keyring: Keyring) -> None:
    """Choose a new password by the rule. The caller has made sure that it is the person who asks."""

    def in_number(digits: str) -> bool:
        return residents.number_contains(tx, holder_id=holder_id, digits=digits, keyring=keyring)

    check_password_rule(password, in_number=in_number)
    stored = hash_password(keyring, password, about=holder_id)
    if not sql.set_password(tx, holder_id=holder_id, password_hash=stored):
        raise EcardUnknown


def change_password(
    tx: Transaction, *, holder_id: UUID, old: str, new: str, keyring: Keyring, at: datetime
) -> Ecard | SignInRefused | SignInLocked | EcardStopped:
    """The holder chooses another password by the one she has; a wrong old one is returned, as by `check_password`."""
    answer = check_password(tx, holder_id=holder_id, password=old, keyring=keyring, at=at)
    if isinstance(answer, Ecard):
        set_password(tx, holder_id=holder_id, password=new, keyring=keyring)
        write_event(tx, holder_id=holder_id, event="password_changed", at=at)
    return answer


def replace_password(
    tx: Transaction, *, holder_id: UUID, password: str, keyring: Keyring, at: datetime, by: Doer
) -> None:
    """A new password for one who forgot hers, chosen at a counter whose staff have seen who she is."""
    ecard = ecard_of(tx, holder_id=holder_id)
    if ecard is None:
        raise EcardUnknown
    if ecard.state == "cancelled":
        raise EcardStopped
    set_password(tx, holder_id=holder_id, password=password, keyring=keyring)
    write_event(tx, holder_id=holder_id, event="password_reset", at=at, by=by)


def _died(tx: Transaction, holder_id: UUID) -> bool:
    """Asked at every sign-in, because the e-card itself ends a moment after the death was registered."""
    person = residents.find_resident(tx, holder_id=holder_id)
    return person is not None and person.died_on is not None


def _check_stranger(
    tx: Transaction, presented: str, password: str, keyring: Keyring, at: datetime
) -> SignInRefused | SignInLocked:
    stranger = strangers.take_stranger(tx, name=f"card {presented.strip().upper()}", keyring=keyring, at=at)
    password_matches(keyring, None, password, about=_NOBODY)
    until = strangers.count_try(tx, stranger, at=at)
    return SignInLocked(until) if until else SignInRefused()


def _count_failure(tx: Transaction, holder_id: UUID, failures: int, at: datetime) -> SignInRefused | SignInLocked:
    until = locked_until(failures, at)
    sql.count_failure(tx, holder_id=holder_id, failures=min(failures, 1000), locked_until=until)
    if until:
        facts = {"until": until.isoformat()}
        write_event(tx, holder_id=holder_id, event="sign_in_locked", at=at, by=SYSTEM, facts=facts)
    return SignInLocked(until) if until else SignInRefused()
