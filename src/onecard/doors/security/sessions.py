"""Sessions of people at a browser: a random token in a cookie, its hash in the database, an end that always comes.

A session ends when it is left idle, at its latest end, or at sign-out. Signing in always makes a new token. The CSRF
token is derived from the session's own token with a key outside the database, so it needs no row of its own.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal
from uuid import UUID

from onecard.doors.security.request_keys import sweep_answers
from onecard.kernel.postgres.queries import named_queries
from onecard.kernel.postgres.transaction import Transaction
from onecard.kernel.strangers import sweep_strangers

Kind = Literal["resident", "staff"]

#: Left alone this long a session ends; however busy, it ends after the second. Staff screens stand in public halls.
IDLE = {"resident": timedelta(minutes=30), "staff": timedelta(minutes=15)}
LONGEST = {"resident": timedelta(hours=12), "staff": timedelta(hours=10)}
_TOUCH_AFTER = timedelta(minutes=1)

sql = named_queries("onecard.doors.security")


@dataclass(frozen=True, slots=True)
class Session:
    """A live session: who, and since when."""

    kind: Kind
    subject_id: UUID
    opened_at: datetime


def open_session(
    tx: Transaction, *, kind: Kind, subject_id: UUID, at: datetime, longest: timedelta | None = None
) -> str:
    """A new session's token, to be given to the browser once and kept nowhere else; it ends after `longest` at last."""
    token = secrets.token_urlsafe(32)
    sql.open_session(
        tx,
        token_hash=session_hash(token),
        kind=kind,
        subject_id=subject_id,
        at=at,
        expires_at=at + (longest or LONGEST[kind]),
    )
    return token


def find_session(tx: Transaction, token: str, *, at: datetime) -> Session | None:
    """The session of this token if it still lives; using it keeps it from going idle."""
    row = sql.find_session(tx, token_hash=session_hash(token), at=at, idle_since=at - max(IDLE.values()))
    if row is None or row.seen_at <= at - IDLE[row.kind]:
        return None
    if at - row.seen_at >= _TOUCH_AFTER:
        sql.touch_session(tx, token_hash=session_hash(token), at=at)
    return Session(row.kind, row.subject_id, row.opened_at)


def close_session(tx: Transaction, token: str) -> None:
    """Sign out this browser; a token that is unknown is already signed out."""
    sql.close_session(tx, token_hash=session_hash(token))


def close_sessions_of(tx: Transaction, subject_id: UUID) -> int:
    """Sign out a person everywhere (a changed password, a lost card, a member of staff who left)."""
    return int(sql.close_sessions_of(tx, subject_id=subject_id))


def sweep(tx: Transaction, *, at: datetime) -> int:
    """Forget what has ended; run by the worker now and then."""
    ended = int(sql.sweep_sessions(tx, at=at)) + int(sql.sweep_assertions(tx, at=at))
    return ended + sweep_answers(tx, at=at) + sweep_strangers(tx, at=at)


def csrf_token(token: str, key: bytes) -> str:
    """The synchroniser token that every form of this session carries."""
    return hmac.new(key, token.encode(), sha256).hexdigest()


def session_hash(token: str) -> bytes:
    """What the database knows a session by: its token's SHA-256, which signs nobody in."""
    return sha256(token.encode()).digest()
