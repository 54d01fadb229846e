"""Months that are owed: opened once, owed once a person, programme and month, and taken into a batch once.

A batch is one month of one programme; what was missed is paid in batches of the months that were missed, so that
disbursement's own wall (once a programme, period and person) stands behind this one.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID, uuid5

from onecard.domains.disbursement import api as disbursement
from onecard.domains.entitlements.errors import MonthImpossible
from onecard.domains.entitlements.models import Due, Owed, Waiting
from onecard.domains.entitlements.sealing import unseal_payee
from onecard.domains.entitlements.store import sql, tell
from onecard.kernel.clock import day_of
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction

PIECE = 5_000
_BATCHES = UUID("5b1f6d0e-53a5-5a52-8a52-0d6a4a1b7c11")
_NOBODY = UUID(int=0)


def open_month(tx: Transaction, *, programme: str, month: date, at: datetime) -> bool:
    """A month of a programme may be paid from now on; False where it was opened before. Commit, then `owe_piece`."""
    if month.day != 1 or _months(month) > _months(day_of(at)) + 1:
        raise MonthImpossible
    return sql.open_month(tx, programme=programme, month=month, at=at) is not None


def opened_month(tx: Transaction, *, programme: str) -> date | None:
    """The last month that was opened."""
    found: date | None = sql.opened_of(tx, programme=programme)
    return found


def next_payable(tx: Transaction, *, programme: str, after: UUID = _NOBODY, at_most: int = PIECE) -> list[UUID]:
    """The next people to whom a month of this programme may be owed; none: it is through."""
    rows = sql.everybody_payable(tx, programme=programme, after=after, at_most=at_most)
    return [row.holder_id for row in rows]


def owe(tx: Transaction, holders: Sequence[UUID], *, at: datetime, actor: str = "system") -> list[Owed]:
    """Make due whatever these people are owed and have not got, through the last month that was opened.

    A month is due once, however often this is asked; who is suspended gets nothing until she is restored.
    """
    if not holders:
        return []
    opened = list(sql.opened_months(tx))
    rows = sql.owe(
        tx,
        holders=list(holders),
        programmes=[row.programme for row in opened],
        last_months=[row.last_month for row in opened],
        at=at,
    )
    owed = [Owed(*row) for row in rows]
    several = [one for one in owed if one.months > 1]
    facts = [(one, {"months": one.months, "first": one.first, "amount_fen": one.amount_fen}) for one in several]
    tell(tx, [(one.holder_id, one.programme, "back_pay", dict(said)) for one, said in facts], at=at, actor=actor)
    return owed


def dues_of(tx: Transaction, *, holder_id: UUID, at_most: int = 24) -> list[Due]:
    """A person's months, the latest first."""
    return [Due(*row) for row in sql.dues_of(tx, holder_id=holder_id, at_most=at_most)]


def months_waiting(tx: Transaction, *, programme: str, province: int) -> list[Waiting]:
    """Which months wait to be paid by a province, with how many people and fen."""
    return [Waiting(*row) for row in sql.months_waiting(tx, programme=programme, **_within(province))]


def take_dues(
    tx: Transaction, wanted: disbursement.BatchWanted, *, month: date, province: int, keyring: Keyring, at: datetime
) -> disbursement.BatchProgress | None:
    """Hand one month's waiting amounts to disbursement as one batch; None where nothing waits.

    `wanted.period` must be the month, `wanted.batch_id` from `new_batch`. Both or neither: it is one transaction.
    """
    programme = wanted.programme
    assert wanted.period == f"{month:%Y-%m}", "a batch is one month"
    taken = sql.take_dues(tx, batch_id=wanted.batch_id, programme=programme, month=month, **_within(province))
    if not taken:
        return None
    return disbursement.take_batch(tx, wanted, lambda: _lines(tx, wanted.batch_id, keyring), keyring=keyring, at=at)


def new_batch(agency_id: UUID, *, programme: str, month: date, at: datetime) -> UUID:
    """The number of the batch that an agency makes of a month's waiting amounts at a moment."""
    return uuid5(_BATCHES, f"{agency_id} {programme} {month} {at.isoformat()}")


def _lines(tx: Transaction, batch_id: UUID, keyring: Keyring) -> Iterator[disbursement.NewLine]:
    last: UUID | None = _NOBODY
    while last is not None:
        rows = list(sql.dues_in_batch(tx, batch_id=batch_id, after=last, at_most=PIECE))
        for row in rows:
            payee = unseal_payee(keyring, row.payee_sealed, row.holder_id)
            yield disbursement.NewLine(row.holder_id, payee, row.amount_fen, f"entitlement {row.month:%Y-%m}")
        last = rows[-1].holder_id if len(rows) == PIECE else None


def _months(day: date) -> int:
    return day.year * 12 + day.month


def _within(province: int) -> dict[str, int]:
    """The divisions of a province, by its two digits."""
    return {"first_place": province * 10_000, "last_place": province * 10_000 + 9_999}
