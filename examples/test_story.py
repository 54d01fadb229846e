"""The story runs for real and says, to the letter, what is recorded beside it."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from onecard.doors.demo.story import tell_story

RECORDED = Path(__file__).with_name("story.txt")


@pytest.mark.slow
def test_the_story_is_told_as_it_was_recorded():
    told = io.StringIO()
    tell_story(Console(file=told, highlight=False, soft_wrap=True))
    assert told.getvalue() == RECORDED.read_text(encoding="utf-8")
