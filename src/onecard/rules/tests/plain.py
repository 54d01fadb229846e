"""The same formulas as a clerk would write them: one amount at a time, fractions and counting, nothing clever.

Slow and plain on purpose: `rules/` must agree with this on every column that hypothesis invents.
"""

from datetime import date, timedelta
from fractions import Fraction
from math import floor


def share(amount: int, percent: int) -> int:
    return floor(Fraction(amount * percent, 100) + Fraction(1, 2))


def transfer_discount(fare: int, minutes: int, window: int, discount: int) -> int:
    if minutes < 0 or minutes > window:
        return 0
    return min(fare, discount)


def capped(fare: int, spent: int, cap: int) -> int:
    return min(fare, max(cap - spent, 0))


def split(amount: int, weights: list[int]) -> list[int]:
    exact = [Fraction(amount * weight, sum(weights)) for weight in weights]
    parts = [floor(part) for part in exact]
    by_remainder = sorted(range(len(weights)), key=lambda i: (parts[i] - exact[i], i))
    for position in by_remainder[: amount - sum(parts)]:
        parts[position] += 1
    return parts


def first_day(bought: date, activated: date | None, within: int) -> date:
    day = bought
    for _ in range(within):
        if activated == day:
            return day
        day += timedelta(days=1)
    return day
