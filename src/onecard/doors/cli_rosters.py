"""`onecard roster …`: rows in, every row's answer out, the public notice, and how far a roster is.

Who acts is named by the name she signs in with, and must have the role for it: whoever has the command line answers
for the names. What one person may not do twice, she may not do here either.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from onecard.domains.agencies import api as agencies
from onecard.domains.rosters import api as rosters
from onecard.doors.cli_agencies import Named, find_agency
from onecard.doors.cli_errors import StaffUnknown
from onecard.doors.cli_say import console, say, steps
from onecard.doors.security.errors_visitors import NotForYou
from onecard.kernel.ids import new_id
from onecard.kernel.money import yuan
from onecard.kernel.postgres.transaction import Transaction
from onecard.kernel.settings import read_settings

roster = typer.Typer(help="名册 · rosters: who is to be paid, and who said so", no_args_is_help=True)
By = Annotated[str, typer.Option("--by", metavar="NAME", help="经办人的登录名 · who does it, by her sign-in name")]
RosterId = Annotated[UUID, typer.Argument(metavar="ROSTER", help="名册编号 · its id")]
_ListFile = Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="Excel 或 CSV · the list")]
_Answers = Annotated[Path | None, typer.Option("--answers", help="逐行结果 CSV · where to write the answers")]


@roster.command("begin")
def begin(
    project_id: Annotated[UUID, typer.Argument(metavar="PROJECT", help="项目编号 · the project's id")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="名册名称，如村名 · what it is called, a village")],
    by: By,
) -> None:
    """新建一份名册 · Begin a roster without rows."""
    from onecard.doors.bootstrap import open_house

    if not 1 <= len(name) <= 60:
        raise typer.BadParameter("名称应为 1 至 60 个字 · a name has 1 to 60 letters")
    with open_house(read_settings(), pool=1) as house, house.app.writing() as tx:
        wanted = rosters.RosterWanted(new_id(), project_id, name)
        made = rosters.begin_roster(tx, wanted, hand=hand_of(tx, by, "rosters.make"), at=house.clock())
    say(f"名册 · roster {made.roster_id}")


@roster.command("add")
def add(roster_id: RosterId, file: _ListFile, by: By, answers: _Answers = None) -> None:
    """提交名单并等待逐行结果 · Hand rows in and wait for every row's answer; the same file again changes nothing."""
    from onecard.doors import rosters as door
    from onecard.doors.bootstrap import open_house
    from onecard.kernel.sheets import open_sheet

    with open_house(read_settings(), pool=4) as house:
        with house.app.writing() as tx:
            hand = hand_of(tx, by, "rosters.make")
            whose = rosters.find_roster(tx, roster_id=roster_id, agency_id=hand.agency_id)
            project = rosters.find_project(tx, project_id=whose.project_id)
            sheet = open_sheet(file, rosters.columns_of(door.terms_of(project).bound))
            taken = rosters.add_rows(
                tx, roster_id=roster_id, digest=door.digest_of(file), rows=sheet.rows, hand=hand,
                keyring=house.keyring, at=house.clock(),
            )  # fmt: skip
        said = "已提交过 · handed in before" if taken.repeated else "已接收 · taken"
        say(f"{said}: {taken.rows:,} 行 · rows（文件 file {taken.file}）")
        with steps("逐行核验 · row by row") as report:
            door.follow_checks(house, roster_id, hand.agency_id, report)
        _tell(house.app, roster_id, hand.agency_id)
        if answers is not None:
            with answers.open("w", encoding="utf-8", newline="") as out:
                door.write_answer_file(out, house, project, roster_id, refused=True)
            answers.chmod(0o600)
            say(f"未通过的各行 · the refused rows: {answers}；改正后再次提交 · mend them and hand that file in")
            say("文件含个人信息，用后请删除 · it holds personal data: delete it after use")


@roster.command("post")
def post(
    roster_id: RosterId,
    by: By,
    notice: Annotated[
        Path | None, typer.Option("--notice", help="公示内容 CSV · where to write what is posted")
    ] = None,
) -> None:
    """开始公示（姓名脱敏）· Post the public notice of a checked roster, names masked."""
    from onecard.doors import rosters as door
    from onecard.doors.bootstrap import open_house

    with open_house(read_settings(), pool=1) as house:
        with house.app.writing() as tx:
            hand = hand_of(tx, by, "rosters.make")
            rosters.post_notice(tx, roster_id=roster_id, hand=hand, keyring=house.keyring, at=house.clock())
        _tell(house.app, roster_id, hand.agency_id)
        if notice is not None:
            with notice.open("w", encoding="utf-8", newline="") as out:
                door.write_notice(out, house, roster_id)
            say(f"公示内容 · the notice: {notice}")


@roster.command("show")
def show(
    named: Named,
    roster_id: Annotated[UUID | None, typer.Option("--roster", help="一份名册的经过 · one of them")] = None,
) -> None:
    """查看名册、进度与办理经过 · An organisation's rosters, how far they are, and what happened to one."""
    from onecard.doors.bootstrap import open_house

    with open_house(read_settings(), pool=1) as house:
        with house.app.reading() as tx:
            agency_id = find_agency(tx, named).agency_id
            known = [one.roster_id for one in rosters.rosters_of(tx, agency_id=agency_id)]
        for one in known if roster_id is None else [roster_id]:
            _tell(house.app, one, agency_id)
        if roster_id is not None:
            with house.app.reading() as tx:
                _tell_history(
                    rosters.history_of(tx, roster_id=roster_id), rosters.objections_of(tx, roster_id=roster_id)
                )


def hand_of(tx: Transaction, name: str, permission: str) -> rosters.Hand:
    """Who acts, by her sign-in name; StaffUnknown, or NotForYou where no role of hers allows it."""
    staff = agencies.find_staff_by_name(tx, sign_in_name=name)
    if staff is None:
        raise StaffUnknown(name=name)
    if not staff.may(permission):
        raise NotForYou
    return rosters.Hand(f"staff {staff.staff_id}", staff.agency_id)


def _tell(database: "object", roster_id: UUID, agency_id: UUID) -> None:
    from onecard.kernel.postgres.transaction import Database

    assert isinstance(database, Database)
    with database.reading() as tx:
        now = rosters.roster_progress(tx, roster_id=roster_id, agency_id=agency_id)
    zh, en = rosters.STATE_WORDS[now.roster.state]
    line = f"{now.roster.roster_id}  {now.roster.name}  {zh} · {en}"
    console.print(line, markup=False, highlight=False, soft_wrap=True)
    say(
        f"{now.roster.rows:,} 行 rows = 通过 passed {now.passed:,} + 未通过 refused {now.refused:,}"
        f" + 待核验 waiting {now.waiting:,}"
    )
    for state, many in sorted(now.entries.items()):
        say(f"  {_ENTRY_WORDS[state]}: {many:,} 人次 entries, {yuan(now.fen[state])}")
    if now.notice_until is not None:
        say(f"  公示至 notice until {now.notice_until.astimezone():%Y-%m-%d %H:%M}")


def _tell_history(events: Sequence[rosters.RosterEvent], objections: Sequence[rosters.Objection]) -> None:
    for one in events:
        when = f"{one.happened_at.astimezone():%Y-%m-%d %H:%M}"
        console.print(f"  {when}  {one.round}  {one.event}  {one.reason or ''}  {one.actor}", markup=False)
    for each in objections:
        outcome = each.outcome or "待处理 open"
        console.print(f"  异议 objection: {each.number}  {each.ground}  {outcome}", markup=False)


_ENTRY_WORDS: dict[rosters.EntryState, str] = {
    "standing": "在册 standing",
    "held": "有异议，暂缓 held",
    "dropped": "已核减 dropped",
    "handed_over": "已转发放 handed over",
}
