"""What a value of a pension's unit must look like; a slip is told with what was expected."""

import pytest

from onecard.rulebook.units import expected_of, is_unit

RIGHT = {
    "months": [0, 720],
    "times": [2],
    "ten-thousandths": [0, 12_000],
    "months by category": [{"male": 720, "female_staff": 660, "female_worker": 600}],
    "months by age": [{60: 139}, {60: 139, 61: 132, 62: 125}],
    "bands": [[[0, 3]], [[2011, 180], [2030, 186]]],
}
WRONG = {
    "months": [-1, 1.5, True, "720"],
    "ten-thousandths": [1.2],
    "months by category": [{"male": 720}, {"male": 720, "female_staff": 660, "pilot": 600}, 720,
                           {"male": 720, "female_staff": 660, "female_worker": -1}],
    "months by age": [{}, {60: 139, 62: 125}, {60: 139, 61: 139}, {60: 132, 61: 139}, {60: 0}, {"60": 139}, [139]],
    "bands": [[], [[1]], [[2, 1], [1, 1]], [[1, 1], [1, 2]], [[1, -1]], [1, 2], {1: 2}, [["a", 1]]],
}  # fmt: skip


@pytest.mark.parametrize(("unit", "value"), [(unit, value) for unit, values in RIGHT.items() for value in values])
def test_a_value_that_suits_its_unit_is_taken(unit, value):
    assert is_unit(unit) and expected_of(unit, value) is None


@pytest.mark.parametrize(("unit", "value"), [(unit, value) for unit, values in WRONG.items() for value in values])
def test_a_value_that_does_not_is_told_what_was_expected(unit, value):
    assert expected_of(unit, value)
