"""A demo nation is a sample of one in so many; whoever compares it with the census must know in how many."""

from dataclasses import replace
from typing import Any

from onecard.doors.demo.founding import demo_folder
from onecard.doors.nation import WHOLE, read_scale, write_scale


def test_a_house_without_a_demo_nation_is_whole(house: Any) -> None:
    assert read_scale(house.settings) == WHOLE


def test_the_scale_a_nation_was_founded_with_is_remembered(house: Any) -> None:
    write_scale(demo_folder(house), 200)
    assert read_scale(replace(house.settings, demo_size=10_000)) == 200


def test_a_nation_founded_before_this_was_noted_has_the_set_size(house: Any) -> None:
    demo_folder(house).mkdir()
    (demo_folder(house) / "terminals.json").write_text("{}")
    assert read_scale(replace(house.settings, demo_size=5_000)) == 5_000
