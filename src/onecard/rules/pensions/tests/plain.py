"""The pension formulas as a clerk would write them: one person, fractions, calendars and counting.

Slow and plain on purpose: the formulas of `rules/pensions` must agree with this on every person hypothesis invents.
"""

from fractions import Fraction
from math import ceil, floor


def half_up(exact: Fraction) -> int:
    return floor(exact + Fraction(1, 2))


def delay(born: int, old_age: int, step: int, most: int, begins: int) -> int:
    """Count the months of the reform up to the one the old age falls in: each step begun is a month of delay."""
    n = 0
    for _ in range(begins, born + old_age + 1):
        n += 1
    return min(ceil(Fraction(n, step)), most)


def basic(base: int, index: int, months: int, percent: int) -> int:
    years, wage = Fraction(months, 12), base * Fraction(index, 10_000)
    return half_up((base + wage) / 2 * years * Fraction(percent, 100))


def account(balance: int, age_months: int, table: dict[int, int], *, between: bool) -> int:
    def at(age: int) -> int:
        return table[min(max(age, min(table)), max(table))]

    years, past = divmod(age_months, 12)
    over = Fraction(at(years)) + (Fraction(past, 12) * (at(years + 1) - at(years)) if between else 0)
    return half_up(balance / over)


def transitional(base: int, index: int, months: int, rate: int) -> int:
    return half_up(base * Fraction(index, 10_000) * Fraction(months, 12) * Fraction(rate, 10_000))


def survivor_months(paid: int, drawn: int) -> int:
    """The rule in words: under 5 years 3 months, under 10 six, then nine; beyond 15 one more a year, 24 at most."""
    years = paid // 12
    earned = 3 if paid < 60 else 6 if paid < 120 else min(9 + max(years - 15, 0), 24)
    return max(earned - ceil(Fraction(drawn, 12)), 9) if drawn else earned


def raised(pension: int, paid: int, age: int, fixed: int, per_year: int, rate: int, by_age: dict[int, int]) -> int:
    tilt = max([(since, fen) for since, fen in by_age.items() if age >= since], default=(0, 0))[1]
    return pension + fixed + paid // 12 * per_year + half_up(Fraction(pension * rate, 10_000)) + tilt
