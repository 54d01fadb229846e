"""The board's numbers, read from views: holders and e-cards by province, uses by day, scene, issuer and place.

Pure sums over small tables; no page waits for a scan. Provinces are two digits here, as the roll-ups keep them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from onecard import rulebook
from onecard.kernel.clock import day_of
from onecard.kernel.postgres.queries import named_queries
from onecard.kernel.postgres.transaction import Transaction

DAYS = 30
sql = named_queries("onecard.doors.boards")


@dataclass(frozen=True, slots=True)
class Figures:
    """What the board shows of one moment. `accepted` and `outside` count uses by the province that accepted them.

    `residents` are the census's; each holder here stands for `one_in` of them (1 where this is no sample).
    """

    at: datetime
    holders: Counter[int] = field(default_factory=Counter)
    ecards: Counter[int] = field(default_factory=Counter)
    by_day: Counter[date] = field(default_factory=Counter)
    by_scene: Counter[str] = field(default_factory=Counter)
    accepted: Counter[int] = field(default_factory=Counter)
    outside: Counter[int] = field(default_factory=Counter)
    residents: Counter[int] = field(default_factory=Counter)
    one_in: int = 1

    @property
    def days(self) -> list[date]:
        """The last thirty days, oldest first, today included."""
        today = day_of(self.at)
        return [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]


def read_figures(tx: Transaction, *, at: datetime, one_in: int = 1) -> Figures:
    """All numbers of the board."""
    today = day_of(at)
    figures = Figures(at, residents=census(), one_in=one_in)
    figures.holders.update({row.province: row.holders for row in sql.read_holders(tx)})
    figures.ecards.update({row.province: row.ecards for row in sql.read_ecards(tx)})
    add_uses(figures, sql.read_uses(tx, first=today - timedelta(days=DAYS - 1), last=today))
    return figures


def census() -> Counter[int]:
    """The residents of every province that is counted by itself (XPCC is counted within Xinjiang)."""
    listed = ((one.code // 10000, one.population_2020) for one in rulebook.facts().provinces if one.included)
    return Counter({province: residents for province, residents in listed if residents})


def add_uses(figures: Figures, rows: Iterable[Any]) -> None:
    """Add rows of `usage.daily` to the sums."""
    for row in rows:
        figures.by_day[row.day] += row.uses
        figures.by_scene[row.scene] += row.uses
        figures.accepted[row.province] += row.uses
        if row.issuer != row.province:
            figures.outside[row.province] += row.uses
