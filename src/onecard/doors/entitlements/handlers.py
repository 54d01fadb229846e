"""What entitlements hear of: that a person has died. It is heard here because the law says from which month to stop."""

from functools import cache
from uuid import UUID

from onecard import rulebook
from onecard.domains.entitlements import api as entitlements
from onecard.kernel.outbox import Event, Handlers
from onecard.kernel.postgres.transaction import Transaction
from onecard.rules.book import Book


def end_with_life(tx: Transaction, event: Event) -> None:
    """Nothing is owed after the months of the rule; what was paid is found."""
    holder_id = UUID(event.body["holder_id"])
    entitlements.stop_at_death(tx, holder_id=holder_id, book=_book(), at=event.delivered_at)


@cache
def _book() -> Book:
    """Read once a process: a rulebook changes with the program."""
    return rulebook.load()


HANDLERS: Handlers = {"residents.died": [end_with_life]}
