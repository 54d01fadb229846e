"""A programme tried on a nation of 1.4 million, beside a plain read of the same columns in the same run.

In a home of its own, made once and kept. The yardstick is PostgreSQL's binary COPY of the columns, thrown away as they
arrive: what anybody pays who wants to see everybody once. `python -m bench.what_if` prints the rows; `make bench` has
them too.
"""

import resource
import statistics
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg

from onecard import rulebook
from onecard.doors.bootstrap import House, open_database, open_house
from onecard.doors.schema import bring_up_to_date
from onecard.doors.what_if.trying import Question, prepare, run
from onecard.kernel.postgres.transaction import Scope
from onecard.kernel.settings import Settings

HERE = Path(__file__).parent
PEOPLE, ROUNDS, WANTED_SECONDS, DAY = 1_400_000, 3, 10, date(2026, 11, 25)
#: One of few conditions, one that asks for a household, and one that leans on another and has a formula.
TRIED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("old_age_allowance", {"by_age": [[80, 10_000], [90, 20_000]]}),
    ("minimum_living_guarantee", {"line": 70_000}),
    ("resident_pension", {"pensions.resident_basic_fen": 30_000}),
)
#: As an agency of the nation asks, behind row-level security.
NATION = Scope("staff", reach=tuple("12345678"))
_PLAIN = "copy (select division, birth_date, sex, died_on, holder_id from residents.resident) to stdout (format binary)"


def measure_what_if(bench: Any = None) -> list[str]:
    """One row a programme, and how much the process grew."""
    folder = bench.settings.home.parent if bench is not None else Path(tempfile.gettempdir()) / "onecard-bench"
    settings, rows = Settings(home=folder / "what-if", postgres_port=None), []
    _found(settings)
    with open_house(settings) as house:
        _try(house, *TRIED[0])  # warm on both sides, and nothing left to be loaded
        _read(house)
        before = _grown()
        for name, values in TRIED:
            pairs = [(_try(house, name, values), _read(house)) for _ in range(ROUNDS)]
            ours, plain = (statistics.median(column) for column in zip(*pairs, strict=True))
            against = statistics.median(theirs / own for own, theirs in pairs)
            rows.append(
                f"| {name} tried on {PEOPLE:,} people / reading them | {ours:.1f} s | {plain:.1f} s"
                f" | **{against:.2f}** | < {WANTED_SECONDS} s |"
            )
        rows.append(f"| Memory for it, beyond the first trial | {_grown() - before:.0f} MiB | | | flat |")
    return rows


def _found(settings: Settings) -> None:
    """The nation, where it is not there yet."""
    settings.home.mkdir(parents=True, exist_ok=True)
    counties = sorted(one.code for one in rulebook.load().places.divisions.values() if one.level == "county")
    with open_database(settings) as urls:
        bring_up_to_date(urls.owner)
        with psycopg.connect(urls.owner) as tx:
            held = tx.execute("select count(*) from residents.resident").fetchone()
            if held is not None and held[0] >= PEOPLE:
                return
            with psycopg.ClientCursor(tx) as cursor:
                numbers = {"first": 1, "last": PEOPLE, "people": PEOPLE, "counties": counties}
                cursor.execute((HERE / "nation.sql").read_text(), numbers)
        with psycopg.connect(urls.owner, autocommit=True) as tx:
            tx.execute("vacuum analyze")


def _try(house: House, name: str, values: dict[str, Any]) -> float:
    """The whole of a trial, its question included."""
    began = perf_counter()
    answer = run(house, prepare(house, Question(name, values, 0, DAY)), NATION, lambda *_: None)
    assert answer.figures.whole.people >= PEOPLE * 0.99, answer.figures.whole
    return perf_counter() - began


def _read(house: House) -> float:
    """The yardstick."""
    began = perf_counter()
    with house.app.reading() as tx, tx.cursor() as cursor, cursor.copy(_PLAIN) as copy:
        assert sum(1 for _ in copy) >= PEOPLE
    return perf_counter() - began


def _grown() -> float:
    """The most this process ever held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    print("\n".join(measure_what_if()))
