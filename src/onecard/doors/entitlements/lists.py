"""A list of people who begin to be entitled, in Excel or CSV: name, number, account, amount a month, first month."""

from collections.abc import Container, Iterator
from datetime import date
from pathlib import Path
from typing import NoReturn

from onecard.domains.disbursement.api import Payee
from onecard.domains.entitlements import api as entitlements
from onecard.domains.residents import api as residents
from onecard.doors.pensions.typed import month_of
from onecard.kernel.crypto import Keyring
from onecard.kernel.errors import Problem
from onecard.kernel.money import fen_of
from onecard.kernel.sheets import FLAW_WORDS, Column, Row, open_sheet

COLUMNS = (
    Column("name", ("姓名", "户名", "Name")),
    Column("number", ("社会保障号码", "公民身份号码", "身份证号", "Number"), code=True),
    Column("account", ("账号", "银行账号", "社保卡账号", "Account"), code=True),
    Column("amount", ("月标准", "金额", "Amount")),
    Column("since", ("起始月份", "起发月份", "Since"), code=True),
    Column("bank", ("开户行", "开户银行", "Bank"), required=False),
)


def rows_in(
    path: Path, *, place: int, keyring: Keyring, divisions: Container[int]
) -> Iterator[entitlements.NewEntitlement]:
    """The file's rows; EntitlementMalformed names the first that cannot be taken by its row in the spreadsheet."""
    for row in open_sheet(path, COLUMNS).rows:
        for column in COLUMNS:
            flaw = row.flaws.get(column.name)
            if flaw is not None:
                zh, en = FLAW_WORDS[flaw]
                _refuse(row, f"“{column.titles[0]}”{zh}", f"{column.titles[-1]}: {en}")
        yield _read(row, place, keyring, divisions)


def _read(row: Row, place: int, keyring: Keyring, divisions: Container[int]) -> entitlements.NewEntitlement:
    cells = row.cells
    try:
        number = residents.SocialSecurityNumber.parse(cells["number"], divisions)
        name = residents.read_name(cells["name"])
    except Problem as problem:
        words = problem.words()
        _refuse(row, words["title_zh"], words["title"])
    payee = Payee(name, cells["account"], cells.get("bank", ""))
    holder_id = residents.holder_of(number, keyring=keyring)
    return entitlements.NewEntitlement(holder_id, place, _month(row), _fen(row), payee)


def _month(row: Row) -> date:
    try:
        return month_of(row.cells["since"])
    except ValueError:
        _refuse(row, "起始月份应写作 2026-11", "the first month is written 2026-11")


def _fen(row: Row) -> int:
    try:
        fen = fen_of(row.cells["amount"])
    except ValueError:
        fen = 0
    if not fen:
        _refuse(row, "月标准应为大于零、至多两位小数的元", "the amount is yuan above nothing with two places at most")
    return fen


def _refuse(row: Row, what_zh: str, what_en: str) -> NoReturn:
    raise entitlements.EntitlementMalformed(row=row.number, what_zh=what_zh, what_en=what_en) from None
