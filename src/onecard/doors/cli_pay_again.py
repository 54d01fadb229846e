"""`onecard pay reissue` and `onecard pay settle`: what people do about a line that came back or is disputed."""

from typing import Annotated, cast, get_args

import typer

from onecard.domains.disbursement import api as disbursement
from onecard.doors.cli_agencies import Named, find_agency
from onecard.doors.cli_pay import BatchId, LineNumber
from onecard.doors.cli_say import say
from onecard.kernel.settings import read_settings


def reissue(  # noqa: PLR0917 - what is typed, in the order of the help
    batch: BatchId,
    line: LineNumber,
    named: Named,
    account: Annotated[str | None, typer.Option(help="更正后的账号 · the account it should go to")] = None,
    name: Annotated[str | None, typer.Option(help="更正后的户名 · the account's name")] = None,
    at_bank: Annotated[str, typer.Option("--at", help="开户行 · the account's bank")] = "",
) -> None:
    """更正并重发被退回的一笔，只能重发一次 · Issue again a line that came back; once."""
    from onecard.doors.bootstrap import open_house

    if (account is None) != (name is None):
        raise typer.BadParameter("账号与户名请一并给出 · give account and name together")
    payee = disbursement.Payee(name, account, at_bank) if account and name else None
    with open_house(read_settings(), pool=1) as house, house.app.writing() as tx:
        disbursement.progress(tx, agency_id=find_agency(tx, named).agency_id, batch_id=batch)
        new = disbursement.reissue(
            tx, batch_id=batch, number=line, payee=payee, keyring=house.keyring, at=house.clock(), staff="command line"
        )
    say(f"已重发为第 {new.number} 笔 · issued again as number {new.number}")


def settle(
    batch: BatchId,
    line: LineNumber,
    found: Annotated[str, typer.Argument(metavar="结果", help="paid 已到账 · home 已退回")],
    named: Named,
) -> None:
    """登记与银行核实的结果 · Record where the money of a disputed line was found to be."""
    from onecard.doors.bootstrap import open_house

    if found not in get_args(disbursement.Found):
        raise typer.BadParameter("应为 paid 或 home · paid or home is meant")
    with open_house(read_settings(), pool=1) as house, house.app.writing() as tx:
        disbursement.progress(tx, agency_id=find_agency(tx, named).agency_id, batch_id=batch)
        now = disbursement.settle_dispute(
            tx, batch_id=batch, number=line, found=cast(disbursement.Found, found), at=house.clock(),
            staff="command line",
        )  # fmt: skip
    zh, en = disbursement.tell(now)["said"]
    say(f"{zh} · {en}")
