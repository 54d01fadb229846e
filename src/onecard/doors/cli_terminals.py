"""`onecard point list|close|open|revoke|rekey`: terminals that stand already; a running server obeys in a second."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

import typer

from onecard.domains.agencies import api as agencies
from onecard.doors.cli_agencies import Named, find_agency
from onecard.doors.cli_errors import PointRevoked, PointUnknown
from onecard.doors.cli_points import KeyFile, point, read_key
from onecard.doors.cli_say import console, say
from onecard.kernel.audit import COMMAND_LINE
from onecard.kernel.clock import Clock
from onecard.kernel.postgres.transaction import Transaction
from onecard.kernel.settings import read_settings

__all__ = ["point"]

ThePoint = Annotated[str, typer.Argument(metavar="POINT_ID", help="受理点编号 · its id, see `onecard point list`")]
Yes = Annotated[bool, typer.Option("--yes", help="不再询问 · do not ask")]

_STATES: dict[agencies.PointState, str] = {
    "open": "受理中 open",
    "closed": "已关闭 closed",
    "revoked": "已撤销 revoked",
}


@point.command("list")
def list_all(named: Named) -> None:
    """列出一个单位的受理点及其状态 · The acceptance points of an organisation and their state."""
    from onecard.doors.bootstrap import open_house

    with open_house(read_settings(), pool=1) as house, house.app.reading() as tx:
        known = agencies.points_of(tx, agency_id=find_agency(tx, named).agency_id)
    if not known:
        say("还没有受理点 · no acceptance point yet: onecard point add")
    for one in known:  # a line each and never cut, as `onecard agency list`
        line = f"{one.point_id}  {one.division:06d}  {one.scene:<8} {_STATES[one.state]}  {one.name_zh} · {one.name_en}"
        console.print(line, markup=False, highlight=False, soft_wrap=True)


@point.command("close")
def close(point_id: ThePoint) -> None:
    """关闭受理点，可再开启 · Close an acceptance point for a while; its terminal is told that it is closed."""
    _move(point_id, "closed")


@point.command("open")
def reopen(point_id: ThePoint) -> None:
    """重新开启已关闭的受理点 · Open a closed acceptance point again."""
    _move(point_id, "open")


@point.command("revoke")
def revoke(point_id: ThePoint, yes: Yes = False) -> None:
    """永久撤销受理点及其终端（先询问） · End a terminal's right for ever, after asking: it was stolen or scrapped."""
    if not yes:
        typer.confirm(f"永久撤销，不能恢复 · revoke for ever: {point_id} ?", abort=True)
    _move(point_id, "revoked")


@point.command("rekey")
def rekey(point_id: ThePoint, key: KeyFile) -> None:
    """更换终端公钥，旧密钥即刻失效 · Give a point's terminal another key; the old one opens nothing from now on."""
    public = read_key(key)

    def give(tx: Transaction, one: agencies.Point, clock: Clock) -> bool:
        return one.terminal_key == public or agencies.change_terminal_key(
            tx, point_id=one.point_id, key=public, at=clock(), actor=COMMAND_LINE
        )

    _change(point_id, give)
    say(f"新公钥已生效 · the new key serves now: {point_id}")


def _move(point_id: str, state: agencies.PointState) -> None:
    def move(tx: Transaction, one: agencies.Point, clock: Clock) -> bool:
        return one.state == state or agencies.change_point_state(
            tx, point_id=one.point_id, state=state, at=clock(), actor=COMMAND_LINE
        )

    _change(point_id, move)
    say(f"{_STATES[state]}: {point_id}")


def _change(point_id: str, change: Callable[[Transaction, agencies.Point, Clock], bool]) -> None:
    """Change a point that is known; what it is already is not done, nor put on record, a second time."""
    from onecard.doors.bootstrap import open_house

    with open_house(read_settings(), pool=1) as house, house.app.writing() as tx:
        if not change(tx, _find(tx, point_id), house.clock):
            raise PointRevoked(point=point_id)


def _find(tx: Transaction, typed: str) -> agencies.Point:
    try:
        wanted = UUID(typed)
    except ValueError:
        raise PointUnknown(point=typed) from None
    found = agencies.find_points(tx, [wanted])
    if not found:
        raise PointUnknown(point=typed)
    return found[wanted]
