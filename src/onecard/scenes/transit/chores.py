"""What the worker does for transit every hour."""

from datetime import datetime, timedelta

from onecard.kernel.clock import day_of
from onecard.kernel.postgres.transaction import Transaction
from onecard.rules.book import Book
from onecard.scenes.transit.store import prune_spent


def tend(tx: Transaction, *, book: Book, at: datetime, late_upload: timedelta) -> int:  # noqa: ARG001
    """Forget the spending of days that no upload can bring back any more; returns how many rows."""
    return prune_spent(tx, before=day_of(at - late_upload))
