"""A list of approved payments in Excel or CSV, as lines of a batch; its content and its intent name the batch.

So the same file handed in again is the same batch, and pays nobody twice.
"""

from collections.abc import Container, Iterator
from pathlib import Path
from typing import NoReturn
from uuid import UUID, uuid5

from onecard.domains.disbursement import api as disbursement
from onecard.domains.residents import api as residents
from onecard.kernel.crypto import Keyring
from onecard.kernel.errors import Problem
from onecard.kernel.money import fen_of
from onecard.kernel.sheets import FLAW_WORDS, Column, Row, open_sheet

#: What a list holds; the source is the payment's reference in the roster, else its row in the file.
COLUMNS = (
    Column("name", ("姓名", "户名", "收款人", "Name")),
    Column("number", ("社会保障号码", "公民身份号码", "身份证号", "身份证号码", "Number"), code=True),
    Column("account", ("账号", "银行账号", "社保卡账号", "社保卡银行账号", "Account"), code=True),
    Column("amount", ("金额", "金额元", "发放金额", "Amount")),
    Column("bank", ("开户行", "开户银行", "Bank"), required=False),
    Column("source", ("来源编号", "名册编号", "Source"), required=False),
)


def batch_of(path: Path, *, agency_id: UUID, programme: str, period: str) -> UUID:
    """The batch that this file is, for this agency, programme and period."""
    return uuid5(agency_id, f"{programme} {period} {disbursement.digest_of(path).hex()}")


def lines_in(path: Path, *, keyring: Keyring, divisions: Container[int]) -> Iterator[disbursement.NewLine]:
    """The file's rows; LineMalformed names the first that cannot be paid by its row in the spreadsheet."""
    for row in open_sheet(path, COLUMNS).rows:
        for column in COLUMNS:
            flaw = row.flaws.get(column.name)
            if flaw is not None:
                zh, en = FLAW_WORDS[flaw]
                _refuse(row, f"“{column.titles[0]}”{zh}", f"{column.titles[-1]}: {en}")
        yield _line(row, keyring, divisions)


def _line(row: Row, keyring: Keyring, divisions: Container[int]) -> disbursement.NewLine:
    cells = row.cells
    try:
        number = residents.SocialSecurityNumber.parse(cells["number"], divisions)
        name = residents.read_name(cells["name"])
    except Problem as problem:
        words = problem.words()
        _refuse(row, words["title_zh"], words["title"])
    payee = disbursement.Payee(name, cells["account"], cells.get("bank", ""))
    holder_id = residents.holder_of(number, keyring=keyring)
    return disbursement.NewLine(holder_id, payee, _fen(row), cells.get("source") or f"row {row.number}")


def _fen(row: Row) -> int:
    try:
        fen = fen_of(row.cells["amount"])
    except ValueError:
        fen = 0
    if not fen:
        _refuse(row, "金额应为大于零、至多两位小数的元", "the amount is yuan above nothing with two places at most")
    return fen


def _refuse(row: Row, what_zh: str, what_en: str) -> NoReturn:
    raise disbursement.LineMalformed(row=row.number, what_zh=what_zh, what_en=what_en) from None
