"""What a person agreed to tell a service, and the name under which a sector of services knows her."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from onecard.doors.openid.endings import end_of_client
from onecard.doors.openid.noting import note_consent, note_withdrawal
from onecard.doors.openid.scopes import in_order
from onecard.doors.openid.store import sql
from onecard.kernel.postgres.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Consent:
    """One agreement that stands; `last_login_at` is None where nobody has logged in since it was given."""

    client_id: str
    scopes: tuple[str, ...]
    given_at: datetime
    last_login_at: datetime | None


def agreed_scopes(tx: Transaction, *, holder_id: UUID, client_id: str) -> tuple[str, ...] | None:
    """The scopes she agreed to, or None where she agreed to nothing or took it back."""
    row = sql.find_consent(tx, holder_id=holder_id, client_id=client_id)
    return tuple(row.scopes) if row else None


def give_consent(tx: Transaction, *, holder_id: UUID, client_id: str, scopes: Sequence[str], at: datetime) -> None:
    """She agrees to these, beside what she agreed to before."""
    sql.give_consent(tx, holder_id=holder_id, client_id=client_id, scopes=list(scopes), at=at)
    note_consent(tx, holder_id=holder_id, client_id=client_id, scopes=scopes, at=at)


def list_consents(tx: Transaction, *, holder_id: UUID) -> list[Consent]:
    """What stands, the newest first."""
    found = sql.list_consents(tx, holder_id=holder_id)
    return [Consent(row.client_id, tuple(in_order(row.scopes)), row.given_at, row.last_login_at) for row in found]


def withdraw_consent(tx: Transaction, *, holder_id: UUID, client_id: str, at: datetime) -> bool:
    """She takes it back: the service's tokens end at once and it is told. False where nothing stood."""
    if not sql.withdraw_consent(tx, holder_id=holder_id, client_id=client_id, at=at):
        return False
    note_withdrawal(tx, holder_id=holder_id, client_id=client_id, at=at)
    end_of_client(tx, holder_id=holder_id, client_id=client_id, at=at)
    return True


def subject_of(tx: Transaction, *, holder_id: UUID, sector: str, at: datetime) -> str:
    """The pairwise subject: 128 random bits for each person and sector, the same for ever, joining nothing."""
    row = sql.find_subject(tx, holder_id=holder_id, sector=sector)
    if row is None:
        sql.add_subject(tx, holder_id=holder_id, sector=sector, subject=secrets.token_urlsafe(16), at=at)
        row = sql.find_subject(tx, holder_id=holder_id, sector=sector)
    return str(row.subject)
