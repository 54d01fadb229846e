"""Forms batches of uses and works them off: one thread, one connection, one commit a batch."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from onecard.doors.bootstrap import House
from psycopg import Error, OperationalError

from onecard.domains.usage import api as usage
from onecard.doors.api.hot_errors import OutcomeUnknown, Overloaded
from onecard.kernel.errors import Problem

BATCH_USES_MAX = 512
WAITING_USES_MAX = 20_000
TRIES = 5

Waiting = tuple[usage.Checked, "asyncio.Future[usage.Outcome]"]


class Batches:
    """Uses that wait, and the one batch that is under way."""

    def __init__(self, house: House, path: usage.UsePath) -> None:
        self.house, self.path = house, path
        self._waiting: list[Waiting] = []
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="batch")
        self._running: asyncio.Task[None] | None = None

    async def answer(self, checked: usage.Checked) -> usage.Outcome:
        """Wait for the batch this use falls into; the outcome is durable when this returns."""
        if len(self._waiting) >= WAITING_USES_MAX:
            raise Overloaded
        loop = asyncio.get_running_loop()
        answered: asyncio.Future[usage.Outcome] = loop.create_future()
        self._waiting.append((checked, answered))
        if self._running is None:
            self._running = loop.create_task(self._drain(loop))
        return await answered

    async def _drain(self, loop: asyncio.AbstractEventLoop) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:BATCH_USES_MAX], self._waiting[BATCH_USES_MAX:]
            await _answer(loop, self._worker, self.house, self.path, batch)
        self._running = None


async def _answer(
    loop: asyncio.AbstractEventLoop, worker: ThreadPoolExecutor, house: House, path: usage.UsePath, batch: list[Waiting]
) -> None:
    uses = [checked for checked, _ in batch]
    try:
        outcomes: Sequence[usage.Outcome | Problem] = await loop.run_in_executor(worker, accept, house, path, uses)
    except Exception as error:
        house.log.error("batch_failed", error=type(error).__name__, uses=len(uses))
        outcomes = [OutcomeUnknown()] * len(uses)
    for (_, answered), outcome in zip(batch, outcomes, strict=True):
        if answered.cancelled():
            continue
        if isinstance(outcome, Problem):
            answered.set_exception(outcome)
        else:
            answered.set_result(outcome)


def accept(house: House, path: usage.UsePath, batch: Sequence[usage.Checked]) -> list[usage.Outcome]:
    """One batch, one transaction; done again where another session was faster. Blocks; call it from a thread."""
    for remaining in reversed(range(TRIES)):
        try:
            with house.use.writing() as tx:
                return path.accept(tx, batch, at=house.clock())
        except OperationalError as error:
            if not usage.moved_meanwhile(error):
                raise OutcomeUnknown from error
        except Error as error:
            if remaining == 0 or not usage.moved_meanwhile(error):
                raise
    raise OutcomeUnknown


def work_off(house: House, path: usage.UsePath, uses: Sequence[usage.Use]) -> list[usage.Outcome]:
    """An upload, batch by batch, each committed by itself: sent again after a break, it goes on where it stopped."""
    keys = house.keyring.verifying_keys()
    outcomes: list[usage.Outcome] = []
    for start in range(0, len(uses), BATCH_USES_MAX):
        outcomes += accept(house, path, usage.check_all(uses[start : start + BATCH_USES_MAX], keys))
    return outcomes
