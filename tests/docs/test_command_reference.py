"""The page of commands says what the parser takes: each option by its own name, and whether it may be left out."""

import re

import pytest
from tests.docs.commands import ROOT
from typer.testing import CliRunner

from onecard.doors.cli import app

_HEADINGS = re.findall(r"^## `onecard (.+)`$", (ROOT / "docs/reference/commands.md").read_text("utf-8"), re.MULTILINE)
_OPTION = re.compile(r"(\[)?(--[a-z-]+)( \S+?)?(?: \.\.\.)?(?:\]| |$)")


def path_of(heading: str) -> list[str]:
    """The words before the first argument or option: commands are small letters and nothing else is."""
    return re.match(r"[a-z-]+(?: [a-z-]+)*", heading)[0].removesuffix(" ").split()


def options_of(heading: str) -> list[tuple[str, bool, bool]]:
    """Each option as printed: its name, whether a value follows, whether it may be left out."""
    return [(name, bool(value), bool(optional)) for optional, name, value in _OPTION.findall(heading)]


def helped(*words: str) -> str:
    done = CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": "500", "NO_COLOR": "1"})
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("heading", _HEADINGS)
def test_the_parser_takes_every_printed_option_as_it_is_printed(heading: str):
    typed = [word for name, valued, _ in options_of(heading) for word in (name, "1")[: 1 + valued]]
    said = helped(*path_of(heading), *typed)  # an option that is unknown, or wants a value, ends this with status 2
    for name, _, may_be_left_out in options_of(heading):
        (line,) = re.findall(rf"^.{{0,8}}{name}\b.*", said, re.MULTILINE)
        assert ("[required]" in line) == (not may_be_left_out), line
    printed = {name for name, _, _ in options_of(heading)}
    assert set(re.findall(r"^.{0,8}(--[a-z-]+)", said, re.MULTILINE)) - {"--help"} == printed


def test_the_headings_are_read_as_they_are_meant():
    heading = "staff add NAME --agency AGENCY --role ROLE ... [--called CALLED] [--generate]"
    assert path_of(heading) == ["staff", "add"]
    assert options_of(heading) == [
        ("--agency", True, False), ("--role", True, False), ("--called", True, True), ("--generate", False, True),
    ]  # fmt: skip
    assert len(_HEADINGS) > 20
