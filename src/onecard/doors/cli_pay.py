"""`onecard pay …`: set a bank up, hand in approved payments, send them, read what the bank says, follow every line."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast, get_args
from uuid import UUID

import typer

from onecard.domains.disbursement import api as disbursement
from onecard.doors.cli_agencies import Named, find_agency
from onecard.doors.cli_say import console, say, steps
from onecard.kernel.money import yuan
from onecard.kernel.settings import read_settings

if TYPE_CHECKING:
    from onecard.doors.bootstrap import House

pay = typer.Typer(help="代发 · payments to people through banks", no_args_is_help=True)
BankCode = Annotated[str, typer.Option("--bank", help="银行代码 · the bank's code, see `onecard pay banks`")]
BatchId = Annotated[UUID, typer.Argument(metavar="批次", help="批次编号 · the batch's number")]
LineNumber = Annotated[int, typer.Argument(metavar="行号", help="批次内行号 · the line's number in the batch")]


@pay.command("bank")
def keep_bank(  # noqa: PLR0917 - what is typed, in the order of the help
    code: Annotated[str, typer.Argument(metavar="代码", help="小写字母与数字 · a short code in small letters")],
    province: Annotated[int, typer.Option(help="省份两位代码 · province, two digits")],
    account: Annotated[str, typer.Option(help="本单位在该行的账号 · our account there")],
    debtor: Annotated[str, typer.Option(help="本单位户名 · our name there")],
    name_zh: Annotated[str, typer.Option("--name", help="银行名称 · its name in Chinese")],
    name_en: Annotated[str, typer.Option("--english", help="英文名称 · its name in English")],
    folder: Annotated[Path | None, typer.Option(help="交换文件夹 · a folder with `in` and `out`")] = None,
    address: Annotated[str | None, typer.Option("--url", help="https 地址 · its address, for HTTP")] = None,
    form: Annotated[str, typer.Option("--format", help="文件格式 · iso20022, text_utf8, text_gb18030")] = "iso20022",
) -> None:
    """设置代发银行 · Set up a bank that pays for us, or change where its files go."""
    from onecard.doors.banks import is_address
    from onecard.doors.bootstrap import open_house

    if form not in get_args(disbursement.Format):
        raise typer.BadParameter(f"应为 · one of {', '.join(get_args(disbursement.Format))}")
    if (folder is None) == (address is None) or (address and not is_address(address)):
        raise typer.BadParameter("请给出 --folder 或 https 的 --url · give --folder, or --url with https")
    if folder is not None:
        for one in ("in", "out"):
            (folder / one).mkdir(mode=0o700, parents=True, exist_ok=True)
    where = str(folder.absolute()) if folder else cast(str, address)
    bank = disbursement.Bank(
        code, province, name_zh, name_en, "folder" if folder else "http", where,
        cast(disbursement.Format, form), debtor, account,
    )  # fmt: skip
    with open_house(read_settings(), pool=1) as house, house.app.writing() as tx:
        disbursement.keep_bank(tx, bank, at=house.clock())
    say(f"已设置 · set up: {code}（{form}）→ {where}")


@pay.command("banks")
def list_banks() -> None:
    """列出代发银行 · Every bank that was set up."""
    from onecard.doors.bootstrap import open_house

    with open_house(read_settings(), pool=1) as house, house.app.reading() as tx:
        known = disbursement.banks(tx)
    for one in known:
        console.print(f"{one.bank:<16} {one.format:<13} {one.name_zh} · {one.name_en}  {one.address}", markup=False)
    if not known:
        say("还没有代发银行 · no bank yet: onecard pay bank")


@pay.command("batch")
def take_batch(  # noqa: PLR0917 - what is typed, in the order of the help
    file: Annotated[Path, typer.Argument(metavar="文件", exists=True, dir_okay=False, help="Excel 或 CSV · the list")],
    named: Named,
    bank: BankCode,
    fund: Annotated[int, typer.Option(help="资金账户编号 · the ledger account that bears it")],
    programme: Annotated[str, typer.Option(help="项目代码 · the programme's code, e.g. disabled_living")],
    period: Annotated[str, typer.Option(help="期次，如 2026-11 · the period it is for")],
    purpose: Annotated[str, typer.Option(help="摘要（写明项目名称）· what the payee's statement says")],
) -> None:  # fmt: skip
    """提交已审批的发放名单 · Hand in approved payments; the same file again is the same batch and changes nothing."""
    from onecard.doors.bootstrap import open_house
    from onecard.doors.pay_lists import batch_of, lines_in

    with open_house(read_settings(), pool=2) as house, house.app.writing() as tx:
        agency = find_agency(tx, named)
        number = batch_of(file, agency_id=agency.agency_id, programme=programme, period=period)
        wanted = disbursement.BatchWanted(
            number, agency.agency_id, bank, fund, programme, period, purpose, "command line"
        )
        divisions = house.book.places.divisions
        taken = disbursement.take_batch(
            tx, wanted, lambda: lines_in(file, keyring=house.keyring, divisions=divisions), keyring=house.keyring,
            at=house.clock(),
        )  # fmt: skip
    say(f"批次 · batch {taken.batch_id}")
    _tell(taken)


@pay.command("send")
def send(batch: Annotated[UUID | None, typer.Option(help="只发这一批 · this batch only")] = None) -> None:
    """划出款项、生成文件并发送银行 · Set the money aside, write the files and hand them to the banks."""
    from onecard.doors import paying
    from onecard.doors.bootstrap import open_house

    with open_house(read_settings(), pool=2) as house:
        for bank in _banks(house):
            with steps(f"{bank.name_zh} · {bank.name_en}") as report:
                lines = paying.instruct_all(house, bank, batch, report)
            files = paying.send_files(house, bank, batch)
            say(f"{bank.bank}: {lines:,} 笔 · lines, {files} 个文件已送达 · files taken by the bank")


@pay.command("read")
def read(
    bank: Annotated[str | None, typer.Option(help="银行代码，缺省全部 · one bank, else all")] = None,
    file: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="本地文件 · a file at hand")] = None,
) -> None:
    """读取银行回执，重复读取不改变结果 · Read what banks say; a file read twice changes nothing."""
    from onecard.doors import paying
    from onecard.doors.bootstrap import open_house

    if file is not None and bank is None:
        raise typer.BadParameter("请指明 --bank · say whose it is: --bank")
    with open_house(read_settings(), pool=2) as house:
        for one in _banks(house, bank):
            if file is None:
                found = list(paying.read_files(house, one))
            else:
                with steps("逐笔 · line by line") as report:
                    found = [paying.read_file(house, one, file, report)]
            for each in found:
                _tell_file(each)
            if not found:
                say(f"{one.bank}: 没有新回执 · nothing new")


@pay.command("ask")
def ask() -> None:
    """向银行再次查询久无结果的各笔 · Ask banks again about lines they said nothing certain of."""
    from onecard.doors import paying
    from onecard.doors.bootstrap import open_house

    with open_house(read_settings(), pool=2) as house:
        for bank in _banks(house):
            say(f"{bank.bank}: 已查询 · asked about {paying.ask_again(house, bank):,}")


@pay.command("show")
def show(
    named: Named,
    batch: Annotated[UUID | None, typer.Option(help="一个批次 · one batch")] = None,
    line: Annotated[int | None, typer.Option(help="其中一笔的经过 · what happened to one of its lines")] = None,
) -> None:
    """查看批次、需处理的各笔，或一笔的经过 · Batches, the lines that need somebody, or one line's history."""
    from onecard.doors.bootstrap import open_house

    with open_house(read_settings(), pool=1) as house, house.app.reading() as tx:
        agency_id = find_agency(tx, named).agency_id
        if batch is None:
            for each in disbursement.batches_of(tx, agency_id=agency_id):
                console.print(f"{each.batch_id}  {each.period}  {each.purpose}  {each.programme}", markup=False)
                _tell(each)
            return
        _tell(disbursement.progress(tx, agency_id=agency_id, batch_id=batch))
        if line is not None:
            _tell_history(disbursement.line_of(tx, batch_id=batch, number=line), tx)
            return
        for one in disbursement.lines_of(tx, batch_id=batch, attention=True):
            _tell_line(one)


def _banks(house: "House", code: str | None = None) -> list[disbursement.Bank]:
    with house.app.reading() as tx:
        return disbursement.banks(tx) if code is None else [disbursement.find_bank(tx, bank=code)]


def _tell(one: disbursement.BatchProgress) -> None:
    say(
        f"{one.lines:,} 笔 lines {yuan(one.amount_fen)} = 到账 paid {yuan(one.paid_fen)}"
        f" + 在途 on its way {yuan(one.outstanding_fen)} + 退回 back {yuan(one.home_fen)}"
    )
    if one.doubted or one.disputed:
        say(f"不明 in doubt {one.doubted:,}，矛盾 disputed {one.disputed:,}")


def _tell_file(one: "object") -> None:
    from onecard.doors.paying import ReadFile

    assert isinstance(one, ReadFile)
    if one.refused is not None:
        words = one.refused.words()
        say(f"{one.name}: {words['title_zh']} · {words['title']}")
        return
    heard = one.heard
    told = "已读过 · read before" if one.repeated else (
        f"更新 changed {heard.changed:,}，无新内容 no news {heard.repeated:,}，不明 in doubt {heard.doubted:,}，"
        f"矛盾 disputed {heard.disputed:,}，对不上 stray {heard.stray:,}"
    )  # fmt: skip
    say(f"{one.name}（{one.kind}）: {told}")


def _tell_line(one: disbursement.Line) -> None:
    told = disbursement.tell(one)
    zh, en = told["said"]
    why = f"（{told['reason'][0]} {told['reason'][1]}）" if told.get("reason") else ""
    console.print(f"  {one.number:>8}  {yuan(one.amount_fen):>14}  {zh} · {en}{why}", markup=False)
    console.print(f"            → {told['next'][0]} {told['next'][1]}", markup=False)


def _tell_history(line: disbursement.Line, tx: "object") -> None:
    _tell_line(line)
    for one in disbursement.history_of(tx, line):  # type: ignore[arg-type]
        zh, en = disbursement.tell_event(one)
        console.print(f"            {one.happened_at.astimezone():%Y-%m-%d %H:%M}  {zh} · {en}", markup=False)
