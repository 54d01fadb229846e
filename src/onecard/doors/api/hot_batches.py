"""Works off batches of uses: one thread, one connection, one commit a batch."""

import time
from collections.abc import Callable, Sequence
from functools import partial

from psycopg import Error, InterfaceError, OperationalError

from onecard.domains.usage import api as usage
from onecard.doors.api.hot_errors import OutcomeUnknown, Overloaded
from onecard.doors.api.hot_metering import count_batch, count_unknown
from onecard.doors.bootstrap import House
from onecard.doors.gathering import Gathering
from onecard.kernel.errors import Problem

BATCH_USES_MAX = 512
#: An upload's holders may wait longer for each other than people at a gate; its pieces are cut larger for that.
PIECE_USES_MAX = 1_024
WAITING_USES_MAX = 20_000
TRIES = 5

Told = Callable[[usage.Outcome | Problem], None]


class Batches:
    """Uses that wait, and the one batch that is under way."""

    def __init__(self, house: House, path: usage.UsePath) -> None:
        self._uses: Gathering[usage.Checked, usage.Outcome | Problem] = Gathering(
            partial(accept, house, path), name="batch", batch_max=BATCH_USES_MAX, waiting_max=WAITING_USES_MAX
        )

    def add(self, checked: usage.Checked, told: Told) -> None:
        """Let a use wait for the next batch; `told` is called in the event loop once its outcome is durable."""
        if self._uses.is_full:
            raise Overloaded
        self._uses.add(checked, told)


def accept(house: House, path: usage.UsePath, batch: Sequence[usage.Checked]) -> Sequence[usage.Outcome | Problem]:
    """One batch, one transaction. Blocks; call it from a thread.

    Done again where another session was faster. Where the database says no to one use of many, the batch is halved
    until that use stands alone, so that nobody waits for a neighbour's fault. A lost answer is OutcomeUnknown.
    """
    try:
        began = time.perf_counter()
        outcomes = _accept(house, path, batch)
        count_batch(outcomes, time.perf_counter() - began)
        return outcomes
    except Exception as error:
        if len(batch) == 1 or isinstance(error, (OperationalError, InterfaceError)):
            house.log.error("batch_failed", error=type(error).__name__, uses=len(batch))
            count_unknown(len(batch))
            return [OutcomeUnknown()] * len(batch)
    half = len(batch) // 2
    return [*accept(house, path, batch[:half]), *accept(house, path, batch[half:])]


def _accept(house: House, path: usage.UsePath, batch: Sequence[usage.Checked]) -> list[usage.Outcome]:
    for _ in range(TRIES - 1):
        try:
            with house.use.writing() as tx:
                return path.accept(tx, batch, at=house.clock())
        except Error as error:
            if not usage.moved_meanwhile(error):
                raise
    with house.use.writing() as tx:
        return path.accept(tx, batch, at=house.clock())


def work_off(house: House, path: usage.UsePath, uses: Sequence[usage.Use]) -> list[usage.Outcome] | Problem:
    """An upload, piece by piece, each committed by itself: sent again after a break, it goes on where it stopped.

    A problem where the database was lost on the way: the terminal sends the whole upload again.
    """
    keys, grace = house.keyring.verifying_keys(), house.settings.code_grace_seconds
    outcomes: list[usage.Outcome] = []
    for start in range(0, len(uses), PIECE_USES_MAX):
        piece = uses[start : start + PIECE_USES_MAX]
        checked = usage.check_all(piece, keys, now=house.clock(), grace_seconds=grace)
        for outcome in accept(house, path, checked):
            if isinstance(outcome, Problem):
                return outcome
            outcomes.append(outcome)
    return outcomes
