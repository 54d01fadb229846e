"""`onecard ledger …` and `onecard clearing …`."""

from datetime import date, datetime, timedelta
from typing import Annotated

import typer

from onecard.doors.cli_say import console, say
from onecard.kernel.clock import day_of, now
from onecard.kernel.settings import read_settings

ledger = typer.Typer(help="账务 · the ledger", no_args_is_help=True)
clearing = typer.Typer(help="清算 · clearing between institutions", no_args_is_help=True)


@ledger.command("check")
def check_ledger() -> None:
    """核对每条账务不变式，有误则退出码为 1 · Prove every invariant of money; exit status 1 on a break."""
    from onecard.domains.clearing import api as days
    from onecard.domains.disbursement import api as payments
    from onecard.domains.ledger import api
    from onecard.domains.rosters import api as rosters
    from onecard.doors.bootstrap import open_house

    with open_house(read_settings()) as house, house.app.reading(snapshot=True) as tx:
        lines, status = api.tell([*api.check(tx), *days.check(tx), *payments.check(tx), *rosters.check(tx)])
    for line in lines:
        console.print(line, markup=False)
    raise typer.Exit(status)


@clearing.command("close")
def close_day(
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="默认昨天 · the day to close, default yesterday")
    ] = None,
) -> None:
    """日终清算，重复执行不改变结果 · Close a day and net it; doing it again changes nothing."""
    from onecard.domains.clearing import api
    from onecard.doors.bootstrap import open_house

    chosen: date = day.date() if day else day_of(now()) - timedelta(days=1)
    with open_house(read_settings()) as house:
        with house.app.writing() as tx:
            closed = api.close_through(tx, day=chosen, at=house.clock())
        with house.app.writing() as tx:
            proofs = [api.prove_day(tx, day=one.day, at=house.clock()) for one in closed]
    for one, proof in zip(closed, proofs, strict=True):
        say(f"{one.day} 已清算 · cleared: {len(one.payments)} 笔结算 · payments")
        if not proof.agrees:
            say(f"{one.day} 与逐笔流水不符，请勿付款 · disagrees with its transfers: pay nothing")
    if not any(one.transfers for one in closed):
        say(f"{chosen} 当日无资金往来 · no money moved that day")
    if not all(proof.agrees for proof in proofs):
        raise typer.Exit(1)
