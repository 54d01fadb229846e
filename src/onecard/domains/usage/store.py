"""The two calls of the use path, `usage.load` and `usage.write`, and the reads of receipts.

Columns travel as PostgreSQL array literals joined in Python: adapting seven thousand values of a full batch one by
one costs more than the statement itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from psycopg.rows import args_row

from onecard.domains.usage.judging import Loaded
from onecard.domains.usage.models import Context, Decision, Line, Point
from onecard.domains.usage.presenting import Checked
from onecard.kernel.clock import day_of
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.queries import named_queries
from onecard.kernel.postgres.transaction import Transaction

sql = named_queries("onecard.domains.usage")
_json = msgspec.json.Encoder()


def column(values: Iterable[object]) -> str:
    """An array literal of numbers, days or plain words (no quotes, commas or braces in them)."""
    return "{" + ",".join(["NULL" if v is None else str(v) for v in values]) + "}"


def ids(values: Iterable[UUID | None]) -> str:
    """An array literal of ids; by number, because `str` of a UUID costs three times as much."""
    return "{" + ",".join(["NULL" if v is None else f"{v.int:032x}" for v in values]) + "}"


def instants(values: Iterable[datetime]) -> str:
    """An array literal of instants; their text has a space, so each is quoted."""
    return '{"' + '","'.join([v.isoformat() for v in values]) + '"}'


def load(tx: Transaction, batch: Sequence[Checked]) -> list[Loaded]:
    """Lock the holders of a batch and read each use's context, in the order given."""
    shown = [c.presented for c in batch]
    cursor = tx.cursor(row_factory=args_row(_loaded))
    cursor.execute(
        "select * from usage.load(%s::uuid[], %s::bigint[], %s::bigint[], %s::uuid[], %s::bigint[], %s::date[])"
        " order by ordinal",
        (
            ids([c.use.point_id for c in batch]),
            column([c.use.sequence for c in batch]),
            column([p.key if p and p.medium == "e" else None for p in shown]),
            ids([UUID(int=p.key) if p and p.medium == "c" else None for p in shown]),
            column([p.nonce if p else None for p in shown]),
            column([day_of(c.use.happened_at) for c in batch]),
        ),
        binary=True,
    )
    return cursor.fetchall()


def _loaded(_ordinal: int, *row: Any) -> Loaded:
    return Loaded(*row)


def read_points(tx: Transaction, points: Iterable[UUID]) -> dict[UUID, tuple[Point, datetime]]:
    """Points by id, each with the version its row had."""
    rows = sql.read_points(tx, points=list(points))
    return {row.point_id: (Point(*row[:-1]), row.version) for row in rows}


Answer = tuple[Checked, UUID, UUID | None, str | None, Mapping[str, Any] | None]


def write(
    tx: Transaction,
    answers: Sequence[Answer],
    accepted: Sequence[tuple[Context, Decision]],
    recorded_at: datetime,
    shown: Sequence[Checked],
) -> None:
    """Store a decided batch: the answer to every use, and what was accepted (`accepted[i]` was shown as `shown[i]`)."""
    lines = [(context, line) for context, decision in accepted for line in decision.lines]
    tx.execute(
        _WRITE,
        (*_answer_columns(answers), recorded_at, *_accepted_columns(accepted, shown), *_line_columns(lines)),
    )


_WRITE = (
    "select usage.write(%s::uuid[], %s::bigint[], %s::bytea[], %s::uuid[], %s::uuid[], %s::text[], %s::timestamptz[],"
    " %s::jsonb, %s, %s::uuid[], %s::uuid[], %s::uuid[], %s::bigint[], %s::timestamptz[], %s::bigint[],"
    " %s::timestamptz[], %s::text[], %s::text[], %s::integer[], %s::integer[], %s::date[], %s::bigint[], %s::bigint[],"
    " %s::jsonb, %s::uuid[], %s::uuid[], %s::integer[], %s::integer[], %s::bigint[], %s::text[], %s::uuid[],"
    " %s::timestamptz[])"
)


def _answer_columns(answers: Sequence[Answer]) -> tuple[object, ...]:
    uses = [checked.use for checked, *_ in answers]
    return (
        ids([use.point_id for use in uses]),
        column([use.sequence for use in uses]),
        '{"' + '","'.join(["\\\\x" + checked.digest.hex() for checked, *_ in answers]) + '"}',
        ids([use_id for _, use_id, *_ in answers]),
        ids([holder for _, _, holder, *_ in answers]),
        column([refusal for *_, refusal, _ in answers]),
        instants([use.happened_at for use in uses]),
        _json.encode([facts for *_, facts in answers]).decode(),
    )


def _accepted_columns(accepted: Sequence[tuple[Context, Decision]], shown: Sequence[Checked]) -> tuple[object, ...]:
    contexts = [context for context, _ in accepted]
    decisions = [decision for _, decision in accepted]
    presented = [checked.presented for checked in shown]
    if not contexts:
        return ("{}",) * 14 + ("[]",)
    return (
        ids([c.person.holder_id for c in contexts]),
        ids([c.use_id for c in contexts]),
        ids([c.use.point_id for c in contexts]),
        column([c.use.sequence for c in contexts]),
        instants([c.use.happened_at for c in contexts]),
        column([p.nonce for p in presented if p]),
        instants([p.expires_at for p in presented if p]),
        column([c.point.scene for c in contexts]),
        column([c.card.medium for c in contexts]),
        column([c.card.issuer for c in contexts]),
        column([c.point.division for c in contexts]),
        column([c.day for c in contexts]),
        column([d.price_fen for d in decisions]),
        column([d.paid_fen for d in decisions]),
        _json.encode([(d.reasons, d.facts) for d in decisions]).decode(),
    )


def _line_columns(lines: Sequence[tuple[Context, Line]]) -> tuple[object, ...]:
    if not lines:
        return ("{}",) * 8
    return (
        ids([c.person.holder_id for c, _ in lines]),
        ids([new_id() for _ in lines]),
        column([line.debit for _, line in lines]),
        column([line.credit for _, line in lines]),
        column([line.amount_fen for _, line in lines]),
        column([line.purpose for _, line in lines]),
        ids([c.use_id for c, _ in lines]),
        instants([c.use.happened_at for c, _ in lines]),
    )
