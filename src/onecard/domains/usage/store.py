"""The two calls of the use path, `usage.load` and `usage.write`, and the reads of receipts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

import msgspec
from psycopg.rows import args_row

from onecard.domains.usage.halves_then import HalfMove
from onecard.domains.usage.judging import Judged, Loaded
from onecard.domains.usage.models import Point
from onecard.domains.usage.presenting import Checked
from onecard.kernel.clock import day_of
from onecard.kernel.postgres import columns
from onecard.kernel.postgres.columns import Column
from onecard.kernel.postgres.queries import named_queries
from onecard.kernel.postgres.transaction import Transaction

sql = named_queries("onecard.domains.usage")
_json, _ordinal = msgspec.json.Encoder().encode, attrgetter("ordinal")


def load(tx: Transaction, batch: Sequence[Checked]) -> list[Loaded]:
    """Lock the holders of a batch and read each use's context, in the order given."""
    shown = [c.presented for c in batch]
    cursor = tx.cursor(row_factory=args_row(Loaded))
    cursor.execute(
        "select * from usage.load(%s, %s, %s, %s, %s, %s, %s)",
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
    return sorted(cursor.fetchall(), key=_ordinal)


def half_moves(tx: Transaction, cards: Sequence[tuple[UUID, UUID | None]]) -> list[list[HalfMove]]:
    """What moved the halves of these holders' cards, in order, for each of them; without a card those of all hers."""
    moves: list[list[HalfMove]] = [[] for _ in cards]
    holders, ids = columns.ids([holder for holder, _ in cards]), columns.ids([card for _, card in cards])
    for ordinal, *move in tx.execute("select * from usage.half_moves(%s, %s)", (holders, ids), binary=True):
        moves[ordinal - 1].append(HalfMove._make(move))
    return moves


def read_points(tx: Transaction, points: Iterable[UUID]) -> dict[UUID, tuple[Point, datetime]]:
    """Points by id, each with the version its row had."""
    rows = sql.read_points(tx, points=list(points))
    return {row.point_id: (Point(*row[:-1]), row.version) for row in rows}


def write(tx: Transaction, judged: Sequence[Judged], recorded_at: datetime) -> None:
    """Store a judged batch: the answer to every use, and what was accepted."""
    tx.execute(_WRITE, (*_answers(judged), recorded_at, *_accepted(judged), *_lines(judged)))


#: Eight columns of answers, the moment, thirteen of what was accepted, six of lines.
_WRITE = f"select usage.write({', '.join(['%s'] * (8 + 1 + 13 + 6))})"


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


def _accepted(judged: Sequence[Judged]) -> tuple[Column, ...]:
    """What only an accepted use has; None in the place of a refused one."""
    contexts, decisions = [one.context for one in judged], [one.decision for one in judged]
    burnt = [one.burns if one.decision else (None, None) for one in judged]
    why, whys = _each_once([d.reasons if d else None for d in decisions])
    what, whats = _each_once([d.facts if d else None for d in decisions])
    return (
        columns.numbers([nonce for nonce, _ in burnt]),
        columns.instants([until for _, until in burnt]),
        columns.words([c.point.scene if c else None for c in contexts]),
        columns.words([c.card.medium if c else None for c in contexts]),
        columns.small_numbers([c.card.issuer if c else None for c in contexts]),
        columns.small_numbers([c.point.division if c else None for c in contexts]),
        columns.days([c.day if c else None for c in contexts]),
        columns.numbers([d.price_fen if d else None for d in decisions]),
        columns.numbers([d.paid_fen if d else None for d in decisions]),
        whys,
        whats,
        why,
        what,
    )


def _each_once(documents: Sequence[Any]) -> tuple[Column, Column]:
    """The documents that differ, and for each use which of them is its own (from 1): at a gate nearly all are alike."""
    texts = [None if one is None else _json(one) for one in documents]
    numbers: dict[bytes, int] = {}
    chosen = [None if text is None else numbers.setdefault(text, len(numbers) + 1) for text in texts]
    return columns.documents(list(numbers)), columns.small_numbers(chosen)


def _lines(judged: Sequence[Judged]) -> tuple[Column, ...]:
    """The lines of money, each with the place of its use in the batch (from 1)."""
    lines = [(place, line) for place, one in enumerate(judged, 1) if one.decision for line in one.decision.lines]
    return (
        columns.small_numbers([place for place, _ in lines]),
        columns.new_ids(len(lines)),
        columns.small_numbers([line.debit for _, line in lines]),
        columns.small_numbers([line.credit for _, line in lines]),
        columns.numbers([line.amount_fen for _, line in lines]),
        columns.words([line.purpose for _, line in lines]),
    )
