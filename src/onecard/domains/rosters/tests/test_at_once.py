"""Two sessions at once, really committed: each person is entered once, and each roster is checked to its end."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from onecard.domains.disbursement import api as pay
from onecard.domains.rosters import api as rosters
from onecard.domains.rosters.tests.conftest import (
    DUE,
    FINANCE,
    Desk,
    a_bank,
    found_benefit_agencies,
    rows_of,
    terms_of,
)

PEOPLE, QUOTA = 120, 100


@pytest.fixture
def two(database, standing_country, owner_tx, clock, keyring, places) -> list[Any]:
    """Two rosters of the same people, each in many small parts, for a quota that is too small."""
    found_benefit_agencies(owner_tx, clock)
    with database.writing() as tx:
        pay.keep_bank(tx, a_bank(), at=clock())
        desk = Desk(tx, clock, keyring, places.divisions)
        project = desk.project(quota_fen=QUOTA * DUE)
        rows = rows_of([desk.person() for _ in range(PEOPLE)])
        begun = [desk.begin(project) for _ in range(2)]
        for roster_id, listed in zip(begun, (rows, rows[::-1]), strict=True):
            for n in range(0, PEOPLE, 4):
                desk.add(roster_id, listed[n : n + 4])
    return begun


def test_of_two_rosters_of_the_same_people_each_person_is_entered_once(database, two, clock, keyring, places):
    def check(_: int) -> int:
        done = 0
        while True:
            with database.writing() as tx:
                some = rosters.check_parts(tx, terms_of, keyring=keyring, divisions=places.divisions, at=clock())
            if some is None:
                return done
            done += some.passed + some.refused

    with ThreadPoolExecutor(4) as hands:
        assert sum(hands.map(check, range(4))) == 2 * PEOPLE
    with database.reading() as tx:
        entered = [one for roster_id in two for one in rosters.entries_of(tx, roster_id=roster_id, at_most=1_000)]
        states = [
            rosters.roster_progress(tx, roster_id=roster_id, agency_id=FINANCE).roster.state for roster_id in two
        ]  # fmt: skip
        broken = [one.check for one in rosters.check(tx) if not one.clean]
    assert (len(entered), len({one.holder_id for one in entered})) == (QUOTA, QUOTA)
    assert (states, broken) == (["checked", "checked"], [])
