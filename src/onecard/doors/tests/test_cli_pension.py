"""`onecard pension …` answers without a home or a database, in both languages, with the document of every step."""

import pytest
from typer.testing import CliRunner

from onecard.doors.cli import app
from onecard.rules.pensions.errors import PensionFactWrong, PensionPlaceUnknown, PensionRuleUnknown

PERSON = ("--place", "510100", "--born", "1970-06", "--paid", "300", "--balance", "120,000", "--on", "2026-11-25")


def pension(*words):
    return CliRunner().invoke(app, ["pension", *words], env={"COLUMNS": "200", "ONECARD_HOME": "/nonexistent"})


def test_an_estimate_shows_the_window_and_each_part_with_its_document():
    said = pension("estimate", *PERSON, "--index", "1.2", "--deemed", "60")
    assert said.exit_code == 0
    for words in (
        "2030-06",
        "2031-11",
        "2034-11",
        "法定 · statutory",
        "¥4,296.36",
        "国发〔2005〕38号",
        "示例 · illustrative",
    ):
        assert words in said.output


def test_who_pays_no_more_is_told_what_is_missing():
    said = pension("estimate", *PERSON[:5], "12", *PERSON[6:], "--stops")
    assert "months short" in said.output and "enough is paid from then" in said.output


def test_a_resident_is_asked_for_nothing_but_time_and_balance():
    said = pension("estimate", *PERSON, "--scheme", "resident")
    assert said.exit_code == 0 and "2030-06" in said.output and "139" in said.output


def test_grants_a_raise_and_a_place_are_worked_out():
    assert "¥67,640.00" in pension("grants", "--place", "510000", "--paid", "300", "--on", "2026-06-01").output
    drawn = ("--amount", "3000", "--paid", "400", "--born", "1950-01-01", "--since", "2010-02", "--on", "2026-07-01")
    assert "¥3,000.00 → ¥3,101.00" in pension("adjust", "--place", "510000", *drawn).output
    said = pension("place", "--home", "510100", "--paid", "440000:1995-01:2004-12", "--paid", "330100:2005-01:2007-12")
    assert "由广东省支付 · paid by Guangdong" in said.output


@pytest.mark.parametrize(
    "words",
    [
        ("estimate", *PERSON, "--scheme", "none"),
        ("estimate", *PERSON, "--index", "high"),
        ("estimate", *PERSON[:7], "1x"),
        ("place", "--home", "510100", "--paid", "440000:1995"),
        ("place", "--home", "510100", "--paid", "440000:1995-01:2004-12:perhaps"),
    ],
)
def test_what_cannot_be_read_is_said_with_an_example(words):
    said = pension(*words)
    assert said.exit_code == 2 and "·" in said.output


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("estimate", "--place", "999999", *PERSON[2:]), PensionPlaceUnknown),
        (("estimate", *PERSON, "--category", "pilot"), PensionFactWrong),
        (("grants", "--place", "510000", "--paid", "300", "--on", "2019-01-01"), PensionRuleUnknown),
    ],
)
def test_a_refusal_has_a_name_and_a_next_step(words, problem):
    assert isinstance(pension(*words).exception, problem)
