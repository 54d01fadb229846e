"""`onecard partner …`: let another organisation's system in, known by its public key and nothing else."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from onecard.domains.agencies import api as agencies
from onecard.doors.cli_agencies import Named, find_agency
from onecard.doors.cli_errors import KeyUnreadable
from onecard.doors.cli_say import say
from onecard.kernel.audit import COMMAND_LINE
from onecard.kernel.settings import read_settings

partner = typer.Typer(help="合作方系统 · partners' systems", no_args_is_help=True)

ClientId = Annotated[str, typer.Argument(metavar="CLIENT_ID", help="客户端编号 · the id it asks under")]


@partner.command("add")
def add(
    client_id: ClientId,
    named: Named,
    scope: Annotated[
        list[str], typer.Option(help="权限，可重复 · may be repeated: " + ", ".join(sorted(agencies.SCOPES)))
    ],
    jwk: Annotated[Path, typer.Option(help="公钥文件（JWK） · file with its public key")],
) -> None:
    """登记合作方系统，或换其公钥与权限 · Register a partner's system; again gives it another key and other scopes."""
    from onecard.doors.bootstrap import open_house
    from onecard.doors.security.tokens import TOKEN_PATH

    key = _read(jwk)
    with open_house(read_settings(), pool=1) as house:
        with house.app.writing() as tx:
            agency = find_agency(tx, named)
            agencies.register_partner(
                tx,
                client_id=client_id,
                agency_id=agency.agency_id,
                public_jwk=key,
                scopes=scope,
                at=house.clock(),
                actor=COMMAND_LINE,
            )
        say(f"已登记 · registered: {client_id} @ {agency.name_zh} · {agency.name_en}")
        say(f"令牌地址，也是断言的 aud · asks for tokens at, and names as aud: {house.settings.address}{TOKEN_PATH}")


@partner.command("revoke")
def revoke(client_id: ClientId) -> None:
    """停用合作方系统，立即生效 · Stop a partner's system; its tokens open nothing from now on."""
    from onecard.doors.bootstrap import open_house

    with open_house(read_settings(), pool=1) as house, house.app.writing() as tx:
        revoked = agencies.revoke_partner(tx, client_id=client_id, at=house.clock(), actor=COMMAND_LINE)
    say("已停用 · revoked" if revoked else "没有这个在用的客户端 · no such client is active")
    raise typer.Exit(0 if revoked else 1)


def _read(page: Path) -> dict[str, Any]:
    """The JWK as it stands; whether it is private after all the domain says."""
    from onecard.doors.security.assertions import can_prove

    try:
        told = json.loads(page.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise KeyUnreadable(what=page) from None
    if not isinstance(told, dict) or not ("d" in told or "k" in told or can_prove(told)):
        raise KeyUnreadable(what=page)
    return told
