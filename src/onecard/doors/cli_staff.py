"""`onecard staff …`: enrol the first people of an installation; what they sign in with is shown this once."""

import secrets
import sys
from typing import Annotated

import typer

from onecard.domains.agencies import api as agencies
from onecard.doors.cli_agencies import Named, find_agency
from onecard.doors.cli_say import console, say
from onecard.kernel.audit import COMMAND_LINE
from onecard.kernel.settings import read_settings

staff = typer.Typer(help="工作人员 · staff", no_args_is_help=True)


@staff.callback()
def _group() -> None:
    """Keeps `add` a word of its own while it is the only one."""


@staff.command("add")
def add(
    sign_in_name: Annotated[str, typer.Argument(metavar="NAME", help="登录名 · the name to sign in with")],
    named: Named,
    role: Annotated[
        list[str], typer.Option(help="角色，可重复 · a role, may be repeated: " + ", ".join(agencies.ROLES))
    ],
    name_zh: Annotated[
        str, typer.Option("--called", help="显示姓名，默认为登录名 · the name shown to colleagues")
    ] = "",
    generate: Annotated[
        bool, typer.Option("--generate", help="生成密码，不询问 · make a password, do not ask")
    ] = False,
) -> None:
    """登记工作人员 · Enrol somebody; shows the secret of the authenticator once."""
    from onecard.doors.bootstrap import open_house

    with open_house(read_settings(), pool=1) as house:
        with house.app.reading() as tx:
            at_work = find_agency(tx, named)  # before a password is asked for in vain
        password = "" if generate else _asked()
        chosen = password or secrets.token_urlsafe(15)
        with house.app.writing() as tx:
            enrolled = agencies.create_staff(
                tx, agency_id=at_work.agency_id, sign_in_name=sign_in_name, name_zh=name_zh or sign_in_name,
                roles=role, password=chosen, keyring=house.keyring, at=house.clock(), actor=COMMAND_LINE,
            )  # fmt: skip
    say(f"已登记 · enrolled: {sign_in_name} @ {at_work.name_zh} · {at_work.name_en}")
    say("以下只显示这一次 · what follows is shown this once")
    if not password:
        console.print(f"  密码 password: {chosen}", markup=False)
    console.print(f"  动态口令 authenticator: {enrolled.totp_uri}", markup=False)
    if console.is_terminal:
        import segno

        segno.make(enrolled.totp_uri, micro=False).terminal(compact=True)


def _asked() -> str:
    """A password typed twice, or nothing where there is nobody to ask or she leaves it to us."""
    if not sys.stdin.isatty():
        return ""
    words = "密码（至少 12 位，直接回车则代为生成） · password (12 or more, Enter makes one)"
    return str(typer.prompt(words, default="", show_default=False, hide_input=True, confirmation_prompt=True))
