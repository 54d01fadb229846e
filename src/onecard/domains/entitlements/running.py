"""The yearly run over everybody, a piece of people at a time: silent evidence first, then notice, and suspension last.

The same statements serve one person who confirms herself and a piece of five thousand. Nothing here asks a clock.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from onecard.domains.entitlements import kinds
from onecard.domains.entitlements.law import Law, law_of
from onecard.domains.entitlements.models import Move, What
from onecard.domains.entitlements.paying import owe
from onecard.domains.entitlements.store import add_evidence, sql, tell_moves
from onecard.kernel.clock import day_of, start_of
from onecard.kernel.postgres.transaction import Transaction
from onecard.rules.book import Book

NOBODY = UUID(int=0)
SYSTEM = "system"
#: The longest notice any place may give: who is confirmed for longer than this is not looked at.
_HORIZON = timedelta(days=366)


def next_people(tx: Transaction, *, after: UUID = NOBODY, at: datetime, at_most: int = 5_000) -> list[UUID]:
    """The next people for whom the run may have something to do, in the order of their ids; none: it is through."""
    horizon = day_of(at) + _HORIZON
    return [row.holder_id for row in sql.who_may_be_asked(tx, after=after, horizon=horizon, at_most=at_most)]


def run_piece(tx: Transaction, holders: Sequence[UUID], *, book: Book, at: datetime) -> list[Move]:
    """Confirm who has evidence, tell who has none, remind, offer visits, and suspend whom every rule allows to be.

    Done twice on one day it does nothing the second time.
    """
    on = day_of(at)
    law = law_of(book, (row.place for row in sql.places_of(tx, holders=list(holders))), on=on)
    asked = _to_be_asked(tx, holders, law, on)
    gather(tx, asked, law, at=at)
    moves = confirm(tx, asked, law, at=at, actor=SYSTEM)
    for step in (_notice, _remind, _offer_visits, _suspend):
        found = step(tx, list(asked), law, at)
        tell_moves(tx, found, at=at, actor=SYSTEM)
        moves += found
    return moves


def gather(tx: Transaction, holders: Sequence[UUID], law: Law, *, at: datetime) -> int:
    """Look for silent evidence of these people; returns how many pieces are new."""
    if not holders:
        return 0
    since = start_of(day_of(at) - timedelta(days=law.longest_evidence))
    found = [piece for kind in kinds.silent() for piece in kind.gather(tx, holders, since, at)]
    return add_evidence(tx, found, at=at, actor=SYSTEM)


def confirm(tx: Transaction, holders: Sequence[UUID], law: Law, *, at: datetime, actor: str) -> list[Move]:
    """Confirm who has evidence enough; who was suspended gets every missed month, once, in full."""
    rows = list(
        sql.confirm_proven(
            tx,
            holders=list(holders),
            on=day_of(at),
            at=at,
            **_named(law, months="confirmed_months", needed="points_needed"),
            **law.weights,
        )
    )
    restored = [row.holder_id for row in rows if row.was == "suspended"]
    owed = {(one.holder_id, one.programme): one for one in owe(tx, restored, at=at, actor=actor)}
    moves = [_confirmed(row, owed.get((row.holder_id, row.programme))) for row in rows]
    tell_moves(tx, moves, at=at, actor=actor)
    return moves


def _confirmed(row: Any, owed: Any) -> Move:
    what: What = "restored" if row.was == "suspended" else "confirmed"
    facts: dict[str, Any] = {"day": row.confirmed_on, "kind": row.confirmed_by, "valid_until": row.valid_until}
    if owed is not None:
        facts |= {"months": owed.months, "amount_fen": owed.amount_fen}
    return Move(row.holder_id, row.programme, what, facts)


def _to_be_asked(tx: Transaction, holders: Sequence[UUID], law: Law, on: date) -> list[UUID]:
    """Who of them is within the notice of her place, or has had it."""
    rows = sql.who_is_due(tx, holders=list(holders), on=on, **law.columns("notice_days"))
    return [row.holder_id for row in rows]


def _notice(tx: Transaction, holders: list[UUID], law: Law, at: datetime) -> list[Move]:
    rows = sql.give_notice(tx, holders=holders, on=day_of(at), at=at, **law.columns("notice_days"))
    return _moves(rows, "noticed", lambda row: {"valid_until": row.valid_until})


def _remind(tx: Transaction, holders: list[UUID], law: Law, at: datetime) -> list[Move]:
    rows = sql.remind(tx, holders=holders, on=day_of(at), **law.columns("reminder_days"))
    return _moves(rows, "reminded", lambda row: {"valid_until": row.valid_until, "reminders": row.reminders})


def _offer_visits(tx: Transaction, holders: list[UUID], law: Law, at: datetime) -> list[Move]:
    rows = sql.offer_visits(tx, holders=holders, on=day_of(at), **law.columns("visit_age"))
    return _moves(rows, "visit_offered", lambda row: {"valid_until": row.valid_until})


def _suspend(tx: Transaction, holders: list[UUID], law: Law, at: datetime) -> list[Move]:
    columns = law.columns("suspend_days", "reminders_least", "visit_age", "visit_days")
    rows = sql.suspend(tx, holders=holders, on=day_of(at), at=at, **columns)
    return _moves(rows, "suspended", lambda row: {"noticed_on": row.noticed_on, "paid_through": row.paid_through})


def _moves(rows: Iterable[Any], what: What, facts: Callable[[Any], dict[str, Any]]) -> list[Move]:
    return [Move(row.holder_id, row.programme, what, facts(row)) for row in rows]


def _named(law: Law, **names: str) -> dict[str, Any]:
    """The law's columns under the names that a statement uses."""
    return {"places": list(law.places), **{name: law.values[kept] for name, kept in names.items()}}
