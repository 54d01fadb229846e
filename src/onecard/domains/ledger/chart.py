"""The chart of accounts: what each number means, and who owes or is owed behind it.

A province `p` (two digits of GB/T 2260) has purses `p*100 + kind` and institutions `10000 + p*10 + n`; operators earn
and insurers bear on accounts from 20000 up, given out in order.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from onecard.domains.ledger import store
from onecard.domains.ledger.errors import AccountTaken
from onecard.domains.ledger.models import BANK, INSTITUTIONS, MEDICAL, PASS_ESCROW, TRANSPORT, Account, ProvinceAgencies
from onecard.kernel.postgres.transaction import Transaction


def purse(province: int, kind: int = TRANSPORT) -> int:
    """The account of one kind of purse of a province's residents."""
    return province * 100 + kind


def concessions(province: int) -> int:
    """The province's finance department, which bears concessions."""
    return INSTITUTIONS + province * 10 + 1


def bank_float(province: int) -> int:
    """The world outside, behind the province's bank: where top-ups come from and withdrawals go."""
    return INSTITUTIONS + province * 10 + 2


def pass_revenue(province: int) -> int:
    """What the province's pass issuer has earned."""
    return INSTITUTIONS + province * 10 + 3


def payout_account(province: int) -> int:
    """Where money stands that left a fund of the province and has not reached its payee yet."""
    return INSTITUTIONS + province * 10 + 4


def open_account(tx: Transaction, account: Account, *, at: datetime) -> None:
    """Put an account into the chart; the second time changes nothing, unless it is meant for another agency or use."""
    if not store.open_account(tx, account, at):
        standing = store.find_account(tx, account.account)
        if standing is None or (standing.agency_id, standing.kind) != (account.agency_id, account.kind):
            raise AccountTaken(account=account.account)


def ensure_fund(tx: Transaction, *, agency_id: UUID, name_zh: str, name_en: str, at: datetime) -> int:
    """The account an insurer bears its part from, opened where it is missing; not one a province, as there are many."""
    store.sql.lock_chart(tx)
    standing = store.sql.find_fund(tx, agency_id=agency_id)
    if standing is not None:
        return int(standing.account)
    number = int(store.sql.next_account(tx))
    open_account(tx, Account(number, agency_id, "concession", name_zh, name_en), at=at)
    return number


def ensure_chart(
    tx: Transaction, *, province: int, name_zh: str, name_en: str, agencies: ProvinceAgencies, at: datetime
) -> None:
    """Open the seven accounts of a province where they are missing."""
    for number, agency_id, kind, zh, en in _of_province(province, agencies):
        open_account(tx, Account(number, agency_id, kind, name_zh + zh, f"{name_en} {en}"), at=at)


def _of_province(province: int, agencies: ProvinceAgencies) -> Iterator[tuple[int, UUID, str, str, str]]:
    keeper = agencies.purse_keeper
    yield purse(province, TRANSPORT), keeper, "purse", "交通钱包", "transport purse"
    yield purse(province, BANK), keeper, "purse", "金融账户", "bank purse"
    yield purse(province, MEDICAL), keeper, "purse", "医保个人账户", "medical purse"
    yield purse(province, PASS_ESCROW), keeper, "purse", "年卡待结款", "year pass escrow"
    yield concessions(province), agencies.finance, "concession", "财政优惠补贴", "finance, concessions"
    yield bank_float(province), agencies.bank, "external", "银行备付金", "bank float"
    yield pass_revenue(province), agencies.pass_issuer, "revenue", "年卡收入", "year pass revenue"
