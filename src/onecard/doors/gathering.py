"""Who comes while one batch is under way waits for the next: one thread, one transaction, one commit for all of them.

No timer and no fixed size: a lone request is a batch of one and waits for nobody.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Said = TypeVar("Said")


class Gathering(Generic[Asked, Said]):
    """Requests that wait, and the one batch that is under way.

    `work` answers a batch in its order and raises nothing; it runs in a thread. At most `batch_max` go at once, and
    at most `waiting_max` wait.
    """

    def __init__(
        self, work: Callable[[Sequence[Asked]], Sequence[Said]], *, name: str, batch_max: int, waiting_max: int
    ) -> None:
        self._work, self._batch_max, self._waiting_max = work, batch_max, waiting_max
        self._waiting: list[tuple[Asked, Callable[[Said], None]]] = []
        self._worker = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._running: asyncio.Task[None] | None = None

    @property
    def is_full(self) -> bool:
        """Whether so many wait that one more should be told to come later."""
        return len(self._waiting) >= self._waiting_max

    def add(self, asked: Asked, told: Callable[[Said], None]) -> None:
        """Let a request wait for the next batch; `told` is called in the event loop once its answer stands."""
        self._waiting.append((asked, told))
        if self._running is None:
            self._running = asyncio.get_running_loop().create_task(self._drain())

    async def ask(self, asked: Asked) -> Said:
        """The answer to one request."""
        answered: asyncio.Future[Said] = asyncio.get_running_loop().create_future()
        self.add(asked, lambda said: None if answered.done() else answered.set_result(said))
        return await answered

    async def _drain(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[: self._batch_max], self._waiting[self._batch_max :]
                answers = await loop.run_in_executor(self._worker, self._work, [asked for asked, _ in batch])
                for (_, told), answer in zip(batch, answers, strict=True):
                    told(answer)
        finally:
            self._running = None
