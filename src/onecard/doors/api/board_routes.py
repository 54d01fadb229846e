"""The national figures over the API: the very numbers of the board, and nothing about a person."""

from datetime import UTC, date, datetime

import msgspec

from onecard.doors.api.given import TheLookout
from onecard.doors.api.operation import operation


class BoardTold(msgspec.Struct, frozen=True):
    """Figures of one moment; provinces are the first two digits of their code, days are in Asia/Shanghai.

    `residents` are the census of 2020, Xinjiang's with XPCC; one holder stands for `one_in` of them (1: no sample).
    """

    at: datetime
    one_in: int
    residents: dict[str, int]
    holders: dict[str, int]
    ecards: dict[str, int]
    uses_by_day: dict[date, int]
    uses_by_scene: dict[str, int]
    uses_by_province: dict[str, int]
    uses_from_elsewhere: dict[str, int]


_EXAMPLE = BoardTold(
    datetime(2026, 11, 23, 2, 0, tzinfo=UTC), 10_000, {"51": 83_674_866}, {"51": 8_174}, {"51": 5_705},
    {date(2026, 11, 22): 913}, {"transit": 870}, {"50": 412}, {"50": 97},
)  # fmt: skip


@operation("GET", "/board", id="getBoard", summary="全国数据 · The national figures", tag="board", said=_EXAMPLE)
def get_board(lookout: TheLookout) -> BoardTold:
    """Holders and e-cards by province, uses of the last thirty days; coverage is holders × `one_in` ÷ residents."""
    figures = lookout.seen().figures
    named = ((str(key), value) for key, value in figures.accepted.items())
    return BoardTold(
        at=figures.at,
        one_in=figures.one_in,
        residents={str(key): value for key, value in figures.residents.items()},
        holders={str(key): value for key, value in figures.holders.items()},
        ecards={str(key): value for key, value in figures.ecards.items()},
        uses_by_day={day: figures.by_day[day] for day in figures.days},
        uses_by_scene=dict(figures.by_scene),
        uses_by_province=dict(named),
        uses_from_elsewhere={str(key): value for key, value in figures.outside.items()},
    )


BOARD_ROUTES = [get_board]
