"""Closing a day: shut it to postings, drain the roll-up, net what agencies owe each other, list who pays whom."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from onecard.domains.clearing import store
from onecard.domains.clearing.errors import DayNotBegun, DayNotClosed, EarlierDayOpen
from onecard.domains.clearing.models import ClosedDay, Net, Position, Proof, Statement, StatementLine
from onecard.domains.clearing.netting import net, settle
from onecard.domains.clearing.store import sql
from onecard.domains.ledger import api as ledger
from onecard.kernel import audit, outbox
from onecard.kernel.clock import day_of
from onecard.kernel.postgres.transaction import Transaction


def close_day(tx: Transaction, *, day: date, at: datetime) -> ClosedDay:
    """Clear one day. What is posted from now on falls in a later day; closing a closed day returns it as it was.

    Postings wait while this runs, so it reads the roll-up only; `prove_day` walks the transfers afterwards, when
    nothing can be added to them any more.
    """
    if day > day_of(at):
        raise DayNotBegun(day=day.isoformat())
    ledger.open_day_from(tx, day=day + timedelta(days=1))
    closed = store.read_day(tx, day)
    if closed is not None:
        return closed
    ledger.roll_up(tx)
    earlier = sql.first_open_with_flow(tx, day=day)
    if earlier is not None:
        raise EarlierDayOpen(earlier=earlier.isoformat(), day=day.isoformat())
    closed = _clear(day, at, store.positions_of(sql.gross_of_day(tx, day=day)))
    store.write_day(tx, closed)
    outbox.append(tx, topic="clearing.day_closed", body={"day": day.isoformat()}, at=at)
    facts = {"gross_fen": closed.gross_fen, "net_fen": closed.net_fen}
    audit.record(tx, [audit.Deed("clearing.day_closed", day, facts)], actor=audit.SYSTEM, at=at)
    return closed


def close_through(tx: Transaction, *, day: date, at: datetime) -> list[ClosedDay]:
    """Clear every day up to this one that has transfers and is still open, and this one, in order."""
    ledger.roll_up(tx)
    days = [row.day for row in sql.days_with_flow(tx, day=day)]
    return [close_day(tx, day=each, at=at) for each in sorted({*days, day})]


def prove_day(tx: Transaction, *, day: date, at: datetime) -> Proof:
    """Compare a closed day with the plain sum over each of its transfers, and remember the outcome."""
    closed = read_day(tx, day=day)
    plain = store.positions_of(sql.gross_of_day_plain(tx, day=day))
    between = {p for p in plain if p.payer != p.payee}
    counted, gross = sum(p.transfers for p in plain), sum(p.amount_fen for p in between)
    differences = len({(p.payer, p.payee) for p in between ^ set(closed.positions)})
    differences += (counted != closed.transfers) and not differences
    proof = Proof(day, counted, gross, differences)
    sql.add_proof(tx, day=day, proved_at=at, transfers=counted, gross_fen=gross, differences=differences)
    return proof


def read_day(tx: Transaction, *, day: date) -> ClosedDay:
    """A closed day with its positions, nets and payments."""
    closed = store.read_day(tx, day)
    if closed is None:
        raise DayNotClosed(day=day.isoformat())
    return closed


def statement(tx: Transaction, *, day: date, agency_id: UUID) -> Statement:
    """One party's closed day: what it owes and is owed, line by line, and how that is settled."""
    closed = read_day(tx, day=day)
    lines = tuple(StatementLine(*row) for row in sql.list_statement_lines(tx, day=day, agency_id=agency_id))
    mine = next((n for n in closed.nets if n.agency_id == agency_id), Net(agency_id, 0, 0))
    payments = tuple(p for p in closed.payments if agency_id in (p.payer, p.payee))
    return Statement(day, agency_id, lines, mine, payments)


def _clear(day: date, at: datetime, gross: Sequence[Position]) -> ClosedDay:
    positions = tuple(p for p in gross if p.payer != p.payee)
    nets = net(positions)
    payments = settle(nets)
    return ClosedDay(
        day,
        at,
        transfers=sum(p.transfers for p in gross),
        gross_fen=sum(p.amount_fen for p in positions),
        net_fen=sum(p.amount_fen for p in payments),
        positions=positions,
        nets=nets,
        payments=payments,
    )
