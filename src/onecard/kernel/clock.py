"""Time: aware instants in UTC underneath, days and words in Asia/Shanghai; a clock that tests can hold."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

#: Anything that says what time it is: `now` below, or a `HeldClock` in a test or a story.
Clock = Callable[[], datetime]


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def day_of(instant: datetime) -> date:
    """The calendar day an instant falls on in Asia/Shanghai."""
    return instant.astimezone(SHANGHAI).date()


def start_of(day: date) -> datetime:
    """The first instant of a Shanghai day."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def age_on(born: date, day: date) -> int:
    """Age in whole years; who is born on 29 February has a birthday on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class HeldClock:
    """A clock that stands still until it is told to move: `clock.move(hours=2)`."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, **step: float) -> None:
        """Step forward by the arguments of `timedelta`."""
        self.at += timedelta(**step)
