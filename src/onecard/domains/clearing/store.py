"""The rows of a closed day: written once, read back as they were."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from onecard.domains.clearing.models import ClosedDay, Net, Payment, Position
from onecard.kernel.postgres.queries import named_queries
from onecard.kernel.postgres.transaction import Transaction

sql = named_queries("onecard.domains.clearing")


def read_day(tx: Transaction, day: date) -> ClosedDay | None:
    """A closed day with all its rows, or None."""
    row = sql.find_day(tx, day=day)
    if row is None:
        return None
    return ClosedDay(
        row.day,
        row.closed_at,
        row.transfers,
        row.gross_fen,
        row.net_fen,
        positions_of(sql.list_positions(tx, day=day)),
        tuple(Net(*n) for n in sql.list_nets(tx, day=day)),
        tuple(Payment(*p) for p in sql.list_payments(tx, day=day)),
    )


def positions_of(rows: Iterable[Any]) -> tuple[Position, ...]:
    """Positions from rows of payer, payee, amount and count."""
    return tuple(Position(*row) for row in rows)


def write_day(tx: Transaction, closed: ClosedDay) -> None:
    """Store a day that was just closed."""
    sql.add_day(
        tx,
        day=closed.day,
        closed_at=closed.closed_at,
        transfers=closed.transfers,
        gross_fen=closed.gross_fen,
        net_fen=closed.net_fen,
    )
    sql.add_positions(
        tx,
        day=closed.day,
        payers=[p.payer for p in closed.positions],
        payees=[p.payee for p in closed.positions],
        amounts=[p.amount_fen for p in closed.positions],
        transfers=[p.transfers for p in closed.positions],
    )
    sql.add_nets(
        tx,
        day=closed.day,
        agencies=[n.agency_id for n in closed.nets],
        pays=[n.pays_fen for n in closed.nets],
        receives=[n.receives_fen for n in closed.nets],
    )
    sql.add_payments(
        tx,
        day=closed.day,
        payers=[p.payer for p in closed.payments],
        payees=[p.payee for p in closed.payments],
        amounts=[p.amount_fen for p in closed.payments],
    )
