"""The riders' rows: read and written for a whole batch at once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from onecard.kernel.postgres import columns
from onecard.kernel.postgres.columns import Column
from onecard.kernel.postgres.queries import named_queries
from onecard.kernel.postgres.transaction import Transaction
from onecard.scenes.transit.models import LastRide, Rider, TapIn

sql = named_queries(__package__)
_json = msgspec.json.Encoder().encode


def load_riders(tx: Transaction, wanted: Sequence[tuple[UUID, date]]) -> Mapping[UUID, Rider]:
    """What is known of each holder, with the spending of the days asked for; who never rode is missing."""
    holders, days = zip(*wanted, strict=True)
    rows = sql.load_riders(tx, holders=columns.ids(holders), days=columns.days(set(days)))
    return {row.holder_id: _rider(row) for row in rows}


def save_riders(tx: Transaction, riders: Mapping[UUID, Rider]) -> None:
    """Write each rider as it is now."""
    spent = [(holder, *where, fen) for holder, rider in riders.items() for where, fen in rider.spent.items()]
    s_holders, s_days, s_scopes, s_fen = zip(*spent, strict=True) if spent else ((), (), (), ())
    last = [rider.last for rider in riders.values()]
    sql.save_riders(
        tx,
        holders=columns.ids(riders),
        entries=_halves([rider.entries for rider in riders.values()]),
        lone_exits=_halves([rider.lone_exits for rider in riders.values()]),
        last_at=columns.instants([ride.at if ride else None for ride in last]),
        last_line=columns.words([ride.line if ride else None for ride in last]),
        last_scope=columns.words([ride.scope if ride else None for ride in last]),
        s_holders=columns.ids(s_holders),
        s_days=columns.days(s_days),
        s_scopes=columns.words(s_scopes),
        s_spent_fen=columns.numbers(s_fen),
    )


def _halves(open_halves: Sequence[Sequence[TapIn | datetime]]) -> Column:
    """Most riders have no half of a trip open: nothing is sent for them."""
    return columns.documents([_json(halves) if halves else None for halves in open_halves])


def prune_spent(tx: Transaction, *, before: date) -> int:
    """Forget the days that no upload can bring back any more; returns how many rows."""
    gone: int = sql.prune_spent(tx, before=before)
    return gone


def _rider(row: Any) -> Rider:
    return Rider(
        entries=msgspec.convert(row.entries, tuple[TapIn, ...]) if row.entries else (),
        lone_exits=msgspec.convert(row.lone_exits, tuple[datetime, ...]) if row.lone_exits else (),
        last=LastRide(row.last_at, row.last_line, row.last_scope) if row.last_at else None,
        spent={(date.fromisoformat(day), scope): fen for day, scope, fen in row.spent or ()},
    )
