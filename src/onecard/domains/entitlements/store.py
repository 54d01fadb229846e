"""The entitlements' named queries, rows as what the domain speaks of, and the history by the column."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from onecard.domains.entitlements.models import Entitlement, Evidence, Move
from onecard.kernel.ids import new_id
from onecard.kernel.postgres import columns
from onecard.kernel.postgres.queries import named_queries
from onecard.kernel.postgres.transaction import Transaction

sql = named_queries("onecard.domains.entitlements")
#: Which value of the rulebook each thing that may happen rests on.
RULES = {
    "granted": "confirmed_months", "confirmed": "points_needed", "restored": "points_needed", "noticed": "notice_days",
    "reminded": "reminder_days", "visit_offered": "visit_age", "suspended": "suspend_days",
    "stopped": "paid_months_after_death", "overpaid": "paid_months_after_death",
}  # fmt: skip


def entitlements_of(tx: Transaction, holders: Iterable[UUID], *, on: date) -> list[Entitlement]:
    """What these people are entitled to."""
    return [Entitlement(*row) for row in sql.list_entitlements(tx, holders=list(holders), on=on)]


def tell(
    tx: Transaction, happened: Sequence[tuple[UUID, str, str, dict[str, object]]], *, at: datetime, actor: str
) -> None:
    """Keep what happened: whose, of which programme, what, and its facts."""
    if not happened:
        return
    sql.add_events(
        tx,
        holders=columns.ids([one[0] for one in happened]),
        ids=columns.ids([new_id() for _ in happened]),
        programmes=columns.words([one[1] for one in happened]),
        events=columns.words([one[2] for one in happened]),
        rules=columns.words([RULES.get(one[2], "") for one in happened]),
        facts=columns.words([json.dumps(one[3], ensure_ascii=False, default=str) for one in happened]),
        at=at,
        actor=actor,
    )


def tell_moves(tx: Transaction, moves: Sequence[Move], *, at: datetime, actor: str) -> None:
    """The same for what a run did."""
    tell(tx, [(one.holder_id, one.programme, one.what, dict(one.facts)) for one in moves], at=at, actor=actor)


def add_evidence(tx: Transaction, pieces: Sequence[Evidence], *, at: datetime, actor: str) -> int:
    """Keep evidence; one of a kind a day. Returns how many are new."""
    if not pieces:
        return 0
    rows = sql.add_evidence(
        tx,
        holders=columns.ids([one.holder_id for one in pieces]),
        kinds=columns.words([one.kind for one in pieces]),
        days=columns.days([one.day for one in pieces]),
        refs=columns.words([one.reference for one in pieces]),
        at=at,
        actor=actor,
    )
    return len(list(rows))
