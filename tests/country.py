"""A small country for tests of money: Sichuan and Chongqing with their agencies, one bus company each.

A folder whose tests want it imports the two fixtures in its conftest.py.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

import pytest

from onecard.domains.ledger import api as ledger
from onecard.kernel.clock import HeldClock
from onecard.kernel.postgres.transaction import Transaction

_NAMESPACE = UUID("00000000-0000-0000-0000-0000000ca4d0")
SICHUAN, CHONGQING = 51, 50


@dataclass(frozen=True)
class Country:
    """Accounts and agencies to post between; all the same in every database."""

    agencies: dict[str, UUID]
    sichuan_purse: int = ledger.purse(SICHUAN)
    chongqing_purse: int = ledger.purse(CHONGQING)
    sichuan_bus: int = 20000
    chongqing_bus: int = 20001


def agency(name: str) -> UUID:
    return uuid5(_NAMESPACE, name)


def found_country(owner: Transaction, at: datetime) -> Country:
    """Agencies and chart, written as the owner."""
    made = {}
    for province in (SICHUAN, CHONGQING):
        for kind in ("purse_keeper", "finance", "bank", "pass_issuer", "operator"):
            made[f"{kind} {province}"] = agency(f"{kind} {province}")
            owner.execute(
                "insert into agencies.agency (agency_id, kind, division, name_zh, name_en, recorded_at)"
                " values (%s, %s, %s, %s, %s, %s)",
                (made[f"{kind} {province}"], kind, province * 10000, f"{kind} {province}", f"{kind} {province}", at),
            )
        agencies = ledger.ProvinceAgencies(
            *(made[f"{kind} {province}"] for kind in ("purse_keeper", "finance", "bank", "pass_issuer"))
        )
        ledger.ensure_chart(
            owner, province=province, name_zh=str(province), name_en=str(province), agencies=agencies, at=at
        )
    country = Country(made)
    for account, province in ((country.sichuan_bus, SICHUAN), (country.chongqing_bus, CHONGQING)):
        opened = ledger.open_revenue_account(
            owner, agency_id=made[f"operator {province}"], name_zh=f"公交 {province}", name_en=f"bus {province}", at=at
        )
        assert opened == account
    return country


@pytest.fixture
def country(tx: Transaction, clock: HeldClock) -> Country:
    """The country in the transaction `tx`."""
    return found_country(tx, clock())


@pytest.fixture
def standing_country(owner_tx: Transaction, clock: HeldClock) -> Country:
    """The country committed, for tests with sessions of their own."""
    return found_country(owner_tx, clock())
