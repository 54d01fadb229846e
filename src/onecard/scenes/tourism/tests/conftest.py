"""Guangdong and Hainan with their accounts, and a holder with money in her bank purse."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from onecard.domains.agencies import api as agencies
from onecard.domains.cards import api as cards
from onecard.domains.ledger import api as ledger
from onecard.kernel.clock import HeldClock, day_of
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction
from onecard.scenes.tourism.tests.visiting import GUANGZHOU, HOLDER, PURSE


@pytest.fixture
def chart(tx: Transaction, clock: HeldClock) -> int:
    """The accounts in the transaction `tx`; the account a site earns on."""
    return open_chart(tx, clock())


@pytest.fixture
def standing_chart(owner_tx: Transaction, clock: HeldClock) -> int:
    """The same, committed."""
    return open_chart(owner_tx, clock())


def open_chart(tx: Transaction, at: datetime) -> int:
    """The accounts of the two provinces and the months of a pass's life; returns the account a site earns on."""
    today = day_of(at)
    tx.execute("select kernel.ensure_all_months(%s, %s)", (today, today + timedelta(days=500)))
    for province in (44, 46):
        behind = [
            agencies.Agency(new_id(), kind, province * 10000, f"{kind} {province}", f"{kind} {province}")
            for kind in ("purse_keeper", "finance", "bank", "pass_issuer", "venue")
        ]
        agencies.register_agencies(tx, agencies=behind, at=at)
        keeper, finance, bank, issuer, venue = (agency.agency_id for agency in behind)
        standing = ledger.ProvinceAgencies(keeper, finance, bank, issuer)
        ledger.ensure_chart(
            tx, province=province, name_zh=str(province), name_en=str(province), agencies=standing, at=at
        )
    return ledger.open_revenue_account(tx, agency_id=venue, name_zh="景区", name_en="A site", at=at)


@pytest.fixture
def card(tx: Transaction, clock: HeldClock) -> cards.Card:
    """The holder's card, of Guangzhou."""
    return issue_card(tx, clock())


def issue_card(tx: Transaction, at: datetime, issuer: int = GUANGZHOU) -> cards.Card:
    """A card for the holder."""
    return cards.issue_cards(tx, [cards.NewCard(HOLDER, issuer)], at=at, actor="test")[0]


@pytest.fixture
def holder(tx: Transaction, chart: int, card: cards.Card, clock: HeldClock) -> UUID:
    """A holder with a card and ¥1,000.00 in the bank purse."""
    ledger.top_up(
        tx, holder_id=HOLDER, purse=PURSE, amount_fen=100_000, happened_at=clock(), at=clock(), request_key="first"
    )
    return HOLDER
