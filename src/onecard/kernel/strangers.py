"""Wrong tries at names that nobody has, counted and locked exactly as those at real ones.

Were only real cards and members of staff ever locked, five wrong tries would tell whether a number is one. So a name
that is not found gets a lock of its own. Only a keyed hash of it is stored.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from onecard.kernel.crypto import Keyring
from onecard.kernel.crypto.lockout import locked_until
from onecard.kernel.postgres.queries import named_queries
from onecard.kernel.postgres.transaction import Transaction

KEPT = timedelta(days=365)

sql = named_queries("onecard.kernel")


@dataclass(frozen=True, slots=True)
class Stranger:
    """A name that nobody has, and what was tried at it."""

    name_hash: bytes
    failures: int
    locked_until: datetime | None


def take_stranger(tx: Transaction, *, name: str, keyring: Keyring, at: datetime) -> Stranger:
    """Hold this name until the end of the transaction, as a real one is held: before the password is hashed."""
    hashed = hmac.new(keyring.secret("strangers"), name.encode("utf-8", "surrogatepass"), sha256).digest()
    row = sql.take_stranger(tx, name_hash=hashed, at=at)
    return Stranger(hashed, row.failures, row.locked_until)


def count_try(tx: Transaction, stranger: Stranger, *, at: datetime) -> datetime | None:
    """Count one more wrong try; until when the name is locked, if it is."""
    if stranger.locked_until and at < stranger.locked_until:
        return stranger.locked_until
    failures = stranger.failures + 1
    until = locked_until(failures, at)
    sql.count_stranger(tx, name_hash=stranger.name_hash, failures=min(failures, 1000), locked_until=until)
    return until


def sweep_strangers(tx: Transaction, *, at: datetime) -> int:
    """Forget what was not tried for a year; returns how many."""
    return int(sql.sweep_strangers(tx, before=at - KEPT))
