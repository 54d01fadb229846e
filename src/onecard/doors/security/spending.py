"""What a client signed is good once: its `jti` is taken in the transaction that acts on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from onecard.doors.security.sessions import sql
from onecard.kernel.postgres.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Spending:
    """One assertion or statement to be taken; `until` is when its age alone would refuse it."""

    client_id: str
    assertion_id: str
    until: datetime


def spend(tx: Transaction, several: Sequence[Spending]) -> list[bool]:
    """Take them, in order: False for each that was taken before, also by one before it in the same call."""
    if not several:
        return []
    fresh = {
        tuple(row)
        for row in sql.spend_assertions(
            tx,
            client_ids=[one.client_id for one in several],
            assertion_ids=[one.assertion_id for one in several],
            expire=[one.until for one in several],
        )
    }
    taken = []
    for one in several:
        key = (one.client_id, one.assertion_id)
        taken.append(key in fresh)
        fresh.discard(key)
    return taken
