"""The drawn uses: as many as the nation makes, mostly at home, abroad mostly with allies."""

from datetime import date

import numpy as np
import pytest

from onecard.doors.demo.people import chunks, invent
from onecard.doors.demo.plan import points
from onecard.doors.demo.trips import Map, draw_trips

TODAY = date(2026, 11, 23)
COUNTIES = [(511381, 20_000), (440106, 20_000), (653101, 10_000)]
BY_DAY = [1500, 1600, 900]


@pytest.fixture(scope="module")
def planned(book):
    return list(points(book, TODAY))


@pytest.fixture(scope="module")
def drawn(book, planned):
    where = Map(planned, book.places, TODAY)
    pairs = []
    for chunk in chunks(COUNTIES, limit=25_000):
        people = invent(chunk, seed=1, ecards_per_mille=698)
        pairs.append((people, draw_trips(chunk, people, where, BY_DAY, 50_000, seed=1)))
    return pairs


def test_over_all_chunks_every_day_has_exactly_its_uses(drawn):
    days = np.concatenate([trips.day for _, trips in drawn])
    assert np.bincount(days).tolist() == BY_DAY


def test_uses_come_in_the_order_they_happened(drawn):
    for _, trips in drawn:
        moments = trips.day * 86_400 + trips.second
        assert (np.diff(moments) >= 0).all()


def test_codes_are_shown_only_by_those_who_have_an_e_card(drawn):
    for people, trips in drawn:
        assert people.has_ecard[trips.person[trips.by_code]].all()
    shown = np.concatenate([trips.by_code for _, trips in drawn]).mean()
    assert 0.5 < shown < 0.62  # 69.8 % have an e-card and use the card itself one time in five


def test_most_stay_home_and_most_who_leave_sichuan_go_to_its_ally(drawn, planned):
    went = np.concatenate(
        [
            np.array([planned[p].province for p in trips.point])[people.division[trips.person] == 511381]
            for people, trips in drawn
        ]
    )
    assert 0.90 < (went == 510000).mean() < 0.96
    assert (went == 500000).sum() > 0.6 * (went != 510000).sum()
