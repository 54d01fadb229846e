"""The nation's figures in small, and a week that looks like a week."""

from datetime import date

import numpy as np

from onecard.doors.demo.rhythm import DAYS, draw_seconds, past_days, uses_by_day

DAYS_SEEN = past_days(date(2026, 11, 24))


def test_thirty_days_end_yesterday():
    assert DAYS_SEEN[-1] == date(2026, 11, 23)
    assert len(DAYS_SEEN) == DAYS == len(set(DAYS_SEEN))


def test_the_nation_in_small_makes_the_nations_uses():
    by_day = uses_by_day(137_900, DAYS_SEEN)
    assert sum(by_day) == 124_109  # 15.1 billion a year over 10,000, for thirty days of 365


def test_a_sunday_is_quieter_than_the_friday_before():
    by_day = dict(zip(DAYS_SEEN, uses_by_day(137_900, DAYS_SEEN), strict=True))
    assert by_day[date(2026, 11, 22)] < by_day[date(2026, 11, 20)] * 0.8


def test_nobody_rides_at_three_in_the_morning_and_many_at_eight():
    hours = draw_seconds(10_000, np.random.default_rng(1)) // 3600
    assert (hours == 3).sum() == 0
    assert (hours == 8).sum() > 900
