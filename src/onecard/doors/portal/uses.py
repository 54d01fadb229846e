"""A resident's uses as pages show them: place, scene, amount, and why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from onecard.domains.usage import api as usage
from onecard.doors.look import writing
from onecard.doors.look.manner import Manner
from onecard.doors.look.places import province_words
from onecard.doors.look.scenes import SceneLooks, Why
from onecard.kernel.clock import SHANGHAI, day_of
from onecard.rules.places import Places

Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class ShownUse:
    """One use in words."""

    use_id: UUID
    happened_at: datetime
    place: str
    province: str
    abroad: bool
    scene_name: str
    mark: str
    colour: str
    medium: str
    price_fen: int
    paid_fen: int
    why: list[Why]

    @property
    def borne_fen(self) -> int:
        """What others bear; for a use that was charged more than its own price, nothing."""
        return max(self.price_fen - self.paid_fen, 0)

    @property
    def time(self) -> str:
        """The time of day in Shanghai."""
        return f"{self.happened_at.astimezone(SHANGHAI):%H:%M}"


def shown_use(row: Any, looks: SceneLooks, places: Places, manner: Manner) -> ShownUse:
    """A row of `usage.list_uses` in words."""
    receipt, look = usage.receipt_of(row), looks.of(row.scene)
    return ShownUse(
        row.use_id,
        row.happened_at,
        manner.pick(row.point_zh, row.point_en),
        province_words(places, row.division, manner),
        row.division // 10000 != row.issuer,
        manner.pick(look.name_zh, look.name_en),
        look.mark,
        look.colour,
        row.medium,
        row.price_fen,
        row.paid_fen,
        looks.why(row.scene, receipt.reasons, manner),
    )


def by_month(uses: Sequence[ShownUse], manner: Manner) -> list[tuple[str, list[ShownUse]]]:
    """The uses in groups of a calendar month, in the order given."""
    grouped = groupby(uses, key=lambda use: day_of(use.happened_at).replace(day=1))
    return [(writing.month(first, manner.language), list(group)) for first, group in grouped]
