"""When a pass holds: activated by choice, or effective by itself once the time to choose has run out."""

from datetime import date, timedelta

from onecard.rules.columns import Whole, least


def first_day(bought_day: Whole, activated_day: Whole, within_days: int) -> Whole:
    """The day (as an ordinal) a pass is in force from; `activated_day` may lie after it and then moves nothing.

    The day of purchase is day 1: with 90 days to choose, day 91 is `bought_day + 90`.
    """
    return least(activated_day, bought_day + within_days)


def pass_period(*, bought: date, activated: date | None, within_days: int, valid_years: int) -> tuple[date, date]:
    """The first and the last day of a pass."""
    automatic = bought + timedelta(days=within_days)
    chosen = activated or automatic
    first = date.fromordinal(first_day(bought.toordinal(), chosen.toordinal(), within_days))
    return first, last_day(first, valid_years)


def last_day(first: date, years: int) -> date:
    """The day before the anniversary; what begins on 29 February has its anniversary on 1 March in other years."""
    year = first.year + years
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    anniversary = date(year, 3, 1) if (first.month, first.day) == (2, 29) and not leap else first.replace(year=year)
    return anniversary - timedelta(days=1)
