"""`onecard programme what-if`: a programme's values changed and tried on everybody here, before they are published."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.cells import set_cell_size

from onecard.doors.cli_errors import DivisionUnknown
from onecard.doors.cli_programmes import Name
from onecard.doors.cli_say import console, say, steps
from onecard.kernel.clock import day_of, now
from onecard.kernel.money import yuan
from onecard.kernel.settings import read_settings

if TYPE_CHECKING:
    from onecard.doors.bootstrap import House
    from onecard.doors.what_if.telling import Line
    from onecard.doors.what_if.trying import Answer

Wanted = Annotated[list[str], typer.Option("--set", metavar="NAME=VALUE", help="要试的数值,可重复 · a value to try, may be repeated; money in fen or as 700.00, bands as 80:10000, 90:50000")]  # fmt: skip  # noqa: E501
At = Annotated[int, typer.Option("--at", metavar="DIVISION", help="在哪里公布;0 为全国 · where it would be published; 0 is the nation")]  # fmt: skip  # noqa: E501
AsOf = Annotated[datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], metavar="DAY", help="从哪天起 · from which day on (today)")]  # fmt: skip  # noqa: E501
Sheet = Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="把各行写入 CSV · write the rows as CSV")]


def what_if(name: Name, wanted: Wanted, at: At = 0, as_of: AsOf = None, sheet: Sheet = None) -> None:
    """试算:改了数值会怎样 · Try other values on everybody here: cost, who wins and who loses; nothing is written."""
    from onecard.doors.bootstrap import open_house
    from onecard.doors.what_if.trying import Question, prepare, run
    from onecard.kernel.postgres.transaction import SYSTEM

    values = dict(_pair(one) for one in wanted)
    with open_house(read_settings(), pool=1) as house:
        if at and at not in house.book.places.divisions:
            raise DivisionUnknown(division=at)
        question = Question(name, values, at, as_of.date() if as_of else day_of(now()))
        trial = prepare(house, question)
        with steps("逐县试算 · county by county") as report:
            answer = run(house, trial, SYSTEM, lambda people, done, of: report(f"{people:,} 人 people", done, of))
        _tell(house, answer)
        if sheet is not None:
            _write(house, answer, sheet)


def _tell(house: "House", answer: "Answer") -> None:
    from onecard.doors.what_if.telling import TIMES_A_YEAR, by_age, by_region, everybody
    from onecard.rulebook.saying import WORDS

    places, proposal = house.book.places, answer.trial.proposal
    whole, rule = everybody(answer, places), proposal.rule
    speed = round(whole.people / max(answer.seconds, 0.001))
    say(f"{whole.people:,} 人 people, {answer.seconds:.1f} s, {speed:,}/s; 未写入任何数据 · nothing was written")
    _rests_on(answer)
    if whole.row is None:
        say(f"受影响的人太少(有一类不足 {answer.figures.least} 人),不予显示 · too few people to be shown")
        return
    per = "·".join(WORDS.say(f"per.{rule.per}", {}, language) for language in ("zh", "en"))
    row, times = whole.row, TIMES_A_YEAR.get(rule.per)
    say(f"{per}: {yuan(row.before_fen)} → {yuan(row.after_fen)}  ({_signed(row.change_fen)})")
    if times:
        say(f"一年 · a year: {_signed(row.change_fen * times)}")
    for fund, (before, after) in sorted(whole.funds.items()):
        named = proposal.now.funds[fund]
        _line(f"  ← {named.name_zh} · {named.name_en}: {yuan(before)} → {yuan(after)}")
    _line(_head())
    for line in (whole, *by_region(answer, places), *by_age(answer)):
        _line(_row(line))


def _rests_on(answer: "Answer") -> None:
    """Which facts are the nation's, which are assumed, and what is left out."""
    trial = answer.trial
    named = trial.proposal.now.facts
    for zh, en, facts in (("取自人口数据", "from the nation's data", trial.held),
                          ("假设(示例)", "assumed (illustrative)", trial.assumed)):  # fmt: skip
        if facts:
            words = [f"{named[one].name_zh} {named[one].name_en}" for one in facts]
            _line(f"  {zh} · {en}: {'; '.join(words)}")
    if trial.once_a_household:
        _line("  假设每户一人代表全户申请 · assumed: one member stands for each household")
    if trial.proposal.kept:
        _line(f"  自有规定的地方不变 · places that keep their own value: {', '.join(map(str, trial.proposal.kept))}")
    if trial.others:
        _line(f"  未计对其他项目的影响 · not counted: what it does to {', '.join(trial.others)}")


def _head() -> str:
    groups = ("新增 new", "退出 gone", "增加 more", "减少 less", "不变 same")
    return _cells("", *groups) + "  变化 change"


def _row(line: "Line") -> str:
    named = f"{line.name_zh} {line.name_en}"
    if line.row is None:
        return f"{_cells(named)}  人数太少,不予显示 · withheld: too few people"
    return f"{_cells(named, *(f'{count:,}' for count in line.row.groups))}  {_signed(line.row.change_fen)}"


def _cells(named: str, *rest: str) -> str:
    """In columns of the screen, where a Chinese character is two wide."""
    return set_cell_size(named, 34) + "".join(set_cell_size(one, 14) for one in rest)


def _signed(fen: int) -> str:
    return f"{'+' if fen > 0 else ''}{yuan(fen)}"


def _write(house: "House", answer: "Answer", sheet: Path) -> None:
    from onecard.doors.what_if.telling import write_csv

    with sheet.open("w", encoding="utf-8", newline="") as file:
        write_csv(file, answer, house.book.places)
    say(f"已写入 · written: {sheet}")


def _pair(typed: str) -> tuple[str, str]:
    name, mark, value = typed.partition("=")
    if not mark:
        raise typer.BadParameter("应为 NAME=VALUE · NAME=VALUE is meant, such as line=700.00")
    return name.strip(), value.strip()


def _line(words: str) -> None:
    console.print(words, markup=False, highlight=False, soft_wrap=True)
