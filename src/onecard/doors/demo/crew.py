"""The processes that settle chunks side by side: each opens the house by itself and takes the next chunk that waits.

Started afresh (spawn) and not forked, because the parent has database connections and threads of its own.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context, util
from queue import Empty
from typing import Any
from uuid import UUID

from onecard.domains.usage import api as usage
from onecard.doors.bootstrap import House, open_house
from onecard.doors.demo.past import Calendar, Lived, live
from onecard.doors.demo.people import Chunk, invent
from onecard.doors.demo.plan import PlannedPoint
from onecard.doors.demo.rhythm import facts, past_days, uses_by_day
from onecard.doors.demo.settlers import settle
from onecard.doors.demo.trips import Map, draw_trips
from onecard.kernel.clock import HeldClock, day_of, start_of
from onecard.kernel.settings import Settings

#: Each chunk numbers its uses at a terminal from a range of its own.
SEQUENCES_A_CHUNK = 1_000_000
Tell = Callable[[str, int], None]


@dataclass(frozen=True)
class Order:
    """What every process of the crew is told once."""

    settings: Settings
    now: datetime
    points: Sequence[tuple[PlannedPoint, UUID]]
    people: int
    seed: int


@dataclass(frozen=True)
class _Desk:
    """What a process of the crew works with."""

    order: Order
    house: House
    where: Map
    path: usage.UsePath
    told: Any


_desk: list[_Desk] = []


def settle_all(
    order: Order, waiting: Iterable[Chunk], *, processes: int, tell: Tell, after_each: Callable[[], object]
) -> list[Lived]:
    """Settle every chunk. `tell` hears of each step and `after_each` of each chunk done, both in this process."""
    context = get_context("spawn")
    told = context.Queue()
    done: list[Lived] = []
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_sit_down, initargs=(order, told)) as crew:
        pending: set[Future[Lived]] = {crew.submit(_settle, chunk, n) for n, chunk in enumerate(waiting, 1)}
        while pending:
            finished, pending = wait(pending, timeout=0.1, return_when=FIRST_COMPLETED)
            _pass_on(told, tell)
            for one in finished:
                done.append(one.result())
                after_each()
    _pass_on(told, tell)
    return done


def _pass_on(told: Any, tell: Tell) -> None:
    try:
        while True:
            tell(*told.get_nowait())
    except Empty:
        return


def _sit_down(order: Order, told: Any) -> None:
    stack = ExitStack()
    house = stack.enter_context(open_house(order.settings, HeldClock(order.now), pool=1))
    for database in (house.app, house.use):
        with database.pool.connection() as line:
            # Nobody is waiting for a promise yet: a founding that is broken off is begun again from nothing.
            line.execute("set synchronous_commit = off")
    util.Finalize(None, stack.close, exitpriority=10)
    where = Map([point for point, _ in order.points], house.book.places, past_days(day_of(order.now))[0])
    _desk.append(_Desk(order, house, where, house.use_path(), told))


def _settle(chunk: Chunk, number: int) -> Lived:
    desk = _desk[0]
    order = desk.order
    days = past_days(day_of(order.now))
    people = invent(chunk, seed=order.seed, ecards_per_mille=facts()["nation"]["ecards_per_mille"])
    carried = settle(desk.house, chunk, people, seed=order.seed, at=start_of(days[0]))
    desk.told.put(("建档发卡 · people and cards", chunk.size))
    by_day = uses_by_day(order.people, days)
    trips = draw_trips(chunk, people, desk.where, by_day, order.people, seed=order.seed)
    calendar = Calendar(days, [point_id for _, point_id in order.points])
    return live(
        desk.house, desk.path, trips, carried, calendar, first_sequence=number * SEQUENCES_A_CHUNK,
        tell=lambda done: desk.told.put(("三十天用卡 · thirty days of uses", done)),
    )  # fmt: skip
