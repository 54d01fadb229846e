"""Offline uses without signatures: what is left of an upload when nothing is verified, in a few processes at once.

Each process takes uses whose presentation counts as verified, in pieces as an upload is cut, through load, decide and
write on a connection of its own. The clock runs from when all are ready until the last has committed.
"""

import gc
import multiprocessing
import secrets
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from multiprocessing.synchronize import Barrier
from uuid import UUID

from bench.crowd import pick, terminals
from bench.requests import Person
from onecard.domains.usage import api as usage
from onecard.doors.api.hot_batches import PIECE_USES_MAX, accept
from onecard.doors.bootstrap import open_house
from onecard.kernel.settings import Settings
from onecard.verifier import Presented

#: As many as there are cores; with more of them, three or four, none waits less and each finds its caches emptied.
PROCESSES = 2
_WARM = 4 * PIECE_USES_MAX


def post_unsigned(settings: Settings, owner_url: str, many: int) -> float:
    """Uses a second."""
    context = multiprocessing.get_context("spawn")
    ready, began = context.Barrier(PROCESSES + 1, timeout=300), time.time_ns() // 1_000
    people = pick(owner_url, many)
    workers = [
        context.Process(target=_post, args=(settings, ready, number, began, people[number::PROCESSES]))
        for number in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    ready.wait()
    at = time.perf_counter()
    ready.wait()
    seconds = time.perf_counter() - at
    for worker in workers:
        worker.join()
    assert all(worker.exitcode == 0 for worker in workers)
    return (len(people) - PROCESSES * _WARM) / seconds


def _post(settings: Settings, ready: Barrier, number: int, first_sequence: int, people: Sequence[Person]) -> None:
    with open_house(settings, start=False) as house:
        path = house.use_path()
        uses = _uses(terminals(settings)[number].point_id, first_sequence, people)
        gc.freeze()  # as a web process does
        gc.set_threshold(50_000, 20, 100)
        for start in range(0, _WARM, PIECE_USES_MAX):  # plans, points and what the law says are in memory from here on
            accept(house, path, uses[start : start + PIECE_USES_MAX])
        ready.wait()
        for start in range(_WARM, len(uses), PIECE_USES_MAX):
            outcomes = accept(house, path, uses[start : start + PIECE_USES_MAX])
            assert all(isinstance(outcome, usage.Accepted) for outcome in outcomes), outcomes[0]
        ready.wait()


def _uses(point: UUID, first_sequence: int, people: Sequence[Person]) -> list[usage.Checked]:
    at = datetime.now(UTC)
    return [
        usage.Checked(
            usage.Use(point, first_sequence + n, "", at, offline=True),
            secrets.token_bytes(16),
            Presented("c", identifier.int, secrets.randbits(62), 0, 51, at),
            None,
        )
        for n, (identifier, _) in enumerate(people)
    ]
