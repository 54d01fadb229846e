"""`onecard entitlement …`: who begins to be entitled, the run over everybody, the months, and batches for the banks."""

from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onecard.domains.entitlements import api as entitlements
from onecard.doors.cli_agencies import Named, find_agency
from onecard.doors.cli_say import console, say, steps
from onecard.kernel.money import yuan
from onecard.kernel.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

entitlement = typer.Typer(help="待遇 · standing entitlements: evidence of life, months owed", no_args_is_help=True)
Programme = Annotated[str, typer.Option(help="项目代码，如 resident_pension · the programme's code")]
Month = Annotated[datetime, typer.Argument(formats=["%Y-%m"], metavar="月份", help="如 2026-11 · the month")]
PIECE = 2_000


@entitlement.command("grant")
def grant(
    file: Annotated[Path, typer.Argument(metavar="文件", exists=True, dir_okay=False, help="Excel 或 CSV · the list")],
    programme: Programme,
    place: Annotated[int, typer.Option(help="待遇领取地六位代码 · the division that pays, six digits")],
    basis: Annotated[str, typer.Option(help="核定依据（文号）· the decision's document")],
) -> None:
    """登记待遇领取人，重复登记不改变结果 · Take people who begin to be entitled; a list taken twice counts once."""
    from onecard.doors.bootstrap import open_house
    from onecard.doors.cli_agencies import require_division
    from onecard.doors.entitlements.lists import rows_in
    from onecard.doors.entitlements.telling import require_programme

    require_programme(programme)
    with open_house(read_settings(), pool=2) as house:
        require_division(house, place)
        rows = rows_in(file, place=place, keyring=house.keyring, divisions=house.book.places.divisions)
        added = seen = 0
        with house.app.writing() as tx, steps("登记 · taking") as report:
            for piece in _pieces(rows):
                added += entitlements.grant(
                    tx, piece, programme=programme, basis=basis, book=house.book, keyring=house.keyring,
                    at=house.clock(), actor="command line", first_row=seen + 2,
                )  # fmt: skip
                seen += len(piece)
                report("", seen, seen + 1)
    say(f"{seen:,} 人 · people，新登记 new {added:,}")


@entitlement.command("run")
def run() -> None:
    """认证：先看已有数据，没有的先通知 · Confirm from what is known, tell who has nothing, suspend last of all."""
    from onecard.doors.bootstrap import open_house
    from onecard.doors.entitlements.running import run_everybody

    with open_house(read_settings(), pool=2) as house, steps("资格认证 · evidence of life") as report:
        found = run_everybody(house, report)
    for what, words in _MOVES.items():
        say(f"{words}: {found[what]:,}")


@entitlement.command("month")
def open_month(month: Month, programme: Programme) -> None:
    """开放一个月，逐人登记应发 · Open a month: it becomes due once for everybody, with what was missed before."""
    from onecard.doors.bootstrap import open_house
    from onecard.doors.entitlements import running
    from onecard.doors.entitlements.telling import require_programme

    require_programme(programme)
    with open_house(read_settings(), pool=2) as house, steps(f"{month:%Y-%m} · due") as report:
        people, fen = running.open_month(house, programme, month.date(), report)
    say(f"{people:,} 人应发 · people are owed {yuan(fen)}")


@entitlement.command("pay")
def pay(
    named: Named,
    programme: Programme,
    bank: Annotated[str, typer.Option(help="银行代码 · the bank's code, see `onecard pay banks`")],
    fund: Annotated[int, typer.Option(help="资金账户编号 · the ledger account that bears it")],
    purpose: Annotated[str, typer.Option(help="摘要（写明项目名称）· what the payee's statement says")],
) -> None:
    """把应发各月交付银行代发，每月一批 · Hand what waits to disbursement: a batch for each month, missed ones too."""
    from onecard.doors.bootstrap import open_house
    from onecard.doors.entitlements.running import pay_waiting

    with open_house(read_settings(), pool=2) as house:
        with house.app.reading() as tx:
            agency = find_agency(tx, named)
        batches = pay_waiting(house, agency, programme=programme, bank=bank, fund=fund, purpose=purpose)
    for one in batches:
        say(f"批次 · batch {one.batch_id}  {one.period}  {one.lines:,} 笔 lines {yuan(one.amount_fen)}")
    if not batches:
        say("没有应发未付的月份 · nothing waits")


@entitlement.command("show")
def show() -> None:
    """各项目各状态人数 · How many people are in each state of each programme."""
    from onecard.doors.bootstrap import open_house

    with open_house(read_settings(), pool=1) as house, house.app.reading() as tx:
        found = entitlements.counts(tx)
    for programme, state, people in found:
        words = f"{entitlements.say(f'state.{state}', 'zh')} · {entitlements.say(f'state.{state}', 'en')}"
        console.print(f"{programme:<28} {people:>12,}  {words}", markup=False)
    if not found:
        say("还没有待遇领取人 · nobody is entitled yet: onecard entitlement grant")


_MOVES = {
    "confirmed": "已有数据确认 · confirmed by what is known",
    "restored": "恢复并补发 · restored with back-pay",
    "noticed": "已通知 · told first",
    "reminded": "已提醒 · reminded",
    "visit_offered": "提供上门 · offered a home visit",
    "suspended": "暂停 · waiting",
}


def _pieces(rows: "Iterable[entitlements.NewEntitlement]") -> "Iterator[list[entitlements.NewEntitlement]]":
    waiting = iter(rows)
    while piece := list(islice(waiting, PIECE)):
        yield piece
