"""A bank of Sichuan, its finance department's fund, and batches of invented people."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from tests.country import SICHUAN, Country, country, standing_country

from onecard.domains.disbursement import api as pay
from onecard.domains.ledger import api as ledger
from onecard.kernel.clock import HeldClock, day_of
from onecard.kernel.crypto import Keyring
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction

__all__ = ["country", "standing_country"]  # fixtures, for every test of this folder

FUND = ledger.concessions(SICHUAN)


def a_bank(**changes: Any) -> pay.Bank:
    """A bank that takes ISO 20022 in a folder, unless told otherwise."""
    facts: dict[str, Any] = {
        "bank": "sample", "province": SICHUAN, "name_zh": "示例银行", "name_en": "Sample Bank", "reach": "folder",
        "address": "/nowhere", "format": "iso20022", "debtor": "四川省财政厅(示例)", "account": "9990000000000000001",
    }  # fmt: skip
    return pay.Bank(**{**facts, **changes})


def a_line(fen: int = 9_000, *, source: str | None = None, holder: UUID | None = None, **payee: str) -> pay.NewLine:
    """A payment to somebody; the account's first digits belong to no bank."""
    facts = {"name": "何秀英", "account": "9990001234567890", "bank": "示例银行南充分行", **payee}
    return pay.NewLine(holder or new_id(), pay.Payee(**facts), fen, source or new_id().hex)


@dataclass
class Desk:
    """Everything a test of one batch does, in the transaction it is given."""

    tx: Transaction
    clock: HeldClock
    keyring: Keyring
    agency_id: UUID
    batches: list[UUID] = field(default_factory=list)

    def wanted(self, **changes: Any) -> pay.BatchWanted:
        facts: dict[str, Any] = {
            "batch_id": new_id(), "agency_id": self.agency_id, "bank": "sample", "fund": FUND,
            "programme": "disabled_living", "period": "2026-11", "purpose": "困难残疾人生活补贴", "staff": "staff one",
        }  # fmt: skip
        return pay.BatchWanted(**{**facts, **changes})

    def take(self, rows: Sequence[pay.NewLine], wanted: pay.BatchWanted | None = None) -> UUID:
        wanted = wanted or self.wanted()
        pay.take_batch(self.tx, wanted, lambda: iter(rows), keyring=self.keyring, at=self.clock())
        self.batches.append(wanted.batch_id)
        return wanted.batch_id

    def instruct(self, batch_id: UUID | None = None, lines_most: int = 1_000) -> pay.Instruction:
        at = self.clock()
        made = pay.instruct_next(
            self.tx, bank="sample", at=at, pay_on=day_of(at), lines_most=lines_most, batch_id=batch_id
        )
        assert made is not None
        return made

    def send(self, fens: Sequence[int]) -> UUID:
        """A batch of so many fen each, with the bank."""
        batch_id = self.take([a_line(fen) for fen in fens])
        pay.mark_sent(self.tx, self.instruct(batch_id), at=self.clock())
        return batch_id

    def lines(self, batch_id: UUID) -> list[pay.Line]:
        return pay.lines_of(self.tx, batch_id=batch_id, at_most=100_000)

    def hear(self, *answers: pay.Answer, bank: str = "sample") -> pay.Heard:
        """One file of these answers; never the same bytes as another."""
        digest = sha256(new_id().bytes).digest()
        file = pay.take_answer(
            self.tx, bank=bank, digest=digest, name="a", kind="pain.002.001.10", at=self.clock()
        )  # fmt: skip
        heard = pay.hear_piece(self.tx, file, answers, first=0, at=self.clock())
        pay.finish_answer(self.tx, file, at=self.clock())
        return heard

    def say(self, said: pay.Said, line: pay.Line, **more: Any) -> pay.Heard:
        return self.hear(pay.Answer(said, line.line_id.hex, **more))

    def now(self, line: pay.Line) -> pay.Line:
        return pay.line_of(self.tx, batch_id=line.batch_id, number=line.number)

    def progress(self, batch_id: UUID) -> pay.BatchProgress:
        return pay.progress(self.tx, agency_id=self.agency_id, batch_id=batch_id)

    def balance(self, account: int) -> int:
        return ledger.institution_balance(self.tx, account=account)

    def broken(self) -> list[str]:
        """Whatever invariant does not hold, of payments and of the ledger."""
        return [one.check for one in (*pay.check(self.tx), *ledger.check(self.tx)) if not one.clean]


@pytest.fixture
def desk(tx: Transaction, country: Country, clock: HeldClock, keyring: Keyring) -> Desk:
    pay.keep_bank(tx, a_bank(), at=clock())
    return Desk(tx, clock, keyring, country.agencies["finance 51"])


Sent = Callable[..., UUID]
