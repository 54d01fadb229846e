"""The small country in the test's transaction, or committed; and a way to put money into a purse."""

from collections.abc import Callable
from uuid import UUID

import pytest
from tests.country import Country, country, standing_country

from onecard.domains.ledger import api as ledger
from onecard.kernel.clock import HeldClock
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction

__all__ = ["country", "standing_country"]  # fixtures, for every test of this folder


@pytest.fixture
def holder() -> UUID:
    return new_id()


Give = Callable[[UUID, int], ledger.Transfer]


@pytest.fixture
def give(tx: Transaction, country: Country, clock: HeldClock) -> Give:
    """Put money into a holder's Sichuan purse."""

    def top_up(holder_id: UUID, amount_fen: int) -> ledger.Transfer:
        return ledger.top_up(
            tx,
            holder_id=holder_id,
            purse=country.sichuan_purse,
            amount_fen=amount_fen,
            happened_at=clock(),
            at=clock(),
            request_key=str(new_id()),
        )

    return top_up
