"""Pays invented people through an invented bank, as finance department, worker and bank would in turn."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from onecard.domains.disbursement import api as pay
from onecard.domains.ledger import api as ledger
from onecard.kernel.crypto import Keyring
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction

ACCOUNT = "9990001234567890"

#: Of its own, because browser tests share one world.
BANK = "paying-bank"


def set_up_bank(tx: Transaction, province: int, *, at: datetime) -> None:
    """A bank of a province whose chart is open."""
    facts = ("示例银行", "Sample Bank", "folder", "/nowhere", "iso20022", "财政厅", "9990001")
    pay.keep_bank(tx, pay.Bank(BANK, province, *facts), at=at)  # type: ignore[arg-type]


def pay_people(
    tx: Transaction, paid: Sequence[tuple[UUID, int]], *, agency_id: UUID, province: int, keyring: Keyring,
    at: datetime,
    programme: str = "resident_pension", period: str = "2026-11", purpose: str = "城乡居民养老金",
    sent: bool = True,
) -> list[pay.Line]:  # fmt: skip
    """A batch of (person, fen); with the bank unless told otherwise."""
    wanted = pay.BatchWanted(
        new_id(), agency_id, BANK, ledger.concessions(province), programme, period, purpose, "staff one"
    )
    payee = pay.Payee("何秀英", ACCOUNT, "示例银行南充分行")
    rows = [pay.NewLine(holder, payee, fen, new_id().hex) for holder, fen in paid]
    pay.take_batch(tx, wanted, lambda: iter(rows), keyring=keyring, at=at)
    if sent:
        send(tx, wanted.batch_id, at=at)
    return pay.lines_of(tx, batch_id=wanted.batch_id, at_most=100_000)


def send(tx: Transaction, batch_id: UUID, *, at: datetime) -> None:
    """Put what waits of a batch into a file that the bank takes."""
    file = pay.instruct_next(tx, bank=BANK, at=at, pay_on=at.date(), lines_most=100_000, batch_id=batch_id)
    assert file is not None
    pay.mark_sent(tx, file, at=at)


def hear(tx: Transaction, *answers: pay.Answer, at: datetime) -> pay.Heard:
    """One file of the bank's; never the same bytes as another."""
    digest = sha256(new_id().bytes).digest()
    file = pay.take_answer(tx, bank=BANK, digest=digest, name="a", kind="text", at=at)
    heard = pay.hear_piece(tx, file, answers, first=0, at=at)
    pay.finish_answer(tx, file, at=at)
    return heard


def say(tx: Transaction, said: pay.Said, line: pay.Line, *, at: datetime, reason: str | None = None) -> pay.Heard:
    """The bank says it of a line."""
    return hear(tx, pay.Answer(said, line.line_id.hex, reason=reason), at=at)
