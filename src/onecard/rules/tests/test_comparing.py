"""Before and after, summed into cells to the fen; and rows that could tell of single people are not shown."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onecard.rules.programmes.comparing import Row, Tally
from onecard.rules.programmes.withholding import small, withheld

LEAST = 10
fen = st.integers(0, 10**9)
person = st.tuples(st.sampled_from([110000, 510000, 520000]), st.integers(0, 100), fen, fen)


def tally(people, pieces=1):
    """The people added in so many pieces."""
    found = Tally([0, 18, 60])
    for piece in range(pieces):
        columns = np.array(people[piece::pieces], dtype=np.int64).reshape(-1, 4).T
        nobody = np.zeros(columns.shape[1], dtype=bool)
        if columns.shape[1]:
            found.add(region=columns[0], age=columns[1], before_fen=columns[2], after_fen=columns[3], undecided=nobody)
    return found


def plainly(people):
    """The same, one person after the other."""
    row = dict.fromkeys(("new", "gone", "more", "less", "same"), 0)
    for _, _, before, after in people:
        if before == after:
            kind = "same" if before else ""
        elif not before:
            kind = "new"
        elif not after:
            kind = "gone"
        else:
            kind = "more" if after > before else "less"
        if kind:
            row[kind] += 1
    return Row(len(people), **row, before_fen=sum(p[2] for p in people), after_fen=sum(p[3] for p in people))


@given(st.lists(person, min_size=1, max_size=40), st.integers(1, 4))
def test_cells_are_the_people_in_them_however_they_are_cut(people, pieces):
    found = tally(people, pieces)
    assert found.whole() == plainly(people)
    for code, row in found.by_region().items():
        assert row == plainly([one for one in people if one[0] == code])
    for start, row in found.by_band().items():
        upto = {0: 18, 18: 60, 60: 1000}[start]
        assert row == plainly([one for one in people if start <= one[1] < upto])


def test_funds_add_up_by_region_and_altogether():
    found = Tally([0])
    found.add_borne(np.array([1, 2, 1]), {"central": np.array([5, 7, 1])}, after=False)
    found.add_borne(np.array([2]), {"central": np.array([9]), "county": np.array([2])}, after=True)
    assert found.by_fund() == {"central": (13, 9), "county": (0, 2)}
    assert found.by_fund_and_region()["central", 2] == (7, 9)


rows = st.dictionaries(
    st.integers(0, 20),
    st.builds(Row, new=st.integers(0, 40), gone=st.integers(0, 12), more=st.integers(0, 200)),
    min_size=1,
    max_size=8,
)


@given(rows)
def test_what_is_not_shown_cannot_be_worked_out_from_the_rest(found):
    hidden = withheld(found, LEAST)
    assert [key for key, row in found.items() if small(row, LEAST) and key not in hidden] == []
    total = [sum(column) for column in zip(*(row.groups for row in found.values()), strict=True)]
    rest = [sum(column) for column in zip(*(found[key].groups for key in hidden), strict=True)] or [0] * 5
    if any(0 < many < LEAST for many in total):
        return  # then the total itself is not shown
    everybody = hidden >= {key for key, row in found.items() if any(row.groups)}
    assert everybody or not any(0 < many < LEAST for many in rest)
    assert everybody or len(hidden) != 1


def test_one_small_row_takes_another_with_it():
    found = {1: Row(new=3), 2: Row(new=50), 3: Row(new=80), 4: Row()}
    assert withheld(found, LEAST) == {1, 2}


def test_nothing_is_withheld_without_need():
    assert withheld({1: Row(new=10), 2: Row(), 3: Row(same=1000)}, LEAST) == set()
