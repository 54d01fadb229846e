"""Batches form by themselves: one is under way, and who comes meanwhile goes together in the next."""

import asyncio
import threading
from collections.abc import Sequence

from onecard.doors.gathering import Gathering


class Doubling:
    """Answers twice what it is asked, when it is let; remembers its batches."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.may_go = threading.Event()

    def __call__(self, batch: Sequence[int]) -> list[int]:
        self.may_go.wait(10)
        self.batches.append(list(batch))
        return [one * 2 for one in batch]


def _gathering(work: Doubling, *, batch_max: int = 3, waiting_max: int = 4) -> Gathering[int, int]:
    return Gathering(work, name="test", batch_max=batch_max, waiting_max=waiting_max)


async def _let_go(work: Doubling, gathering: Gathering[int, int], asked: Sequence[int]) -> list[int]:
    """The answers to questions that all came before the first batch was let go."""
    waiting = [asyncio.ensure_future(gathering.ask(one)) for one in asked]
    await asyncio.sleep(0.05)
    work.may_go.set()
    return await asyncio.gather(*waiting)


def test_who_comes_while_one_is_under_way_goes_together_in_order():
    work = Doubling()
    assert asyncio.run(_let_go(work, _gathering(work), range(6))) == [0, 2, 4, 6, 8, 10]
    assert [one for batch in work.batches for one in batch] == [0, 1, 2, 3, 4, 5]
    assert max(map(len, work.batches)) <= 3
    assert len(work.batches) < 6


def test_it_says_when_too_many_wait():
    async def fill() -> bool:
        work = Doubling()
        gathering = _gathering(work, waiting_max=2)
        waiting = [asyncio.ensure_future(gathering.ask(1)) for _ in range(5)]
        await asyncio.sleep(0.05)
        full = gathering.is_full
        work.may_go.set()
        await asyncio.gather(*waiting)
        return full and not gathering.is_full

    assert asyncio.run(fill())


def test_who_leaves_before_the_answer_keeps_nobody_from_theirs():
    async def leave() -> int:
        work = Doubling()
        gathering = _gathering(work)
        gone, stays = asyncio.ensure_future(gathering.ask(1)), asyncio.ensure_future(gathering.ask(2))
        await asyncio.sleep(0.05)
        gone.cancel()
        work.may_go.set()
        return await stays

    assert asyncio.run(leave()) == 4
