"""Pensions on one core and without a home: a nation in columns beside numpy by hand, and one person with reasons.

`python -m bench.pensions` prints the rows; `make bench` has them too. The yardstick's numbers stand in it by hand, as a
statistician would write them for one day and place; both must give the same fen for everybody.
"""

import statistics
import time
from collections.abc import Callable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from onecard import rulebook
from onecard.rules.pensions import ages, amounts
from onecard.rules.pensions.employee import Worker, plan_retirement
from onecard.rules.pensions.law import Law

Column = NDArray[np.int64]
PLACE, DAY = 510100, date(2026, 11, 25)
PEOPLE, PAIRS, ASKED, WANTED_A_SECOND = 300_000, 10, 200, 500


def measure_pensions(_: object = None) -> list[str]:
    """The two rows."""
    people = _people(PEOPLE)
    law = Law(rulebook.load(), PLACE, DAY)
    assert (_ours(people, law) == _by_hand(people, law)).all(), "the yardstick pays something else"
    pairs = [(_timed(lambda: _ours(people, law)), _timed(lambda: _by_hand(people, law))) for _ in range(PAIRS)]
    mine, bare = (PEOPLE / statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(theirs / ours for ours, theirs in pairs)
    single = ASKED / statistics.median(_timed(_ask) for _ in range(PAIRS))
    return [
        f"| Employees' pensions in a column / numpy by hand | {mine:,.0f}/s | {bare:,.0f}/s | **{ratio:.2f}** |"
        " ≥ 1,000,000/s |",
        f"| A pension asked what if, every choice explained / 500 a second | {single:,.0f}/s | {WANTED_A_SECOND}/s |"
        f" **{single / WANTED_A_SECOND:.1f}** | ≥ 1 |",
    ]


def _people(count: int) -> dict[str, Column]:
    draw = np.random.default_rng(1)
    ends = {
        "birth": (1945 * 12, 2005 * 12), "category": (0, 3), "index": (6_000, 30_000), "months": (0, 480),
        "deemed": (0, 60), "balance": (0, 10**8),
    }  # fmt: skip
    return {name: draw.integers(*between, count) for name, between in ends.items()}


def _ours(people: dict[str, Column], law: Law) -> Column:
    """Month, least time and the three parts, by the rulebook's values."""
    _, steps = law.least_months()
    due = ages.statutory(people["birth"], people["category"], law.ages())
    parts = amounts.monthly(
        law.formula(),
        age_months=due - people["birth"],
        index=people["index"],
        months=people["months"],
        deemed_months=people["deemed"],
        balance_fen=people["balance"],
    )
    return sum(parts[1:], parts[0]) * (people["months"] >= amounts.least_months(due, steps))


def _by_hand(people: dict[str, Column], law: Law) -> Column:
    """The same in one go; only the table of payment months is taken from the rulebook."""
    birth, category, index = people["birth"], people["category"], people["index"]
    table = np.array(law.formula().payment_months)
    old, step, most = (np.array(one)[category] for one in ((720, 660, 600), (4, 4, 2), (36, 36, 60)))
    late = np.maximum(birth + old - 24_300 + 1, 0)
    due = birth + old + np.minimum((late + step - 1) // step, most)
    over = table[np.clip((due - birth) // 12, 40, 70) - 40]
    base, year = 750_000, due // 12
    basic = (base * (10_000 + index) * people["months"] * 2 + 24_000_000) // 48_000_000
    account = (people["balance"] * 2 + over) // (2 * over)
    transitional = (base * index * people["deemed"] * 260 + 1_200_000_000) // 2_400_000_000
    least = np.clip(180 + 6 * (year - 2029), 180, 240)
    return (basic + account + transitional) * (people["months"] >= least)


def _ask() -> None:
    who = Worker(date(1970, 6, 1), "male", 300, 12_000, 12_000_000, 60)
    for _ in range(ASKED):
        plan_retirement(rulebook.load(), who, place=PLACE, on=DAY)


def _timed(work: Callable[[], object]) -> float:
    """Processor time: one thread works here, and what others do on the machine is not what is measured."""
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    print("\n".join(measure_pensions()))
