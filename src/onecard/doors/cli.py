"""The command `onecard`: set up, serve, check, and the few verbs of the people who run the house.

Commands import what they need when they run, so that `onecard --help` is quick and one broken part leaves the others
usable. A problem is told with its next step and exit status 1; a check that finds something wrong exits 1 too.
"""

import os
import sys
from typing import Annotated

import typer

from onecard.doors import (
    cli_agencies,
    cli_clients,
    cli_demo,
    cli_entitlement,
    cli_gate,
    cli_keep,
    cli_keys,
    cli_lists,
    cli_money,
    cli_partners,
    cli_pay,
    cli_pay_again,
    cli_pension,
    cli_programmes,
    cli_record,
    cli_roster_projects,
    cli_rosters,
    cli_rosters_decide,
    cli_staff,
    cli_terminals,
    cli_trust,
    cli_what_if,
)
from onecard.doors.bank.program import simulate
from onecard.doors.cli_say import console, say, steps, tell_problem
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.reaching import problem_of
from onecard.kernel.settings import Settings, read_settings

app = typer.Typer(
    help="OneCard 一卡通 · the open platform of China's Social Security Card One Card.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # a local may hold personal data
)
app.add_typer(cli_demo.demo, name="demo")
app.add_typer(cli_agencies.agency, name="agency")
app.add_typer(cli_staff.staff, name="staff")
app.add_typer(cli_terminals.point, name="point")
app.add_typer(cli_gate.gate, name="gate")
app.add_typer(cli_partners.partner, name="partner")
app.add_typer(cli_lists.lists, name="list")
app.add_typer(cli_programmes.programme, name="programme")
cli_programmes.programme.command("what-if")(cli_what_if.what_if)
app.add_typer(cli_rosters.roster, name="roster")
app.add_typer(cli_roster_projects.project, name="project")
cli_rosters_decide.add_to(cli_rosters.roster)
app.add_typer(cli_pay.pay, name="pay")
cli_pay.pay.command("reissue")(cli_pay_again.reissue)
cli_pay.pay.command("settle")(cli_pay_again.settle)
app.add_typer(cli_clients.client, name="client")
app.add_typer(cli_money.ledger, name="ledger")
app.add_typer(cli_money.clearing, name="clearing")
app.add_typer(cli_entitlement.entitlement, name="entitlement")
app.add_typer(cli_pension.pension, name="pension")
app.add_typer(cli_trust.audit, name="audit")
app.add_typer(cli_keys.keys, name="keys")
app.add_typer(cli_record.record, name="record")
app.command("messages")(cli_record.messages)
app.command("bank")(simulate)
app.command("check")(cli_keep.check)
app.command("reset")(cli_keep.reset)
app.command("url")(cli_keep.url)

Port = Annotated[int | None, typer.Option(help="网页端口 · port of the pages (ONECARD_PORT)")]
Host = Annotated[str | None, typer.Option(help="监听地址 · address to listen on (ONECARD_HOST)")]
Size = Annotated[int | None, typer.Option(help="示范规模 1:N · one synthetic person for N real ones")]


@app.command()
def up() -> None:
    """建立或升级数据库与密钥 · Set up the database and the keys, or bring them up to date."""
    from onecard.doors.bootstrap import open_database
    from onecard.doors.serve import prepare

    settings = read_settings()
    with open_database(settings, say) as urls, steps("建立数据结构 · schema") as report:
        applied = prepare(settings, urls, report)
    say(f"已就绪 · ready: {settings.home}（{applied} 个文件 · files applied）")


@app.command()
def serve(port: Port = None, host: Host = None) -> None:
    """启动服务 · Serve the pages and the API until Ctrl-C."""
    settings = _settings(port=port, host=host)
    _serve(settings)


@app.command()
def run(port: Port = None, host: Host = None, size: Size = None) -> None:
    """一步到位：建库、启动、示范数据 · Everything: set up, serve, found the demo nation when there is nobody."""
    _serve(
        _settings(port=port, host=host, demo_size=size),
        errand=("onecard.doors.cli", "demo", "nation", "--if-empty"),
        for_people=True,
    )


def main() -> None:
    """The entry point; a Problem, or a database that fails us, becomes words and exit status 1."""
    try:
        app()
    except Exception as error:
        problem = error if isinstance(error, Problem) else problem_of(error)
        if problem is None:
            raise
        tell_problem(problem)
        sys.exit(1)


def _serve(settings: Settings, errand: tuple[str, ...] = (), *, for_people: bool = False) -> None:
    from onecard.doors.serve import Opening, serve

    def ready() -> None:
        shown = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104
        place = f"http://{shown}:{settings.port}"
        console.print(f"\n[bold green]✓ 请打开 · open[/]  [bold underline]{place}[/]")
        for path, words in PAGES.items():
            console.print(f"    {place + path:<34} {words}")
        console.print()

    def settled() -> None:
        for line in cli_demo.sign_ins(settings):
            console.print(f"  {line}", markup=False)
        console.print(f"\n  日志 logs: {settings.home / 'logs'}", markup=False)
        console.print("  Ctrl-C 停止 · stops\n")

    with steps("建立数据结构 · schema") as report:
        serve(settings, Opening(ready, settled, errand, report, for_people), say=say)


#: What a newcomer should look at first.
PAGES = {
    "/": "我的一卡通 · my card",
    "/terminal": "受理终端 · acceptance terminal",
    "/board": "全国看板 · national board",
    "/styleguide": "界面组件 · every component",
    "/v1/openapi.json": "接口文档 · API reference (OpenAPI)",
}


def _settings(**given: object) -> Settings:
    """Options win over the environment; the processes we start read the same."""
    for name, value in given.items():
        if value is not None:
            os.environ[f"ONECARD_{name.upper()}"] = str(value)
    return read_settings()


if __name__ == "__main__":
    main()
