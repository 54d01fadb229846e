"""Signing in to a self-service terminal with the phone: the screen's token is read, approved, and taken over once.

The token is in a picture that anybody may photograph, and gives nothing but the question; the session goes to who holds
the secret, which never leaves the terminal. Both screens show a mark, so that nobody approves another terminal's.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from onecard.domains.ecards.errors import EcardStopped, EcardUnknown, HandoverGone
from onecard.domains.ecards.events import write_event
from onecard.domains.ecards.service import ecard_of
from onecard.domains.ecards.store import sql
from onecard.kernel.postgres.transaction import Transaction

#: A technical limit of ours: how long a terminal's picture is good.
SERVES = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Handover:
    """What a terminal is given: `token` to show, `secret` to keep, and four digits to compare."""

    token: str
    secret: str = field(repr=False)
    mark: str = ""


@dataclass(frozen=True, slots=True)
class HandoverAsked:
    """What the phone that read a token is told: which point asks, and the mark its screen shows."""

    point_id: UUID
    mark: str


def begin_handover(tx: Transaction, *, point_id: UUID, at: datetime) -> Handover:
    """A fresh question of this point's terminal."""
    made = Handover(secrets.token_urlsafe(24), secrets.token_urlsafe(24), f"{secrets.randbelow(10_000):04d}")
    names = {"token_hash": _hash(made.token), "secret_hash": _hash(made.secret)}
    sql.begin_handover(tx, **names, point_id=point_id, mark=made.mark, expires_at=at + SERVES)
    return made


def find_handover(tx: Transaction, *, token: str, at: datetime) -> HandoverAsked:
    """What this token asks; HandoverGone where it is none, too old, or approved already."""
    row = sql.find_handover(tx, token_hash=_hash(token), at=at)
    if row is None:
        raise HandoverGone
    return HandoverAsked(row.point_id, row.mark)


def approve_handover(tx: Transaction, *, token: str, holder_id: UUID, point_words: str, at: datetime) -> None:
    """The holder says yes, with an e-card that is active; it stands in her record."""
    held = ecard_of(tx, holder_id=holder_id)
    if held is None:
        raise EcardUnknown
    if held.state != "active":
        raise EcardStopped
    if not sql.approve_handover(tx, token_hash=_hash(token), holder_id=holder_id, at=at):
        raise HandoverGone
    facts = {"point": point_words}
    write_event(tx, holder_id=holder_id, event="terminal_signed_in", at=at, facts=facts)


def take_handover(tx: Transaction, *, secret: str, at: datetime) -> UUID | None:
    """Whom the terminal that holds this secret is signed in as: once. None while it waits; HandoverGone afterwards."""
    row = sql.take_handover(tx, secret_hash=_hash(secret), at=at)
    if row is not None:
        holder_id: UUID = row.holder_id
        return holder_id
    if sql.waiting_handover(tx, secret_hash=_hash(secret), at=at) is None:
        raise HandoverGone
    return None


def sweep_handovers(tx: Transaction, *, at: datetime) -> int:
    """Forget what has ended; returns how many."""
    return int(sql.sweep_handovers(tx, at=at))


def _hash(text: str) -> bytes:
    return sha256(text.encode("utf-8", "replace")).digest()
