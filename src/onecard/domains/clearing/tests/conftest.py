"""The small country, and a way to let money flow in it on a day."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from tests.country import Country, country, standing_country

from onecard.domains.ledger import api as ledger
from onecard.kernel.clock import HeldClock
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction

__all__ = ["country", "standing_country"]  # fixtures, for every test of this folder

Flow = Callable[..., None]


@pytest.fixture
def rider(tx: Transaction, country: Country, clock: HeldClock) -> UUID:
    """A Sichuan resident with ten thousand yuan in her transport purse, topped up today."""
    holder = new_id()
    ledger.top_up(
        tx, holder_id=holder, purse=country.sichuan_purse, amount_fen=1_000_000, happened_at=clock(), at=clock(),
        request_key="top-up",
    )  # fmt: skip
    return holder


@pytest.fixture
def flow(tx: Transaction, rider: UUID, clock: HeldClock) -> Flow:
    """Move money between two accounts at the clock's instant, for the rider."""

    def post(debit: int, credit: int, *amounts: int, at: datetime | None = None) -> None:
        when = at or clock()
        asked = [ledger.Movement(rider, debit, credit, fen, "fare", new_id(), when) for fen in amounts]
        assert ledger.post(tx, asked, at=when) == set()

    return post
