"""What the worker does for tourism every hour."""

from datetime import datetime, timedelta

from onecard.kernel.clock import day_of
from onecard.kernel.postgres.transaction import Transaction
from onecard.rules.book import Book
from onecard.scenes.tourism.desk import settle_expired


def tend(tx: Transaction, *, book: Book, at: datetime, late_upload: timedelta) -> int:
    """Settle passes that ended so long ago that no gate can still upload a visit; returns how many."""
    return settle_expired(tx, day=day_of(at - late_upload), book=book, at=at).settled
