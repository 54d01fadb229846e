"""Forgets what nobody can use any more: offers, spent nonces, questions."""

from datetime import datetime, timedelta

from onecard.doors.wallet.store import sql
from onecard.kernel.postgres.transaction import Transaction

#: An access token outlives its offer a little; an asker may look at an answer for a day.
_OFFERS, _ASKS = timedelta(hours=1), timedelta(days=1)


def sweep(tx: Transaction, *, at: datetime) -> int:
    """How many rows went."""
    gone = int(sql.sweep_offers(tx, before=at - _OFFERS)) + int(sql.sweep_nonces(tx, at=at))
    return gone + int(sql.sweep_asks(tx, before=at - _ASKS))
