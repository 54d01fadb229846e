"""`onecard project …`: a programme's money at a place for a period, set up by its department."""

from datetime import datetime
from typing import Annotated
from uuid import UUID, uuid5

import typer

from onecard.domains.rosters import api as rosters
from onecard.doors.cli_agencies import Named, find_agency, require_division
from onecard.doors.cli_rosters import By, hand_of
from onecard.doors.cli_say import console, say
from onecard.kernel.money import fen_of, yuan
from onecard.kernel.settings import read_settings

project = typer.Typer(help="发放项目 · projects: a programme's money for a place and period", no_args_is_help=True)
Money = Annotated[str, typer.Option("--quota", help="指标金额（元）· the quota in yuan")]
Entries = Annotated[int, typer.Option("--entries", min=1, max=10**9, help="指标人次 · the quota in entries")]
Closes = Annotated[
    datetime, typer.Option("--closes", formats=["%Y-%m-%d"], help="申报截止日 · rows are taken to this day")
]
Day = typer.Option(formats=["%Y-%m-%d"], help="按哪天的规定 · by the rules of which day; the period's last, or today")


@project.command("add")
def add(  # noqa: PLR0917 - what is typed, in the order of the help
    programme: Annotated[str, typer.Argument(metavar="PROGRAMME", help="项目代码，见 onecard programme list · its id")],
    place: Annotated[int, typer.Option("--at", metavar="DIVISION", help="六位区划代码 · six-digit division code")],
    period: Annotated[str, typer.Option(help="期次，如 2026-11、2026-Q4、2026 · the period it is for")],
    by: By,
    finance: Annotated[str, typer.Option(help="财政部门编号或全名 · the finance department, id or name")],
    fund: Annotated[int, typer.Option(help="资金账户编号 · the ledger account that bears it")],
    bank: Annotated[str, typer.Option(help="代发银行代码，见 onecard pay banks · the paying bank's code")],
    purpose: Annotated[str, typer.Option(help="摘要（写明项目名称）· what the payee's statement says")],
    quota: Money,
    entries: Entries,
    closes: Closes,
    opens: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="申报开始日 · the first; today")] = None,
    rules_on: Annotated[datetime | None, Day] = None,
    entry_most: Annotated[str | None, typer.Option(help="每人次上限（元）· the most an entry may be, in yuan")] = None,
) -> None:  # fmt: skip
    """设立发放项目 · Set a project up; the same again changes nothing."""
    from onecard.doors.bootstrap import open_house
    from onecard.doors.rosters import decided_on, notice_days, terms_at
    from onecard.kernel.clock import day_of

    with open_house(read_settings(), pool=2) as house, house.app.writing() as tx:
        require_division(house, place)
        hand, at = hand_of(tx, by, "rosters.set_up"), house.clock()
        on = rules_on.date() if rules_on else decided_on(programme, period, place=place, today=day_of(at))
        wanted = rosters.ProjectWanted(
            uuid5(hand.agency_id, f"{programme} {place} {period}"), place, period, on, hand.agency_id,
            find_agency(tx, finance).agency_id, fund, bank, purpose, opens.date() if opens else day_of(at),
            closes.date(), notice_days(house, place=place), _fen(quota), entries,
            _fen(entry_most) if entry_most else None,
        )  # fmt: skip
        made = rosters.set_up_project(tx, wanted, terms_at(programme, place=place, on=on), at=at, staff=hand.staff)
    say(f"项目 · project {made.project_id}")
    _tell(made)


@project.command("quota")
def quota(
    project_id: Annotated[UUID, typer.Argument(metavar="PROJECT", help="项目编号 · its id")],
    by: By,
    quota: Money,
    entries: Entries,
    closes: Closes,
) -> None:
    """调整指标与截止日 · Raise or lower the quota, never below what is used, and say until when rows are taken."""
    from onecard.doors.bootstrap import open_house

    with open_house(read_settings(), pool=1) as house, house.app.writing() as tx:
        hand = hand_of(tx, by, "rosters.set_up")
        if rosters.find_project(tx, project_id=project_id).department != hand.agency_id:
            raise rosters.ProjectUnknown
        changed = rosters.change_quota(
            tx, project_id=project_id, quota_fen=_fen(quota), quota_entries=entries, closes_on=closes.date(),
            at=house.clock(), staff=hand.staff,
        )  # fmt: skip
    _tell(changed)


@project.command("list")
def list_all(named: Named) -> None:
    """列出一个单位主管或拨付的项目 · The projects that an organisation runs or pays, newest first."""
    from onecard.doors.bootstrap import open_house

    with open_house(read_settings(), pool=1) as house, house.app.reading() as tx:
        known = rosters.projects(tx, agency_id=find_agency(tx, named).agency_id)
    for one in known:
        _tell(one)
    if not known:
        say("还没有项目 · no project yet: onecard project add")


def _fen(text: str) -> int:
    try:
        fen = fen_of(text)
    except ValueError:
        fen = 0
    if not fen:
        raise typer.BadParameter("应为大于零的金额（元）· an amount of yuan above nothing is meant")
    return fen


def _tell(one: rosters.Project) -> None:
    console.print(
        f"{one.project_id}  {one.period}  {one.place:06d}  {one.programme}  {one.purpose}",
        markup=False,
        highlight=False,
    )
    say(
        f"指标 quota {yuan(one.quota_fen)} / {one.quota_entries:,}，"
        f"已用 used {yuan(one.used_fen)} / {one.used_entries:,}，"
        f"申报 rows {one.opens_on} … {one.closes_on}，公示 notice {one.notice_days} 天 days"
    )
