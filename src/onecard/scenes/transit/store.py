"""The riders' rows: read and written for a whole batch at once.

A batch goes down as one JSON text, or as array literals joined here: adapting it value by value costs more than the
statement itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from onecard.kernel.postgres.queries import named_queries
from onecard.kernel.postgres.transaction import Transaction
from onecard.scenes.transit.models import LastRide, Rider, TapIn

sql = named_queries(__package__)
_json = msgspec.json.Encoder()


def load_riders(tx: Transaction, wanted: Sequence[tuple[UUID, date]]) -> Mapping[UUID, Rider]:
    """What is known of each holder, with the spending of the days asked for; who never rode is missing."""
    holders, days = zip(*wanted, strict=True)
    rows = sql.load_riders(tx, holders=_literal(holders), days=_literal(set(days)))
    return {row.holder_id: _rider(row) for row in rows}


def save_riders(tx: Transaction, riders: Mapping[UUID, Rider]) -> None:
    """Write each rider as it is now."""
    rows = [
        {
            "holder_id": holder,
            "entries": rider.entries,
            "lone_exits": rider.lone_exits,
            "last_at": rider.last and rider.last.at,
            "last_line": rider.last and rider.last.line,
            "last_scope": rider.last and rider.last.scope,
        }
        for holder, rider in riders.items()
    ]
    spent = [
        {"holder_id": holder, "day": day, "scope": scope, "spent_fen": fen}
        for holder, rider in riders.items()
        for (day, scope), fen in rider.spent.items()
    ]
    sql.save_riders(tx, riders=_json.encode(rows).decode(), spent=_json.encode(spent).decode())


def prune_spent(tx: Transaction, *, before: date) -> int:
    """Forget the days that no upload can bring back any more; returns how many rows."""
    gone: int = sql.prune_spent(tx, before=before)
    return gone


def _literal(values: Iterable[UUID | date]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


def _rider(row: Any) -> Rider:
    return Rider(
        entries=msgspec.convert(row.entries, tuple[TapIn, ...]) if row.entries else (),
        lone_exits=msgspec.convert(row.lone_exits, tuple[datetime, ...]) if row.lone_exits else (),
        last=LastRide(row.last_at, row.last_line, row.last_scope) if row.last_at else None,
        spent={(date.fromisoformat(day), scope): fen for day, scope, fen in row.spent or ()},
    )
