"""`onecard staff …`: who signs in for whom: enrolled (what they sign in with is shown this once), listed, left."""

import secrets
import sys
from typing import Annotated

import typer

from onecard.domains.agencies import api as agencies
from onecard.doors.cli_agencies import Named, find_agency
from onecard.doors.cli_errors import StaffUnknown
from onecard.doors.cli_say import console, say
from onecard.kernel.audit import COMMAND_LINE
from onecard.kernel.settings import read_settings

staff = typer.Typer(help="工作人员 · staff", no_args_is_help=True)
SignInName = Annotated[str, typer.Argument(metavar="NAME", help="登录名 · the name to sign in with")]


@staff.command("add")
def add(
    sign_in_name: SignInName,
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


@staff.command("list")
def list_all(named: Named) -> None:
    """列出一个单位的在任工作人员 · Who signs in for an organisation, with their roles."""
    from onecard.doors.bootstrap import open_house

    with open_house(read_settings(), pool=1) as house, house.app.reading() as tx:
        known = agencies.staff_of(tx, agency_id=find_agency(tx, named).agency_id)
    if not known:
        say("还没有工作人员 · nobody yet: onecard staff add")
    for one in known:
        line = f"{one.sign_in_name:<24} {', '.join(one.roles)}  {one.name_zh}"
        console.print(line, markup=False, highlight=False, soft_wrap=True)


@staff.command("leave")
def leave(sign_in_name: SignInName) -> None:
    """离任：不能再登录，所有页面即刻退出 · Somebody left: signed out everywhere, and no sign-in from now on."""
    from onecard.doors.bootstrap import open_house
    from onecard.doors.security.sessions import close_sessions_of

    with open_house(read_settings(), pool=1) as house, house.app.writing() as tx:
        found = agencies.find_staff_by_name(tx, sign_in_name=sign_in_name)
        if found is None:
            raise StaffUnknown(name=sign_in_name)
        agencies.leave(tx, staff_id=found.staff_id, at=house.clock(), actor=COMMAND_LINE)
        ended = close_sessions_of(tx, found.staff_id)
    say(f"已离任 · left: {sign_in_name}（已退出 {ended} 处登录 · sessions ended）")


def _asked() -> str:
    """A password typed twice, or nothing where there is nobody to ask or she leaves it to us."""
    if not sys.stdin.isatty():
        return ""
    words = "密码（至少 12 位，直接回车则代为生成） · password (12 or more, Enter makes one)"
    return str(typer.prompt(words, default="", show_default=False, hide_input=True, confirmation_prompt=True))
