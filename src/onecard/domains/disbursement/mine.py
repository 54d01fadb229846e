"""A person's own payments: what came, what is on its way, what came back; and what she is to be told of it by a text.

Every verb takes the person and reads under her own scope: row-level security shows her lines and nobody else's. The
payee's account is unsealed for its last four digits only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from onecard.domains.disbursement.errors import LineUnknown
from onecard.domains.disbursement.models import Line, LineEvent
from onecard.domains.disbursement.service import history_of, unseal_payee
from onecard.domains.disbursement.states import HOME, ON_ITS_WAY
from onecard.domains.disbursement.store import sql
from onecard.domains.disbursement.telling import Said, say_text
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres import columns
from onecard.kernel.postgres.transaction import Transaction

#: What goes on between us and a bank about a line, and tells the payee nothing.
BACKSTAGE = ("instructed", "asked", "amount_differs")
Stands = Literal["came", "coming", "back", "again"]
_NO_ID = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment to a person. `purpose` stands on her statement; `happened_at` is its latest news in the world."""

    line: Line
    programme: str
    period: str
    purpose: str
    agency_id: UUID
    bank_zh: str
    bank_en: str
    batch_at: datetime
    happened_at: datetime
    account_end: str

    @property
    def stands(self) -> Stands:
        """`came`, `coming`, `back` (it failed) or `again` (it failed, and a later one stands for it)."""
        if self.line.reissued_as is not None:
            return "again"
        if self.line.state in HOME:
            return "back"
        return "coming" if self.line.state in ON_ITS_WAY or self.line.state == "approved" else "came"


@dataclass(frozen=True, slots=True)
class PaymentEvent:
    """Something that happened to one of a person's payments."""

    event_id: UUID
    line_id: UUID
    event: str
    happened_at: datetime
    actor: str
    reason: str | None
    agency_id: UUID
    purpose: str
    amount_fen: int
    period: str
    account_end: str


@dataclass(frozen=True, slots=True)
class News:
    """A text for a person, in 中文 and English, about one thing that happened."""

    holder_id: UUID
    line_id: UUID
    text: Said


def payments_of(
    tx: Transaction, *, holder_id: UUID, keyring: Keyring, before: UUID | None = None, at_most: int = 30
) -> list[Payment]:
    """A page of the person's payments, newest first; `before` is the last line of the page before."""
    return _payments(tx, holder_id, keyring, before=before, line_id=None, at_most=at_most)


def payment_of(
    tx: Transaction, *, holder_id: UUID, line_id: UUID, keyring: Keyring
) -> tuple[Payment, list[LineEvent]]:  # fmt: skip
    """One of them with everything that happened to it that the payee may know; LineUnknown where it is not hers."""
    found = _payments(tx, holder_id, keyring, before=None, line_id=line_id, at_most=1)
    if not found:
        raise LineUnknown
    return found[0], [one for one in history_of(tx, found[0].line) if one.event not in BACKSTAGE]


def arrived_by_month(tx: Transaction, *, holder_id: UUID, since: datetime) -> dict[date, int]:
    """Fen that arrived and stayed, by the first day of the Shanghai month of their arrival."""
    return {row.month: row.amount_fen for row in sql.arrived_by_month(tx, holder_id=holder_id, since=since)}


def events_before(
    tx: Transaction, *, holder_id: UUID, before: datetime, keyring: Keyring, before_event: UUID = _NO_ID,
    at_most: int = 30,
) -> list[PaymentEvent]:  # fmt: skip
    """A page of what happened to the person's payments, newest first."""
    rows = list(
        sql.events_before(
            tx, holder_id=holder_id, but=list(BACKSTAGE), before=before, before_event=before_event, at_most=at_most
        )
    )
    behind = _behind(tx, holder_id, rows)
    return [
        PaymentEvent(
            row.event_id, row.line_id, row.event, row.happened_at, row.actor, row.reason,
            behind[row.batch_id].agency_id, behind[row.batch_id].purpose, row.amount_fen, row.period,
            _end_of(keyring, row.payee_sealed, holder_id),
        )
        for row in rows
    ]  # fmt: skip


def take_news(tx: Transaction, *, keyring: Keyring, at_most: int = 1) -> tuple[int, list[News]]:
    """Take the oldest news out in this transaction: how many, and the texts that are to be sent of them.

    Nothing is sent of a death to the phone of whoever died, nor of what newer news has overtaken.
    """
    taken, texts = 0, list[News]()
    for row in list(sql.list_news(tx, at_most=at_most)):
        if sql.take_news(tx, holder_id=row.holder_id, event_id=row.event_id):
            about = sql.read_news(tx, holder_id=row.holder_id, line_id=row.line_id, event_id=row.event_id)
            said, taken = _news(row, about, keyring), taken + 1
            texts += [said] if said else []
    return taken, texts


def _news(row: Any, about: Any, keyring: Keyring) -> News | None:
    if about is None or (about.state in HOME and about.reason == "payee_died"):
        return None
    came = about.event in ("paid", "settled_paid")
    if came != (about.state == "paid") or (not came and about.state not in HOME):
        return None  # something newer has happened, and is told by its own news
    end = _end_of(keyring, about.payee_sealed, row.holder_id)
    said = say_text(
        about.event, purpose=about.purpose, period=about.period, amount_fen=about.amount_fen, account_end=end,
        reason=about.reason,
    )  # fmt: skip
    return News(row.holder_id, row.line_id, said)


def _payments(
    tx: Transaction, holder_id: UUID, keyring: Keyring, *, before: UUID | None, line_id: UUID | None, at_most: int
) -> list[Payment]:
    rows = list(sql.payments_of(tx, holder_id=holder_id, line_id=line_id, before=before, at_most=at_most))
    behind, lines = _behind(tx, holder_id, rows), len(Line.__slots__)
    return [
        Payment(
            Line(*row[:lines]), row.programme, row.period, one.purpose, one.agency_id, one.bank_zh, one.bank_en,
            one.recorded_at, row.happened_at, _end_of(keyring, row.payee_sealed, holder_id),
        )
        for row in rows
        for one in [behind[row.batch_id]]
    ]  # fmt: skip


def _behind(tx: Transaction, holder_id: UUID, rows: list[Any]) -> Mapping[UUID, Any]:
    if not rows:
        return {}
    batches = columns.ids(list({row.batch_id for row in rows}))
    return {one.batch_id: one for one in sql.behind_batches(tx, holder_id=holder_id, batches=batches)}


def _end_of(keyring: Keyring, sealed: bytes, holder_id: UUID) -> str:
    return unseal_payee(keyring, sealed, holder_id).account[-4:]
