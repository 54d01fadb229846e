"""Wrong passwords cost time."""

from datetime import UTC, datetime, timedelta

from onecard.kernel.crypto.lockout import locked_until

AT = datetime(2026, 11, 23, tzinfo=UTC)


def test_five_wrong_tries_lock_for_a_quarter_of_an_hour_and_each_further_one_for_twice_as_long() -> None:
    waits = [(until - AT) if (until := locked_until(n, AT)) else None for n in (4, 5, 6, 7)]
    assert waits == [None, timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1)]


def test_no_lock_is_longer_than_a_day() -> None:
    assert {locked_until(n, AT) for n in (12, 100, 32000)} == {AT + timedelta(hours=24)}
