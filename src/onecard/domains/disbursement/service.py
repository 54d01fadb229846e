"""Banks, and batches of approved lines: taken whole or not at all, and known again when they come twice."""

import hmac
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import Any
from uuid import UUID

import msgspec

from onecard.domains.disbursement import money
from onecard.domains.disbursement.errors import (
    BankTaken,
    BankUnknown,
    BatchDiffers,
    BatchUnknown,
    FundNotYours,
    LineMalformed,
    LinePaidBefore,
    LineUnknown,
)
from onecard.domains.disbursement.models import Bank, BatchProgress, BatchWanted, Line, LineEvent, NewLine, Payee
from onecard.domains.disbursement.states import HOME, ON_ITS_WAY, State
from onecard.domains.disbursement.store import Happened, add_events, sql
from onecard.domains.ledger import api as ledger
from onecard.kernel.crypto import Keyring
from onecard.kernel.ids import new_id
from onecard.kernel.postgres import columns
from onecard.kernel.postgres.transaction import Transaction

#: What a payee's seal is bound to, beside the person. Renaming it makes the column unreadable.
PAYEE = "disbursement.payee"
PIECE = 5_000
_json = msgspec.json.Encoder().encode


def keep_bank(tx: Transaction, bank: Bank, *, at: datetime) -> None:
    """Set a bank up, or change where its files go."""
    if not sql.keep_bank(tx, **asdict(bank), at=at):
        raise BankTaken
    money.open_accounts(tx, bank, at=at)


def find_bank(tx: Transaction, *, bank: str) -> Bank:
    """A bank by its code."""
    row = sql.find_bank(tx, bank=bank)
    if row is None:
        raise BankUnknown
    return Bank(*row)


def banks(tx: Transaction) -> list[Bank]:
    """Every bank."""
    return [Bank(*row) for row in sql.list_banks(tx)]


def take_batch(
    tx: Transaction, wanted: BatchWanted, rows: Callable[[], Iterable[NewLine]], *, keyring: Keyring, at: datetime
) -> BatchProgress:
    """Take approved lines; the same batch again changes nothing, another one under its number is refused.

    `rows()` is walked twice, so that a million lines need no memory: once to count and sum, once to store.
    """
    find_bank(tx, bank=wanted.bank)
    _require_fund(tx, wanted)
    standing = sql.find_batch(tx, batch_id=wanted.batch_id)
    key_id = standing.digest[0] if standing else keyring.secret_key_id()
    many, fen, digest = _survey(rows(), wanted, keyring, key_id)
    if not standing:
        facts = asdict(wanted) | {"lines": many, "amount_fen": fen, "digest": digest}
        if sql.add_batch(tx, **facts, at=at):
            stored = sum(
                _add_piece(tx, wanted, piece, first=first, keyring=keyring, at=at) for first, piece in _pieces(rows())
            )
            assert stored == many, "the rows were others the second time"
            return progress(tx, agency_id=wanted.agency_id, batch_id=wanted.batch_id)
        standing = sql.find_batch(tx, batch_id=wanted.batch_id)
    if standing is None or not hmac.compare_digest(bytes(standing.digest), digest):
        raise BatchDiffers
    return progress(tx, agency_id=wanted.agency_id, batch_id=wanted.batch_id)


def progress(tx: Transaction, *, agency_id: UUID, batch_id: UUID) -> BatchProgress:
    """How far one of the agency's batches is."""
    row = sql.find_batch(tx, batch_id=batch_id)
    if row is None or row.agency_id != agency_id:
        raise BatchUnknown
    told = list(sql.count_states(tx, batch_id=batch_id))
    fen: dict[State, int] = {one.state: one.amount_fen for one in told}
    return BatchProgress(
        row.batch_id, row.agency_id, row.bank, row.fund, row.programme, row.period, row.purpose, row.lines,
        row.amount_fen, row.recorded_at,
        counts={one.state: one.lines for one in told},
        paid_fen=fen.get("paid", 0),
        home_fen=sum(fen.get(state, 0) for state in HOME),
        outstanding_fen=sum(fen.get(state, 0) for state in ("approved", *ON_ITS_WAY)),
        reissued=sum(one.reissued for one in told),
        doubted=sum(one.doubted for one in told),
        disputed=sum(one.disputed for one in told),
    )  # fmt: skip


def batches_of(tx: Transaction, *, agency_id: UUID, at_most: int = 50) -> list[BatchProgress]:
    """An agency's batches, newest first."""
    found = [row.batch_id for row in sql.list_batches(tx, agency_id=agency_id, at_most=at_most)]
    return [progress(tx, agency_id=agency_id, batch_id=batch_id) for batch_id in found]


def lines_of(
    tx: Transaction,
    *,
    batch_id: UUID,
    after: int = 0,
    at_most: int = 100,
    state: State | None = None,
    attention: bool = False,
) -> list[Line]:
    """A page of a batch's lines by number; `attention`: only those that need somebody. Ask `progress` first."""
    rows = sql.list_lines(tx, batch_id=batch_id, after=after, at_most=at_most, state=state, attention=attention)
    return [Line(*row) for row in rows]


def line_of(tx: Transaction, *, batch_id: UUID, number: int) -> Line:
    """One line of a batch. Ask `progress` first."""
    found = lines_of(tx, batch_id=batch_id, after=number - 1, at_most=1)
    if not found or found[0].number != number:
        raise LineUnknown
    return found[0]


def history_of(tx: Transaction, line: Line) -> list[LineEvent]:
    """What happened to a line, in order."""
    return [LineEvent(*row) for row in sql.list_events(tx, holder_id=line.holder_id, line_id=line.line_id)]


def seal_payees(keyring: Keyring, payees: Iterable[Payee], holders: Iterable[UUID]) -> list[bytes]:
    """Payees as they are kept."""
    texts = (_json([one.name, one.account, one.bank]).decode() for one in payees)
    return keyring.seal_all(texts, about=holders, field=PAYEE)


def unseal_payee(keyring: Keyring, sealed: bytes, holder_id: UUID) -> Payee:
    """The payee again; whoever asks for this to show it writes an access log."""
    return Payee(*msgspec.json.decode(keyring.unseal(bytes(sealed), about=holder_id, field=PAYEE)))


def reseal(tx: Transaction, *, keyring: Keyring, at_most: int = 1000) -> int:
    """After a rotation: seal the next payees again under the newest key; returns how many, 0 when none is left."""
    rows = list(sql.take_old_seals(tx, key_id=keyring.seal_key_id(), at_most=at_most))
    if rows:
        again = [
            keyring.reseal(bytes(row.payee_sealed), about=row.holder_id, field=PAYEE) or bytes(row.payee_sealed)
            for row in rows
        ]
        holders, lines = [row.holder_id for row in rows], [row.line_id for row in rows]
        sql.reseal_lines(tx, holders=holders, lines=lines, sealed=again)
    return len(rows)


def check_payee(payee: Payee, *, row: int) -> None:
    """A name and an account that a bank's file can hold."""
    if not 1 <= len(payee.name) <= 60 or not payee.name.isprintable() or not payee.name.strip():
        raise LineMalformed(row=row, what_zh="户名应为 1 至 60 个字符", what_en="the name has 1 to 60 characters")
    if not 6 <= len(payee.account) <= 34 or not (payee.account.isascii() and payee.account.isalnum()):
        raise LineMalformed(row=row, what_zh="账号应为 6 至 34 位数字或字母", what_en="the account has 6 to 34 digits")
    if len(payee.bank) > 60 or not (payee.bank == "" or payee.bank.isprintable()):
        raise LineMalformed(row=row, what_zh="开户行至多 60 个字符", what_en="its bank has at most 60 characters")


def _require_fund(tx: Transaction, wanted: BatchWanted) -> None:
    fund = ledger.find_account(tx, wanted.fund)
    if fund is None or fund.kind != "concession" or fund.agency_id != wanted.agency_id:
        raise FundNotYours


def _survey(rows: Iterable[NewLine], wanted: BatchWanted, keyring: Keyring, key_id: int) -> tuple[int, int, bytes]:
    mac = hmac.new(keyring.secret("disbursement", key_id), digestmod=sha256)
    facts: list[Any] = [wanted.bank, wanted.fund, wanted.programme, wanted.period, wanted.purpose]
    mac.update(_json(facts))
    many = fen = 0
    for many, one in enumerate(rows, 1):
        check_payee(one.payee, row=many)
        if not 0 < one.amount_fen < 10**12:
            raise LineMalformed(row=many, what_zh="金额应大于零", what_en="the amount is above nothing")
        if not 1 <= len(one.source) <= 60 or not one.source.isprintable():
            raise LineMalformed(row=many, what_zh="来源编号应为 1 至 60 个字符", what_en="the source has 1 to 60")
        mac.update(
            _json([one.holder_id, one.payee.name, one.payee.account, one.payee.bank, one.amount_fen, one.source])
        )
        fen += one.amount_fen
    if not many:
        raise LineMalformed(row=1, what_zh="没有可发放的行", what_en="there is no line to pay")
    return many, fen, bytes([key_id]) + mac.digest()


def _pieces(rows: Iterable[NewLine]) -> Iterator[tuple[int, list[NewLine]]]:
    waiting, first = iter(rows), 1
    while piece := list(islice(waiting, PIECE)):
        yield first, piece
        first += len(piece)


def _add_piece(
    tx: Transaction, wanted: BatchWanted, piece: list[NewLine], *, first: int, keyring: Keyring, at: datetime
) -> int:
    holders, ids = [one.holder_id for one in piece], [new_id() for _ in piece]
    keys = {"holders": columns.ids(holders), "lines": columns.ids(ids)}
    new = {
        row.line_id
        for row in sql.add_lines(
            tx,
            **keys,
            batch_id=wanted.batch_id,
            programme=wanted.programme,
            period=wanted.period,
            numbers=columns.small_numbers(list(range(first, first + len(piece)))),
            sources=columns.words([one.source for one in piece]),
            attempts=columns.small_numbers([1] * len(piece)),
            replaced=columns.ids([None] * len(piece)),
            amounts=columns.numbers([one.amount_fen for one in piece]),
            payees=columns.octets(seal_payees(keyring, (one.payee for one in piece), holders)),
            at=at,
        )
    }
    for row, line_id in enumerate(ids, first):
        if line_id not in new:
            raise LinePaidBefore(row=row)
    sql.add_finders(tx, **keys)
    happened = [Happened(holder, line, "approved", at) for holder, line in zip(holders, ids, strict=True)]
    add_events(tx, happened, actor=wanted.staff, at=at)
    return len(piece)
