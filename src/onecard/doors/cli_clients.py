"""`onecard client …`: let a service sign people in with the e-card, known by a public key and exact addresses."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from onecard.doors.cli_agencies import Named, find_agency
from onecard.doors.cli_errors import KeyUnreadable
from onecard.doors.cli_say import console, say
from onecard.kernel.audit import COMMAND_LINE
from onecard.kernel.settings import read_settings

client = typer.Typer(help="登录服务方 · services that sign people in here", no_args_is_help=True)

ClientId = Annotated[str, typer.Argument(metavar="CLIENT_ID", help="服务编号 · the id it asks under")]


@client.command("add")
def add(
    client_id: ClientId,
    named: Named,
    *,
    name: Annotated[str, typer.Option(help="登录页上显示的名称 · the name people are shown")],
    jwk: Annotated[Path, typer.Option(help="公钥文件（JWK，Ed25519 或 P-256） · file with its public key")],
    redirect: Annotated[list[str], typer.Option(help="回调地址，可重复，逐字比对 · may be repeated, compared exactly")],
    english: Annotated[str, typer.Option(help="英文名称，缺省同上 · its name in English")] = "",
    scope: Annotated[
        list[str] | None, typer.Option(help="协议允许的信息，可重复 · may be repeated: profile, number, phone, region")
    ] = None,
    post_logout: Annotated[
        list[str] | None, typer.Option(help="退出后返回地址，可重复 · where to go after signing out")
    ] = None,
    backchannel: Annotated[str | None, typer.Option(help="退出通知地址 · is told here that a log-in ended")] = None,
    sector: Annotated[
        str | None, typer.Option(help="同一行业域内代号相同，缺省为回调域名 · host whose services know a person alike")
    ] = None,
) -> None:
    """登记登录服务方，或更改登记 · Register a service that signs people in; again under the same id changes it."""
    from onecard.doors.bootstrap import open_house
    from onecard.doors.openid.clients import Client, register_client, sector_of

    key = _read(jwk)
    with open_house(read_settings(), pool=1) as house:
        with house.app.writing() as tx:
            agency = find_agency(tx, named)
            service = Client(
                client_id,
                agency.agency_id,
                name,
                english or name,
                key,
                tuple(redirect),
                tuple(post_logout or ()),
                backchannel,
                tuple(scope or ()),
                sector or sector_of(redirect[0]),
            )
            register_client(tx, service, at=house.clock(), actor=COMMAND_LINE)
        say(f"已登记 · registered: {client_id} @ {agency.name_zh} · {agency.name_en}")
        say(f"接入信息 · what it needs to know: {house.settings.address}/.well-known/openid-configuration")


@client.command("list")
def list_all() -> None:
    """列出登录服务方 · List the services that sign people in, the stopped ones too."""
    from onecard.doors.bootstrap import open_house
    from onecard.doors.openid.store import sql

    table = Table("编号 id", "名称 name", "信息 scopes", "状态 state", box=None)
    with open_house(read_settings(), pool=1) as house, house.app.reading() as tx:
        for row in sql.list_clients(tx):
            table.add_row(row.client_id, f"{row.name_zh} · {row.name_en}", " ".join(row.scopes), row.state)
    console.print(table)


@client.command("revoke")
def revoke(client_id: ClientId) -> None:
    """停用登录服务方，立即生效 · Stop a service; it signs nobody in, and its tokens open nothing from now on."""
    from onecard.doors.bootstrap import open_house
    from onecard.doors.openid.clients import revoke_client

    with open_house(read_settings(), pool=1) as house, house.app.writing() as tx:
        revoked = revoke_client(tx, client_id=client_id, at=house.clock(), actor=COMMAND_LINE)
    say("已停用 · revoked" if revoked else "没有这个在用的服务 · no such service is active")
    raise typer.Exit(0 if revoked else 1)


def _read(page: Path) -> dict[str, Any]:
    """The JWK as it stands; whether it is private after all the registration says."""
    from onecard.doors.security.assertions import can_prove

    try:
        told = json.loads(page.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise KeyUnreadable(what=page) from None
    if not isinstance(told, dict) or not ("d" in told or "k" in told or can_prove(told)):
        raise KeyUnreadable(what=page)
    return told
