"""The book's rows: read and written for a whole batch at once."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from onecard.kernel.postgres.queries import named_queries
from onecard.kernel.postgres.transaction import Transaction
from onecard.scenes.demo.models import Pages

sql = named_queries(__package__)


def load_pages(tx: Transaction, holders: Sequence[UUID]) -> Mapping[UUID, Pages]:
    """What is known of each holder; who never signed is missing."""
    return {row.holder_id: Pages(frozenset(row.days)) for row in sql.load_pages(tx, holders=list(holders))}


def save_signatures(tx: Transaction, signatures: Sequence[tuple[UUID, date]]) -> None:
    """Write the new signatures."""
    holders, days = zip(*signatures, strict=True)
    sql.save_signatures(tx, holders=list(holders), days=list(days))
