"""From approved lines to files for the bank: the money is set aside in the transaction that writes the file's row."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from onecard.domains.disbursement import money
from onecard.domains.disbursement.models import Instruction, PayLine
from onecard.domains.disbursement.service import unseal_payee
from onecard.domains.disbursement.store import Happened, add_events, pairs, sql
from onecard.kernel.crypto import Keyring
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction

_PAGE = 5_000


def instruct_next(
    tx: Transaction,
    *,
    bank: str,
    at: datetime,
    pay_on: date,
    lines_most: int,
    batch_id: UUID | None = None,
    actor: str = "system",
) -> Instruction | None:
    """Put the next approved lines of a batch into a file for its bank, at most so many; None where nothing waits."""
    chosen = sql.batch_to_instruct(tx, bank=bank, batch_id=batch_id)
    rows = list(sql.take_to_instruct(tx, batch_id=chosen, at_most=lines_most)) if chosen else []
    if not rows:
        return None
    batch, file_id = sql.find_batch(tx, batch_id=chosen), new_id()
    fen = sum(row.amount_fen for row in rows)
    made = Instruction(file_id, chosen, batch.bank, batch.format, len(rows), fen, batch.purpose, at, pay_on)
    sql.add_file(
        tx, file_id=file_id, batch_id=chosen, bank=made.bank, format=made.format, lines=made.lines, amount_fen=fen,
        at=at, pay_on=pay_on,
    )  # fmt: skip
    sql.instruct_lines(tx, **pairs(rows), file_id=file_id, at=at)
    flows = [
        money.movement(
            "set_aside", holder_id=row.holder_id, line_id=row.line_id, fund=batch.fund, province=batch.province,
            amount_fen=row.amount_fen, at=at,
        )
        for row in rows
    ]  # fmt: skip
    money.post(tx, flows, at=at)
    add_events(tx, [Happened(row.holder_id, row.line_id, "instructed", at) for row in rows], actor=actor, at=at)
    return made


def files_to_send(tx: Transaction, *, bank: str, batch_id: UUID | None = None, at_most: int = 20) -> list[Instruction]:
    """Files a bank has not taken yet, oldest first."""
    return [Instruction(*row) for row in sql.files_to_send(tx, bank=bank, batch_id=batch_id, at_most=at_most)]


def lines_in_file(tx: Transaction, file: Instruction, *, keyring: Keyring) -> Iterator[PayLine]:
    """What stands in a file, in its order, a page in memory at a time."""
    after = 0
    while page := list(sql.lines_of_file(tx, file_id=file.file_id, after=after, at_most=_PAGE)):
        for row in page:
            payee = unseal_payee(keyring, row.payee_sealed, row.holder_id)
            yield PayLine(row.number, row.line_id, payee, row.amount_fen)
        after = page[-1].number


def mark_sent(tx: Transaction, file: Instruction, *, at: datetime, actor: str = "system") -> bool:
    """The bank has taken the file; False where that was known. Lines that it answered already stay as they are."""
    if not sql.mark_file_sent(tx, file_id=file.file_id, at=at):
        return False
    sent = list(sql.mark_lines_sent(tx, file_id=file.file_id, at=at))
    add_events(tx, [Happened(row.holder_id, row.line_id, "sent", at) for row in sent], actor=actor, at=at)
    return True


def ask_next(
    tx: Transaction, *, bank: str, before: datetime, at: datetime
) -> tuple[Instruction, list[tuple[UUID, int]]] | None:
    """Lines of one file about which the bank said nothing certain since `before`: ids and fen. They count as asked."""
    rows = list(sql.take_to_ask(tx, bank=bank, before=before))
    if not rows:
        return None
    sql.mark_asked(tx, **pairs(rows), at=at)
    add_events(tx, [Happened(row.holder_id, row.line_id, "asked", at) for row in rows], actor="system", at=at)
    return Instruction(*sql.find_file(tx, file_id=rows[0].file_id)), [(row.line_id, row.amount_fen) for row in rows]
