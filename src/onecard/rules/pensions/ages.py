"""When an employee may retire: the old age, its gradual delay, and the window of free choice around it. In months.

The decision of 13 September 2024 lets the age rise by a month for every few months of birth that a person comes later,
up to a most; who had reached the old age before it began is not touched.
"""

from typing import NamedTuple

from onecard.rules.columns import Whole, greatest, least
from onecard.rules.pensions.months import looked_up

#: Male employees; women in management and technical posts; women in production posts. Columns hold the position here.
CATEGORIES = ("male", "female_staff", "female_worker")


class AgeRule(NamedTuple):
    """Ages and delays in months, one entry a category; `begins` is the number of the month the delay begins in.

    Where `step` months of birth cost a month of delay; `early` and `late` bound the free choice around the age.
    """

    old_age: tuple[int, ...]
    step: tuple[int, ...]
    most: tuple[int, ...]
    begins: int
    early: int
    late: int


def delay(birth: Whole, category: Whole, rule: AgeRule) -> Whole:
    """Months by which the age is delayed: a part of a step counts as a step. `birth` is a month's number."""
    old, step, most = (looked_up(entries, category) for entries in (rule.old_age, rule.step, rule.most))
    position = greatest(birth + old - rule.begins + 1, birth * 0)
    return least((position + step - 1) // step, most)


def statutory(birth: Whole, category: Whole, rule: AgeRule) -> Whole:
    """The number of the month in which the statutory retirement age is reached."""
    return birth + looked_up(rule.old_age, category) + delay(birth, category, rule)


def earliest(birth: Whole, category: Whole, rule: AgeRule) -> Whole:
    """The first month of the free choice: so much before the statutory age, never below the old one."""
    return greatest(statutory(birth, category, rule) - rule.early, birth + looked_up(rule.old_age, category))


def latest(birth: Whole, category: Whole, rule: AgeRule) -> Whole:
    """The last month of the free choice, by agreement with the employer; who had to go before the reform has none."""
    due = statutory(birth, category, rule)
    return due + (due >= rule.begins) * rule.late
