"""What a pension comes to a month: each part a formula in whole fen, rounded by itself, half a fen up.

Indexes and rates are whole ten-thousandths (1.2 is 12,000; 1.3 % is 130), times are whole months, so that a year and
four months is exactly that. Amounts up to a billion fen and indexes up to 10 stay far below 2**63.
"""

from collections.abc import Sequence
from typing import NamedTuple

from onecard.rules.columns import Whole, greatest, least, stepped
from onecard.rules.pensions.months import YEAR, half_up, looked_up

#: Ten-thousandths in a whole.
WHOLE = 10_000
_HUNDRED = 100


class Formula(NamedTuple):
    """The values of an employee's pension at a place: the base, percents and rates a year, and the payment months."""

    base_fen: int
    basic_percent: int
    account_percent: int
    transitional_rate: int
    payment_months: tuple[int, ...]
    first_age: int
    between: bool


class Raise(NamedTuple):
    """A year's adjustment: fen for all, fen a full year paid, a rate of the pension, and (from age, fen) steps."""

    fixed_fen: int
    per_year_fen: int
    rate: int
    by_age: tuple[tuple[int, int], ...]


class Survivors(NamedTuple):
    """Months of income by (months paid, months) steps, one more for each year paid beyond `more_from`, up to the most.

    `least_drawn` is the least for the family of who drew a pension.
    """

    steps: tuple[tuple[int, int], ...]
    more_from: int
    most: int
    least_drawn: int


def basic(base_fen: int, index: Whole, months: Whole, percent: int) -> Whole:
    """The base and the person's indexed wage, halved, times the years paid, times so many percent a year."""
    return half_up(base_fen * (WHOLE + index) * months * percent, 2 * WHOLE * YEAR * _HUNDRED)


def payment_twelfths(age_months: Whole, rule: Formula) -> Whole:
    """Twelve times the months an account is paid over, by the age at retirement; ages off the table count as its ends.

    An age between two birthdays takes the younger one's entry, or with `between` lies in proportion to its months.
    """
    younger, older = (_entry(age_months // YEAR + more, rule) for more in (0, 1))
    past = age_months % YEAR * rule.between
    return younger * (YEAR - past) + older * past


def account(balance_fen: Whole, twelfths: Whole | int) -> Whole:
    """The personal account, paid out over that many twelfths of a month's count."""
    return half_up(balance_fen * YEAR, twelfths)


def transitional(base_fen: int, index: Whole, months: Whole, rate: int) -> Whole:
    """For the time that counts as paid before accounts began: the indexed wage, times years, times the place's rate."""
    return half_up(base_fen * index * months * rate, WHOLE * YEAR * WHOLE)


def paid_in(base_fen: int, index: Whole, percent: int, months: Whole) -> Whole:
    """What comes into the account in so many more months at the base of today, without interest."""
    return half_up(base_fen * index * percent, WHOLE * _HUNDRED) * months


def monthly(
    rule: Formula, *, age_months: Whole, index: Whole, months: Whole, deemed_months: Whole, balance_fen: Whole
) -> tuple[Whole, Whole, Whole]:
    """An employee's pension a month: (basic, account, transitional part). One person, or a nation."""
    return (
        basic(rule.base_fen, index, months, rule.basic_percent),
        account(balance_fen, payment_twelfths(age_months, rule)),
        transitional(rule.base_fen, index, deemed_months, rule.transitional_rate),
    )


def least_months(month: Whole, steps: Sequence[tuple[int, int]]) -> Whole:
    """Months that must have been paid by a month, from (from year, months) steps; before the first, what it says."""
    return stepped(greatest(month // YEAR, steps[0][0] + month * 0), steps)


def long_paid(months: Whole, least_months: int, per_year_fen: int) -> Whole:
    """A resident's extra for each full year paid beyond the least."""
    return greatest(months - least_months, months * 0) // YEAR * per_year_fen


def raised(pension_fen: Whole, months: Whole, age_years: Whole, rule: Raise) -> tuple[Whole, Whole, Whole, Whole]:
    """The four parts of a yearly adjustment: the same for all, by full years paid, by the pension itself, by age."""
    same = pension_fen * 0 + rule.fixed_fen
    by_years = months // YEAR * rule.per_year_fen
    by_level = half_up(pension_fen * rule.rate, WHOLE)
    return same, by_years, by_level, stepped(age_years, rule.by_age)


def survivor_months(months: Whole, drawn_months: Whole, rule: Survivors) -> Whole:
    """Months of income the family gets: by the time paid, less the years of pension drawn, within the rule's bounds.

    A started year of drawing counts as one; a started year of paying beyond `more_from` does not. Who drew nothing
    (0) has no least but that of the steps.
    """
    longer = greatest(months - rule.more_from, months * 0) // YEAR
    earned = least(stepped(months, rule.steps) + longer, months * 0 + rule.most)
    drawn = (drawn_months + YEAR - 1) // YEAR
    return earned - drawn + (drawn > 0) * greatest(rule.least_drawn - earned + drawn, months * 0)


def _entry(age: Whole, rule: Formula) -> Whole:
    last = len(rule.payment_months) - 1
    return looked_up(rule.payment_months, least(greatest(age - rule.first_age, age * 0), age * 0 + last))
