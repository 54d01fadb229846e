"""The status lists of our credentials: places drawn at random, and the signed token that tells where each one stands.

A list holds a million places of two bits. A token is written again when an entry changes, when a stop is over by
itself, and now and then so that it stays young; in between the last one serves.
"""

import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from joserfc import jwt

from onecard.doors.security.errors_visitors import NothingHere
from onecard.doors.wallet.addresses import Addresses
from onecard.doors.wallet.keys import ALGORITHM, chain, signing_key
from onecard.doors.wallet.store import sql
from onecard.kernel.crypto import Keyring
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction
from onecard.verifier.status_list import VALID, StatusList

SIZE, BITS = 1 << 20, 2
TYPE = "statuslist+jwt"
#: How long others may keep a token before they ask again, after which it says nothing, and after which we sign it anew.
TIME_TO_LIVE, LIFE, FRESH = timedelta(seconds=60), timedelta(days=1), timedelta(seconds=20)
_DRAWS = 16


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of a list."""

    list_id: UUID
    index: int


def draw_place(tx: Transaction, *, holder_id: UUID, credential_id: UUID, at: datetime) -> Place:
    """A random free place. A list where sixteen draws in a row find nothing free is well filled, and closed."""
    for list_id in [*(row.list_id for row in sql.filling_lists(tx)), None]:
        chosen = list_id or _open(tx, at)
        for _ in range(_DRAWS):
            index = secrets.randbelow(SIZE)
            names = {"holder_id": holder_id, "credential_id": credential_id}
            if sql.take_place(tx, list_id=chosen, list_index=index, **names):
                return Place(chosen, index)
        sql.close_list(tx, list_id=chosen)
    raise AssertionError("a new list has room")


def set_status(tx: Transaction, places: Sequence[Place], status: int, *, until: datetime | None = None) -> bool:
    """Let these places say this from now on; what has ended for good stays so. Whether anything changed."""
    changed = False
    for list_id in {place.list_id for place in places}:
        indexes = [place.index for place in places if place.list_id == list_id]
        if sql.set_status(tx, list_id=list_id, indexes=indexes, status=status, until=until):
            sql.count_change(tx, list_id=list_id)
            changed = True
    return changed


def _open(tx: Transaction, at: datetime) -> UUID:
    list_id = new_id()
    sql.open_list(tx, list_id=list_id, at=at)
    return list_id


@dataclass(frozen=True, slots=True)
class _Written:
    """A token as last signed: after how many changes, when, and until when its statuses hold by themselves."""

    changes: int
    signed_at: datetime
    holds_until: datetime
    packed: dict[str, Any]
    text: str


class StatusLists:
    """The published tokens of one house; one is kept in memory for each list that is asked for."""

    def __init__(self, addresses: Addresses, keyring: Keyring) -> None:
        self._addresses, self._keyring = addresses, keyring
        self._lock = threading.Lock()
        self._written: dict[UUID, _Written] = {}

    def token(self, tx: Transaction, list_id: UUID, *, at: datetime) -> str:
        """The Status List Token of this moment, a JWT; NothingHere where there is no such list."""
        row = sql.find_list(tx, list_id=list_id)
        if row is None:
            raise NothingHere
        with self._lock:
            last = self._written.get(list_id)
        if last and last.changes == row.changes and at < last.holds_until:
            if last.signed_at <= at < last.signed_at + FRESH:
                return last.text
            packed, holds_until = last.packed, last.holds_until
        else:
            packed, holds_until = _pack(tx, list_id, at)
        text = self.sign(list_id, packed, at)
        with self._lock:
            self._written[list_id] = _Written(row.changes, at, holds_until, packed, text)
        return text

    def sign(self, list_id: UUID, packed: dict[str, Any], at: datetime) -> str:
        """The token of this list (`packed`: its `status_list` object), signed now."""
        key = signing_key(self._keyring)
        claims = {
            "sub": self._addresses.status_list(list_id),
            "iss": self._addresses.issuer,
            "iat": int(at.timestamp()),
            "exp": int((at + LIFE).timestamp()),
            "ttl": int(TIME_TO_LIVE.total_seconds()),
            "status_list": packed,
        }
        certificates = chain(self._keyring, self._addresses.host, at)
        header = {"alg": ALGORITHM, "typ": TYPE, "kid": key.key_id, "x5c": certificates}
        return jwt.encode(header, claims, key.jose, algorithms=[ALGORITHM])


def _pack(tx: Transaction, list_id: UUID, at: datetime) -> tuple[dict[str, Any], datetime]:
    """The list as it goes into a token, and until when nothing in it changes by itself."""
    rows = list(sql.not_valid(tx, list_id=list_id))
    standing = [row for row in rows if row.until is None or row.until > at]
    statuses = {row.list_index: row.status for row in standing if row.status != VALID}
    ends = [row.until for row in standing if row.until is not None]
    made = StatusList.of(statuses, size=SIZE, bits=BITS)
    return made.to_json(quick=True), min(ends, default=at + LIFE)
