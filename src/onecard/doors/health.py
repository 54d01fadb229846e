"""Alive (this process turns) and ready (it may be sent work): for a load balancer, for `onecard check`, for tests."""

from dataclasses import dataclass
from functools import cache

from psycopg import Error
from psycopg_pool import PoolTimeout

from onecard.doors.bootstrap import House
from onecard.doors.schema import parts
from onecard.kernel.crypto import Keyring
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.migrate import Step, behind, steps


@dataclass(frozen=True, slots=True)
class Readiness:
    """What was looked at and how it is: "ok", or one word of what is wrong."""

    checks: dict[str, str]

    @property
    def ready(self) -> bool:
        return all(said == "ok" for said in self.checks.values())


def readiness(house: House) -> Readiness:
    """Ask the database (once, within two seconds), compare its schema with ours, and look that the keys are there."""
    return Readiness({"database": _database(house), "schema": _schema(house), "keys": _keys(house)})


def _database(house: House) -> str:
    try:
        with house.board.pool.connection(timeout=2) as tx:
            tx.execute("select 1")
    except (Error, PoolTimeout):
        return "unreachable"
    return "ok"


def _schema(house: House) -> str:
    try:
        with house.app.pool.connection(timeout=2) as tx:
            return "behind" if behind(tx, _our_steps()) else "ok"
    except (Error, PoolTimeout):
        return "unknown"


def _keys(house: House) -> str:
    try:
        Keyring.open(house.settings.keys)
    except (Problem, OSError):
        return "missing"
    return "ok"


@cache
def _our_steps() -> list[Step]:
    return steps(parts())
