"""What somebody asks of a pension to come, whichever door it came through, and its answer by the rulebook."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from onecard.rules.book import Book
from onecard.rules.pensions.employee import Worker, plan_retirement
from onecard.rules.pensions.plan import Plan
from onecard.rules.pensions.resident import Saver, plan_pension

Scheme = Literal["employee", "resident"]


@dataclass(frozen=True, slots=True)
class Question:
    """Nobody's name: a birth month (any of its days), months, an index in ten-thousandths, whole fen, a division.

    A resident's scheme takes no notice of category, index and deemed months.
    """

    scheme: Scheme
    place: int
    born: date
    paid_months: int
    balance_fen: int
    category: str = "male"
    index: int = 10_000
    deemed_months: int = 0
    goes_on_paying: bool = True


def answer(book: Book, asked: Question, *, on: date) -> Plan:
    """By the rules of that day; nothing is kept. The refusals are those of `rules.pensions.errors`."""
    if asked.scheme == "resident":
        saver = Saver(asked.born, asked.paid_months, asked.balance_fen, asked.goes_on_paying)
        return plan_pension(book, saver, place=asked.place, on=on)
    worker = Worker(
        born=asked.born,
        category=asked.category,
        paid_months=asked.paid_months,
        index=asked.index,
        balance_fen=asked.balance_fen,
        deemed_months=asked.deemed_months,
        goes_on_paying=asked.goes_on_paying,
    )
    return plan_retirement(book, worker, place=asked.place, on=on)
