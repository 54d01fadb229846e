"""Clearing's door: the day between institutions.

close_day, close_through    shut a day, net it, list who pays whom; the second time changes nothing
prove_day, check            the cleared day against the plain sum over its transfers
read_day, days              what was cleared
statement, between_provinces  one party's day; what flowed between provinces
"""

from datetime import date

from onecard.domains.clearing.checks import check
from onecard.domains.clearing.errors import DayNotBegun, DayNotClosed, EarlierDayOpen
from onecard.domains.clearing.models import (
    BetweenProvinces,
    ClosedDay,
    DayLine,
    Net,
    Payment,
    Position,
    Proof,
    Statement,
    StatementLine,
)
from onecard.domains.clearing.service import close_day, close_through, prove_day, read_day, statement
from onecard.domains.clearing.store import sql
from onecard.kernel.postgres.transaction import Transaction

__all__ = [
    "BetweenProvinces", "ClosedDay", "DayLine", "DayNotBegun", "DayNotClosed", "EarlierDayOpen", "Net", "Payment",
    "Position", "Proof", "Statement", "StatementLine", "between_provinces", "check", "close_day", "close_through",
    "days", "prove_day", "read_day", "statement",
]  # fmt: skip


def days(tx: Transaction, *, at_most: int = 31) -> list[DayLine]:
    """Closed days, newest first."""
    return [DayLine(*row) for row in sql.list_days(tx, at_most=at_most)]


def between_provinces(tx: Transaction, *, day: date) -> list[BetweenProvinces]:
    """What flowed between provinces on a closed day, by payer and payee; also what stayed within one."""
    return [BetweenProvinces(*row) for row in sql.list_provinces(tx, day=day)]
