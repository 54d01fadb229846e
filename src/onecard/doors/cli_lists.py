"""`onecard list …`: hand in a school's or employer's file, follow it row by row, fetch the answers."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast
from uuid import UUID

import typer

from onecard.domains.cards import api as cards
from onecard.doors.cli_agencies import Division, Named, find_agency, require_division
from onecard.doors.cli_say import say, steps
from onecard.kernel.ids import new_id
from onecard.kernel.settings import read_settings
from onecard.kernel.sheets import open_sheet

if TYPE_CHECKING:
    from onecard.doors.bootstrap import House

lists = typer.Typer(help="申领名单 · lists of card applications", no_args_is_help=True)
ListFile = Annotated[Path, typer.Argument(metavar="文件", exists=True, dir_okay=False, help="Excel 或 CSV · the file")]
AnswerFile = Annotated[Path | None, typer.Option("--answers", help="逐行结果 CSV · where to write the answers")]


@lists.command("send")
def send(  # noqa: PLR0917 - what is typed, in the order of the help
    file: ListFile,
    named: Named,
    division: Division,
    applicant: Annotated[str, typer.Option(help="school, employer")] = "school",
    bank: Annotated[str | None, typer.Option(help="合作银行 · the bank of the cards")] = None,
    answers: AnswerFile = None,
) -> None:
    """提交名单并等待逐行结果 · Hand in a list and wait for every row's answer; it may be left and asked for later."""
    from onecard.doors.bootstrap import open_house

    if applicant not in ("school", "employer"):
        raise typer.BadParameter("应为 school 或 employer · school or employer is meant")
    with open_house(read_settings(), pool=4) as house:
        require_division(house, division)
        sheet = open_sheet(file, cards.LIST_COLUMNS)
        with house.app.writing() as tx:
            agency = find_agency(tx, named)
            wanted = cards.ListWanted(
                new_id(), agency.agency_id, division, bank, cast(cards.ListApplicant, applicant), "command line"
            )
            many = cards.take_list(tx, wanted, sheet.rows, keyring=house.keyring, at=house.clock())
        say(f"名单 · list {wanted.list_id}: {many:,} 行 · rows")
        _follow(house, agency.agency_id, wanted.list_id)
        _tell(house, agency.agency_id, wanted.list_id, answers)


@lists.command("answers")
def fetch(
    list_id: Annotated[UUID, typer.Argument(metavar="ID", help="名单编号 · its number")],
    named: Named,
    answers: AnswerFile = None,
) -> None:
    """查看进度,取回逐行结果 · How far a list is, and its answers so far."""
    from onecard.doors.bootstrap import open_house

    with open_house(read_settings(), pool=2) as house:
        with house.app.reading() as tx:
            agency = find_agency(tx, named)
        _tell(house, agency.agency_id, list_id, answers)


def _follow(house: "House", agency_id: UUID, list_id: UUID) -> None:
    """Decide what waits, whether or not a worker helps, until this list is through."""
    from onecard.doors.lists import decide_parts

    with steps("逐行办理 · row by row") as report:
        while True:
            with house.app.reading() as tx:
                now = cards.list_progress(tx, agency_id=agency_id, list_id=list_id)
            report("", now.accepted + now.refused, now.rows)
            if now.finished:
                return
            if decide_parts(house) is None:
                time.sleep(0.2)  # a worker holds the last parts


def _tell(house: "House", agency_id: UUID, list_id: UUID, answers: Path | None) -> None:
    from onecard.doors.lists import write_answer_file

    with house.app.reading() as tx:
        now = cards.list_progress(tx, agency_id=agency_id, list_id=list_id)
    say(f"已受理 · accepted {now.accepted:,},未受理 · refused {now.refused:,},共 · of {now.rows:,}")
    if answers is not None:
        with answers.open("w", encoding="utf-8", newline="") as file:
            write_answer_file(file, house, list_id, refused=False)
        answers.chmod(0o600)
        say(f"逐行结果 · every row's answer: {answers}")
        say("文件含个人信息，用后请删除 · it holds personal data: delete it after use")
