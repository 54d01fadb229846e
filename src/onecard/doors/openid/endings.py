"""Log-ins end: by sign-out, a lost card, a withdrawn consent. Tokens end at once; who wants to know is told later."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from onecard.doors.openid.noting import Because, note_logout
from onecard.doors.openid.store import sql
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction


def end_of_session(tx: Transaction, *, session_hash: bytes, at: datetime) -> int:
    """End the log-ins that stand on this browser's session; returns how many."""
    return _end(tx, sql.logins_of_session(tx, session_hash=session_hash), "signed_out", at)


def end_of_holder(tx: Transaction, *, holder_id: UUID, at: datetime) -> int:
    """End every log-in of a person, wherever she is signed in."""
    return _end(tx, sql.logins_of_holder(tx, holder_id=holder_id, client_id=None), "card_stopped", at)


def end_of_client(tx: Transaction, *, holder_id: UUID, client_id: str, at: datetime) -> int:
    """End a person's log-ins at one service."""
    return _end(tx, sql.logins_of_holder(tx, holder_id=holder_id, client_id=client_id), "consent_withdrawn", at)


def end_login(tx: Transaction, *, holder_id: UUID, login_id: UUID, at: datetime) -> int:
    """End one log-in that its own service logs out of, and so needs not be told of."""
    sql.end_tokens(tx, holder_id=holder_id, logins=[login_id], at=at)
    ended = int(sql.end_logins(tx, holder_id=holder_id, logins=[login_id], at=at))
    if ended:
        client_id = sql.find_login(tx, holder_id=holder_id, login_id=login_id).client_id
        note_logout(tx, holder_id=holder_id, client_id=client_id, because="service_asked", at=at)
    return ended


def _end(tx: Transaction, logins: Iterable[Any], because: Because, at: datetime) -> int:
    ended = 0
    for holder_id, several in groupby(sorted(logins, key=lambda one: one.holder_id), key=lambda one: one.holder_id):
        found = list(several)
        names = [one.login_id for one in found]
        sql.end_tokens(tx, holder_id=holder_id, logins=names, at=at)
        ended += int(sql.end_logins(tx, holder_id=holder_id, logins=names, at=at))
        for client_id in sorted({one.client_id for one in found}):
            note_logout(tx, holder_id=holder_id, client_id=client_id, because=because, at=at)
        for one in found:
            sql.add_farewell(
                tx, farewell_id=new_id(), holder_id=holder_id, client_id=one.client_id, login_id=one.login_id,
                subject=one.subject, at=at,
            )  # fmt: skip
    return ended
