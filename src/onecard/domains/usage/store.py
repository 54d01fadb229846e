"""The two calls of the use path, `usage.load` and `usage.write`, and the reads of receipts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from psycopg.rows import args_row

from onecard.domains.usage.halves_then import HalfMove
from onecard.domains.usage.judging import Judged, Loaded
from onecard.domains.usage.models import Context, Decision, Point
from onecard.domains.usage.presenting import Checked
from onecard.kernel.clock import day_of
from onecard.kernel.postgres import columns
from onecard.kernel.postgres.columns import Column
from onecard.kernel.postgres.queries import named_queries
from onecard.kernel.postgres.transaction import Transaction

sql = named_queries("onecard.domains.usage")
_json = msgspec.json.Encoder().encode


def load(tx: Transaction, batch: Sequence[Checked]) -> list[Loaded]:
    """Lock the holders of a batch and read each use's context, in the order given."""
    shown = [c.presented for c in batch]
    cursor = tx.cursor(row_factory=args_row(_loaded))
    cursor.execute(
        "select * from usage.load(%s, %s, %s, %s, %s, %s, %s) order by ordinal",
        (
            columns.ids([c.use.point_id for c in batch]),
            columns.numbers([c.use.sequence for c in batch]),
            columns.numbers([p.key if p and p.medium == "e" else None for p in shown]),
            columns.ids([UUID(int=p.key) if p and p.medium == "c" else None for p in shown]),
            columns.numbers([p.nonce if p else None for p in shown]),
            columns.days([day_of(c.use.happened_at) for c in batch]),
            columns.numbers([p.serial if p else None for p in shown]),
        ),
        binary=True,
    )
    return cursor.fetchall()


def half_moves(tx: Transaction, cards: Sequence[tuple[UUID, UUID | None]]) -> list[list[HalfMove]]:
    """What moved the halves of these holders' cards, in order, for each of them; without a card those of all hers."""
    moves: list[list[HalfMove]] = [[] for _ in cards]
    holders, ids = columns.ids([holder for holder, _ in cards]), columns.ids([card for _, card in cards])
    for ordinal, *move in tx.execute("select * from usage.half_moves(%s, %s)", (holders, ids), binary=True):
        moves[ordinal - 1].append(HalfMove._make(move))
    return moves


def _loaded(_ordinal: int, *row: Any) -> Loaded:
    return Loaded._make(row)


def read_points(tx: Transaction, points: Iterable[UUID]) -> dict[UUID, tuple[Point, datetime]]:
    """Points by id, each with the version its row had."""
    rows = sql.read_points(tx, points=list(points))
    return {row.point_id: (Point(*row[:-1]), row.version) for row in rows}


def write(tx: Transaction, judged: Sequence[Judged], recorded_at: datetime) -> None:
    """Store a judged batch: the answer to every use, and what was accepted."""
    accepted = [(one, one.context, one.decision) for one in judged if one.context and one.decision]
    tx.execute(_WRITE, (*_answers(judged), recorded_at, *_uses(accepted), *_lines(accepted)))


#: Eight columns of answers, the moment, eighteen of uses, eight of lines.
_WRITE = f"select usage.write({', '.join(['%s'] * (8 + 1 + 18 + 8))})"
_Yes = tuple[Judged, Context, Decision]


def _answers(judged: Sequence[Judged]) -> tuple[Column, ...]:
    uses, problems = [one.checked.use for one in judged], [one.problem for one in judged]
    return (
        columns.ids([use.point_id for use in uses]),
        columns.numbers([use.sequence for use in uses]),
        columns.octets([one.checked.digest for one in judged]),
        columns.ids([one.use_id for one in judged]),
        columns.ids([one.loaded.holder_id for one in judged]),
        columns.words([problem.code if problem else None for problem in problems]),
        columns.instants([use.happened_at for use in uses]),
        columns.documents([_json(problem.facts) if problem and problem.facts else None for problem in problems]),
    )


def _uses(accepted: Sequence[_Yes]) -> tuple[Column, ...]:
    contexts, decisions = [context for _, context, _ in accepted], [decision for *_, decision in accepted]
    burnt = [one.burns for one, *_ in accepted]
    return (
        columns.ids([c.person.holder_id for c in contexts]),
        columns.ids([c.use_id for c in contexts]),
        columns.ids([c.use.point_id for c in contexts]),
        columns.numbers([c.use.sequence for c in contexts]),
        columns.instants([c.use.happened_at for c in contexts]),
        columns.numbers([nonce for nonce, _ in burnt]),
        columns.instants([until for _, until in burnt]),
        columns.words([c.point.scene for c in contexts]),
        columns.words([c.card.medium for c in contexts]),
        columns.small_numbers([c.card.issuer for c in contexts]),
        columns.small_numbers([c.point.division for c in contexts]),
        columns.days([c.day for c in contexts]),
        columns.numbers([d.price_fen for d in decisions]),
        columns.numbers([d.paid_fen for d in decisions]),
        *_each_once([_json(d.reasons) for d in decisions]),
        *_each_once([_json(d.facts) for d in decisions]),
    )


def _each_once(texts: Sequence[bytes]) -> tuple[Column, Column]:
    """The texts that differ, and for each use which of them is its own (from 1): at a gate nearly all say the same."""
    numbers: dict[bytes, int] = {}
    chosen = [numbers.setdefault(text, len(numbers) + 1) for text in texts]
    return columns.documents(list(numbers)), columns.small_numbers(chosen)


def _lines(accepted: Sequence[_Yes]) -> tuple[Column, ...]:
    lines = [(context, line) for _, context, decision in accepted for line in decision.lines]
    return (
        columns.ids([c.person.holder_id for c, _ in lines]),
        columns.new_ids(len(lines)),
        columns.small_numbers([line.debit for _, line in lines]),
        columns.small_numbers([line.credit for _, line in lines]),
        columns.numbers([line.amount_fen for _, line in lines]),
        columns.words([line.purpose for _, line in lines]),
        columns.ids([c.use_id for c, _ in lines]),
        columns.instants([c.use.happened_at for c, _ in lines]),
    )
