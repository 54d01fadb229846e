"""GET /board: open to everybody, because nothing on it is about a person. Figures are kept for a few seconds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from litestar import Request, Response, get

from onecard.domains.clearing import api as clearing
from onecard.doors.boards import page
from onecard.doors.boards.between import Owed, owed_between
from onecard.doors.boards.figures import Figures, read_figures
from onecard.doors.boards.goals import reached
from onecard.doors.boards.measures import measure_named
from onecard.doors.bootstrap import House
from onecard.doors.look.manner import Manner
from onecard.doors.look.pages import Pages
from onecard.doors.nation import read_scale
from onecard.kernel.clock import day_of
from onecard.kernel.plugins import discover

FRESH_FOR = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read together."""

    figures: Figures
    owed: Owed


class Lookout:
    """Reads the board's numbers at most every few seconds, however many people watch."""

    def __init__(self, house: House) -> None:
        self._house, self._lock = house, Lock()
        self._seen: Seen | None = None

    def seen(self) -> Seen:
        """The numbers, read again when they are older than `FRESH_FOR`."""
        at = self._house.clock()
        with self._lock:
            if self._seen is None or not self._seen.figures.at <= at <= self._seen.figures.at + FRESH_FOR:
                self._seen = self._read(at)
            return self._seen

    def _read(self, at: datetime) -> Seen:
        with self._house.board.reading() as tx:
            figures = read_figures(tx, at=at, one_in=read_scale(self._house.settings))
            yesterday = day_of(at) - timedelta(days=1)
            return Seen(figures, owed_between(clearing.between_provinces(tx, day=yesterday), yesterday))


def board_routes(house: House, lookout: Lookout) -> list[Any]:
    """The board's handlers, to be included once in the web application."""
    pages, names = Pages(__package__), scene_names()

    @get("/board", sync_to_thread=True, include_in_schema=False)
    def show_board(request: Request[Any, Any, Any]) -> Response[str]:
        manner, seen = Manner.of(request), lookout.seen()
        say = page.Speaker(pages.saying(manner), manner)
        spoken = {scene: manner.pick(*both) for scene, both in names.items()}
        return pages.show(
            request,
            "board.html",
            at=seen.figures.at,
            figures=page.main_figures(seen.figures, say),
            provinces=page.table_rows(seen.figures, say),
            goals=page.goal_facts(reached(seen.figures, house.book), say),
            **page.map_facts(seen.figures, measure_named(request.query_params.get("map", "")), say),
            **page.daily_facts(seen.figures, say),
            **page.scene_facts(seen.figures, spoken, say),
            **page.clearing_facts(seen.owed, house.book.places, say),
        )

    return [show_board]


def scene_names() -> Mapping[str, tuple[str, str]]:
    """What each scene is called, from its manifest."""
    return {one.id: (one.manifest["name_zh"], one.manifest["name_en"]) for one in discover("onecard.scenes")}
