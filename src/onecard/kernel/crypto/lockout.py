"""How long a door stays shut after wrong passwords: five free tries, then 15 minutes, doubling up to a day."""

from datetime import datetime, timedelta

FREE_TRIES = 5
_FIRST, _LONGEST = timedelta(minutes=15), timedelta(hours=24)


def locked_until(failures: int, at: datetime) -> datetime | None:
    """Until when nobody may try again after this many failures in a row; None while tries are left."""
    if failures < FREE_TRIES:
        return None
    doublings = min(failures - FREE_TRIES, 10)
    return at + min(_FIRST * (1 << doublings), _LONGEST)
