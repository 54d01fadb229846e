"""The benefit programmes at the command line: listed, shown and explained without a database."""

import pytest
from typer.testing import CliRunner, Result

from onecard.doors.cli import app
from onecard.doors.cli_errors import DivisionUnknown
from onecard.rules.programmes.errors import FactMalformed, FactUnknown, ProgrammeNotInForce, ProgrammeUnknown

DAY = ("--on", "2026-11-25")


def onecard(*words: str) -> Result:
    return CliRunner().invoke(app, ["programme", *words])


def test_a_place_lists_its_programmes_and_no_others() -> None:
    beijing, shanghai = (onecard("list", "--at", at, *DAY).stdout for at in ("110105", "310101"))
    assert "高龄津贴" in beijing and "老年综合津贴" not in beijing
    assert "老年综合津贴" in shanghai and "高龄津贴" not in shanghai
    assert "80 岁起 ¥100.00" in beijing and "from 80 years ¥100.00" in beijing


def test_a_programme_is_shown_with_every_value_and_its_document() -> None:
    said = onecard("show", "university_grant", "--at", "420102", *DAY).stdout
    assert "370000 (fen, 2024-09-01, nation) 2024 年学生资助政策（feifmx 47482674）" in said
    assert "central finance 60, provincial finance 40" in said


def test_who_is_too_young_is_told_from_which_day_on() -> None:
    done = onecard("explain", "old_age_allowance", "--at", "110105", *DAY,
                   "--fact", "born=1947-03-05", "--fact", "registered_division=110105")  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "✗ 不符合 · not entitled" in done.stdout
    assert "→ 2027-03-05 满 80 周岁起 · from 2027-03-05, on turning 80" in done.stdout


def test_a_pension_is_told_part_by_part_with_the_document_of_each() -> None:
    known = ("employee_category=male", "born=1966-02-10", "retired_on=2026-11-20", "pension_paid_months=300",
             "pension_deemed_months=60", "pension_index=12000", "pension_account_fen=120000.00")  # fmt: skip
    facts = [word for one in known for word in ("--fact", one)]
    said = onecard("explain", "employee_pension", "--at", "510100", *DAY, *facts).stdout
    assert "✓ 符合 · entitled ¥3,510.81 每月 · a month" in said
    assert "Basic part ¥2,062.50" in said and "Transitional part ¥585.00" in said
    assert "Account part ¥863.31" in said and "§ 国发〔2005〕38号附件" in said


def test_who_retires_too_early_is_told_the_first_month() -> None:
    facts = ("--fact", "employee_category=female_staff", "--fact", "born=1972-02-10", "--fact", "retired_on=2026-11-20")
    said = onecard("explain", "employee_pension", "--at", "510100", *DAY, *facts).stdout
    assert "✗ 退休不早于 2027-02" in said and "if the day of retirement were 2027-02-01 or later" in said


def test_who_is_entitled_is_told_how_much_who_bears_it_and_what_comes() -> None:
    said = onecard("explain", "old_age_allowance", "--at", "110105", *DAY,
                   "--fact", "born=1945-03-05", "--fact", "registered_division=110105").stdout  # fmt: skip
    assert "✓ 符合 · entitled ¥100.00 每月 · a month" in said
    assert "县级财政 · county finance ¥50.00" in said
    assert "from 2035-03-05, on turning 90: ¥500.00" in said


def test_a_missing_fact_is_named_as_it_is_typed() -> None:
    said = onecard("explain", "childcare_subsidy", "--at", "120101", *DAY, "--fact", "no_means=false").stdout
    assert "? 待补信息 · more must be known" in said and "--fact children_born" in said


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("list", "--at", "999999"), DivisionUnknown),
        (("show", "free_lunch", "--at", "110105"), ProgrammeUnknown),
        (("show", "old_age_allowance", "--at", "420102"), ProgrammeNotInForce),
        (("explain", "old_age_allowance", "--at", "110105", "--fact", "borne=1945-03-05"), FactUnknown),
        (("explain", "old_age_allowance", "--at", "110105", "--fact", "born=March"), FactMalformed),
    ],
)
def test_a_slip_is_told_with_a_way_out(words: tuple[str, ...], problem: type[Exception]) -> None:
    assert isinstance(onecard(*words).exception, problem)


def test_every_fact_is_listed_with_its_unit() -> None:
    said = onecard("facts").stdout
    assert "children_born" in said and "hundredths of a mu" in said


def test_a_fact_without_a_value_ends_with_words() -> None:
    done = onecard("explain", "old_age_allowance", "--at", "110105", "--fact", "born")
    assert (done.exit_code, "NAME=VALUE" in done.output) == (2, True)
