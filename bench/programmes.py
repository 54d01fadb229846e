"""Benefit programmes alone, on one core and without a home: a nation as columns, and one person with reasons.

`python -m bench.programmes` prints the rows; `make bench` has them too. The yardsticks are the same programmes written
by hand as numpy expressions, with no conditions as data, no unknown facts and no reasons.
"""

import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np

from onecard import rulebook
from onecard.rulebook.nation import decide_nation
from onecard.rules.programmes.bound import Bound
from onecard.rules.programmes.deciding import decide, decide_in_turn
from onecard.rules.programmes.explaining import explain
from onecard.rules.programmes.facts import Facts

PEOPLE, PAIRS, SINGLES, SEED = 1_400_000, 7, 2_000, 20261125
DAY, PLACE = date(2026, 11, 25), 110105
TODAY = 20261125


def measure_programmes(_: object = None) -> list[str]:
    """Each programme a person a second, all of them in turn, two against a hand-written expression, one explained."""
    catalogue, nation = rulebook.programmes(), people(PEOPLE)
    offered = catalogue.offered(place=PLACE, on=DAY)
    counties = np.array([one.code for one in catalogue.book.places.divisions.values() if one.level == "county"])
    places = np.random.default_rng(SEED).choice(counties, PEOPLE)
    each = {here.programme.id: _rate(here, nation) for here in offered}
    slowest = min(each, key=lambda name: each[name])
    whole = _median(lambda: decide_in_turn(offered, Facts(DAY, nation)), 3)
    everywhere = _median(lambda: decide_nation(catalogue, Facts(DAY, nation), places), 3)
    rows = [
        f"| A programme for {PEOPLE:,} people, slowest of {len(each)} ({slowest})"
        f" | {each[slowest]:,.0f}/s | | | ≥ 1,000,000/s |",
        f"| All {len(each)} programmes of one place for {PEOPLE:,} people | {whole:.2f} s | | | < 10 s |",
        f"| All {len(catalogue.programmes)} programmes for {PEOPLE:,} people in {len(counties):,} counties"
        f" | {everywhere:.2f} s | | | < 10 s |",
    ]
    for name, by_hand in (("old_age_allowance", _old_age), ("minimum_living_guarantee", _guarantee)):
        here = catalogue.bound(name, place=PLACE, on=DAY)
        rows.append(_beside(name, here, nation, by_hand))
    return [*rows, _singles(catalogue, offered)]


def people(many: int) -> dict[str, Any]:
    """An invented nation: every fact of the list known, shares in round numbers, nobody real."""
    draw = np.random.default_rng(SEED)

    def some(permille: int) -> Any:
        return (draw.integers(0, 1000, many) < permille).astype(np.int64)

    def days(first_year: int, last_year: int) -> Any:
        years = draw.integers(first_year, last_year, many) * 10000
        return years + draw.integers(1, 13, many) * 100 + draw.integers(1, 29, many)

    values: dict[str, Any] = {}
    for name, fact in rulebook.programmes().facts.items():
        if name.startswith("receives."):
            continue
        if fact.kind == "flag":
            values[name] = some(150)
        elif fact.kind == "day":
            values[name] = days(1925, 2026)
        elif fact.kind == "dates":
            values[name] = tuple(days(2005, 2026) * some(400) for _ in range(3))
        elif fact.kind == "division":
            values[name] = draw.choice(np.array([110101, 110105, 130102, 420102]), many)
        elif fact.kind == "word":
            values[name] = draw.integers(0, len(fact.words), many)
        else:
            values[name] = draw.integers(0, {"fen": 300_000, "grade": 5, "persons": 7}.get(fact.unit, 1000), many)
    return values


def _rate(here: Bound, nation: dict[str, Any]) -> float:
    """People a second; ages are worked out anew each time."""
    return PEOPLE / _median(lambda: decide(here, Facts(DAY, nation)), 3)


def _old_age(here: Bound, nation: dict[str, Any]) -> Any:
    age = (TODAY - nation["born"]) // 10000
    amount = np.select([age >= 100, age >= 90, age >= 80], [80_000, 50_000, 10_000], 0)
    return np.where(nation["registered_division"] // 10000 == here.place // 10000, amount, 0)


def _guarantee(here: Bound, nation: dict[str, Any]) -> Any:
    line, income = here.value("line"), nation["household_income_per_head_fen"]
    amount = np.maximum(line - income, 0) * nation["household_members"]
    return np.where(nation["registered_division"] // 10000 == here.place // 10000, amount, 0)


def _beside(name: str, here: Bound, nation: dict[str, Any], by_hand: Callable[[Bound, dict[str, Any]], Any]) -> str:
    """In turn, so that what disturbs one disturbs both; and both must say the same."""
    free = {f"receives.{other}": 0 for other in here.rule.leans_on}

    def ours() -> Any:
        return decide(here, Facts(DAY, {**nation, **free})).amount_fen

    assert np.array_equal(ours(), by_hand(here, nation)), name
    pairs = [(_timed(ours), _timed(lambda: by_hand(here, nation))) for _ in range(PAIRS)]
    mine, theirs = (PEOPLE / statistics.median(column) for column in zip(*pairs, strict=True))
    against = statistics.median(other / own for own, other in pairs)
    figures = f"{mine:,.0f}/s | {theirs:,.0f}/s | **{against:.2f}** | told, not asked"
    return f"| {name} for {PEOPLE:,} people / by hand in numpy | {figures} |"


def _singles(catalogue: rulebook.Catalogue, offered: list[Bound]) -> str:
    """Decisions for one person with every reason and change, all programmes by turns."""
    persons = [
        catalogue.person({"born": f"{1930 + n % 90}-05-01", "registered_division": PLACE, "disability_grade": n % 5,
                          "household_income_per_head_fen": n * 100, "household_members": 3}, on=DAY)
        for n in range(100)
    ]  # fmt: skip

    def run() -> None:
        for n in range(SINGLES):
            explain(offered[n % len(offered)], persons[n % 100])

    return (
        f"| One person decided and explained, programmes by turns | {SINGLES / _median(run, 3):,.0f}/s | | | ≥ 500/s |"
    )


def _median(work: Callable[[], object], times: int) -> float:
    return statistics.median(_timed(work) for _ in range(times))


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    print("\n".join(measure_programmes()))
