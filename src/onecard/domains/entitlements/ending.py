"""How an entitlement ends: with a death, or because it no longer holds. What was paid after that is found at once."""

from datetime import date, datetime
from uuid import UUID

from onecard.domains.entitlements import law
from onecard.domains.entitlements.models import Overpaid
from onecard.domains.entitlements.paying import owe
from onecard.domains.entitlements.store import sql, tell
from onecard.domains.residents import api as residents
from onecard.kernel.postgres.transaction import Transaction
from onecard.rules.book import Book


def stop_at_death(tx: Transaction, *, holder_id: UUID, book: Book, at: datetime) -> int:
    """Stop whatever a dead person is entitled to, from the month the rule says; returns the fen found overpaid.

    Until then she lived, so what waited for evidence is owed. Runs for the system; a second time it does nothing.
    """
    person = residents.find_resident(tx, holder_id=holder_id)
    if person is None or person.died_on is None:
        return 0
    overpaid = 0
    for row in list(sql.take_entitlements(tx, holder_id=holder_id)):
        more = law.value(book, "paid_months_after_death", place=row.place, on=person.died_on)
        first = max(month_after(person.died_on, 1 + more), row.since)
        overpaid += _stop(tx, row, first, because="died", at=at)
    owe(tx, [holder_id], at=at)
    return overpaid


def overpaid_of(tx: Transaction, *, holder_id: UUID) -> list[Overpaid]:
    """Months that were paid and were not owed."""
    return [Overpaid(*row) for row in sql.list_overpaid(tx, holder_id=holder_id)]


def month_after(day: date, months: int) -> date:
    """The first day of the month so many months after a day's own."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _stop(tx: Transaction, row: object, first: date, *, because: str, at: datetime) -> int:
    holder_id, programme = row.holder_id, row.programme  # type: ignore[attr-defined]
    which = {"holder_id": holder_id, "programme": programme, "from_month": first}
    sql.stop(tx, **which, reason=because, at=at)
    withdrawn = sql.withdraw_dues(tx, **which, at=at)
    found = list(sql.find_overpaid(tx, **which, at=at))
    fen = sum(int(one.amount_fen) for one in found)
    facts: dict[str, object] = {"first": first, "because": because, "withdrawn": withdrawn}
    happened = [(holder_id, programme, "stopped", facts)]
    if found:
        happened.append((holder_id, programme, "overpaid", {"months": len(found), "amount_fen": fen}))
    tell(tx, happened, at=at, actor="system")
    return fen
