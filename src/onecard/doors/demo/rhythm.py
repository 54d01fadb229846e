"""When and where the demo nation uses its cards: uses a day, the week's and the day's shape, home or away."""

import tomllib
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onecard.doors.demo.apportion import deal

DAYS = 30


@cache
def facts() -> dict[str, Any]:
    """The figures of `data/rhythm.toml`."""
    return tomllib.loads((files(__package__) / "data" / "rhythm.toml").read_text(encoding="utf-8"))


def past_days(today: date) -> list[date]:
    """The thirty days before today, oldest first."""
    return [today - timedelta(days=back) for back in range(DAYS, 0, -1)]


def uses_by_day(people: int, days: Sequence[date]) -> list[int]:
    """How many uses so many people make on each of the days: the nation's yearly figure in proportion."""
    nation = facts()["nation"]
    total = people * nation["uses_a_year"] * len(days) // (nation["holders"] * 365)
    return deal(total, [_weight(day) for day in days])


def draw_seconds(size: int, random: np.random.Generator) -> NDArray[np.int64]:
    """Seconds after midnight for so many uses, in the shape of a day."""
    by_hour = np.array(facts()["day"]["hour_percent"], dtype=np.float64)
    hours = random.choice(24, size, p=by_hour / by_hour.sum())
    seconds: NDArray[np.int64] = hours * 3600 + random.integers(0, 3600, size)
    return seconds


def _weight(day: date) -> float:
    shape = facts()["day"]
    return float(shape["weekday_percent"][day.weekday()] * shape["month_percent"][day.month - 1])
