"""Passes and visits: read and written for a whole batch at once. A batch travels as one JSON text each way."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from onecard.kernel.postgres.queries import named_queries
from onecard.kernel.postgres.transaction import Transaction
from onecard.scenes.tourism.models import Visit, Visitor, YearPass

sql = named_queries(__package__)
_json = msgspec.json.Encoder()


def load_visitors(tx: Transaction, holders: Sequence[UUID], days: Sequence[date]) -> Mapping[UUID, Visitor]:
    """The passes of each holder and the visits by pass on those days; who never bought a pass is missing."""
    rows = sql.load_visitors(tx, holders=list(holders), days=sorted(set(days)))
    return {row.holder_id: _visitor(row) for row in rows}


def save_visits(tx: Transaction, visits: Sequence[tuple[UUID, Visit]]) -> None:
    """Count the visits and what each pass has paid out."""
    rows = [{"holder_id": holder, **msgspec.to_builtins(visit)} for holder, visit in visits]
    sql.save_visits(tx, visits=_json.encode(rows).decode())


def lock_holders(tx: Transaction, holders: Sequence[UUID]) -> None:
    """The same lock as the use path takes, so that a gate and the desk cannot cross."""
    sql.lock_holders(tx, holders=list(holders))


def passes_of(tx: Transaction, holder_id: UUID) -> list[YearPass]:
    """A holder's passes, newest first."""
    return [_pass(row) for row in sql.list_passes(tx, holder_id=holder_id)]


def save_pass(tx: Transaction, holder_id: UUID, held: YearPass, *, ends_on: date, at: datetime) -> None:
    """Write a pass as it is now; `ends_on` is its last day as far as is known, for finding what has ended."""
    sql.save_pass(
        tx,
        holder_id=holder_id,
        pass_id=held.pass_id,
        alliance=held.alliance,
        escrow=held.escrow,
        bought=held.bought,
        price_fen=held.price_fen,
        activated=held.activated,
        refunded=held.refunded,
        settled=held.settled,
        ends_on=ends_on,
        at=at,
    )


def save_settled(tx: Transaction, settled: Sequence[tuple[UUID, YearPass]]) -> None:
    """Write the day on which each of these passes was settled."""
    sql.save_settled(
        tx,
        holders=[holder_id for holder_id, _ in settled],
        passes=[held.pass_id for _, held in settled],
        days=[held.settled for _, held in settled],
    )


def lock_ended(tx: Transaction, *, before: date, at_most: int) -> list[tuple[UUID, YearPass]]:
    """Passes that ended before that day and still hold money, read again under their holders' locks."""
    lock_holders(tx, [row.holder_id for row in sql.list_ended(tx, before=before, at_most=at_most)])
    return [(row.holder_id, _pass(row)) for row in sql.list_ended(tx, before=before, at_most=at_most)]


def _pass(row: Any) -> YearPass:
    return YearPass(
        row.pass_id,
        row.alliance,
        row.escrow,
        row.bought,
        row.price_fen,
        row.spent_fen,
        row.activated,
        row.refunded,
        row.settled,
    )


def _visitor(row: Any) -> Visitor:
    visits = {(UUID(pass_id), site, date.fromisoformat(day)): n for pass_id, site, day, n in row.visits or ()}
    return Visitor(passes=msgspec.convert(row.passes, tuple[YearPass, ...]), visits=visits)
