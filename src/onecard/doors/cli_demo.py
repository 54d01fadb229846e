"""`onecard demo …`: the synthetic nation, its sign-ins, its one-time codes, and the story."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from onecard.doors.cli_say import console, say, steps
from onecard.kernel.errors import Refusal
from onecard.kernel.settings import Settings, read_settings

demo = typer.Typer(help="示范 · the synthetic nation and its story", no_args_is_help=True)
_MARK = "founding"


class NationUnfinished(Refusal):
    """The founding of the demo nation was broken off; half of it is worse than none."""

    code = "demo.unfinished"
    title = ("示范数据上次未建完", "The demo nation was broken off before it was whole")
    next_step = ("请运行 onecard reset 后重新开始。", "Run `onecard reset` and start again.")


class NotEmpty(Refusal):
    """There are people already; a synthetic nation is never mixed with them."""

    code = "demo.not_empty"
    title = ("库中已有数据，不会混入示范数据", "There is data already; a demo nation is never mixed into it")
    next_step = (
        "请用另一个 ONECARD_HOME，或先运行 onecard reset。",
        "Use another ONECARD_HOME, or run `onecard reset` first.",
    )


@demo.command("nation")
def nation(
    size: Annotated[int | None, typer.Option(help="1:N，默认 1:10,000 · one synthetic person for N real ones")] = None,
    if_empty: Annotated[bool, typer.Option("--if-empty", help="已有数据则跳过 · skip where there is data")] = False,
) -> None:
    """建立示范国 · Make the demo nation in an empty home."""
    settings = read_settings()
    if not settle_when_empty(settings, size) and not if_empty:
        raise NotEmpty()


@demo.command("sign-ins")
def tell_sign_ins() -> None:
    """示范登录信息 · How to sign in as the demo's cast."""
    for line in sign_ins(read_settings()):
        console.print(line, markup=False)


@demo.command("code")
def code(sign_in_name: Annotated[str, typer.Argument(help="示范工作人员 · a member of the demo's staff")]) -> None:
    """示范工作人员此刻的动态口令 · The one-time code of a demo member of staff, now."""
    from onecard.doors.demo.cast import one_time_code

    try:
        console.print(one_time_code(sign_in_name, datetime.now(UTC)))
    except KeyError:
        raise typer.BadParameter(sign_in_name) from None


@demo.command("story")
def story() -> None:
    """一张卡的故事 · Tell the story of one card in another province."""
    from onecard.doors.demo.story import tell_story

    tell_story(console)


def settle_when_empty(settings: Settings, scale: int | None = None) -> bool:
    """Make the demo nation when there is nobody yet; False when there is somebody."""
    from onecard.domains.agencies import api as agencies
    from onecard.doors.bootstrap import open_house
    from onecard.doors.demo.founding import demo_folder, found_nation
    from onecard.doors.demo.size import size_of
    from onecard.kernel.clock import day_of

    with open_house(settings) as house:
        mark = demo_folder(house) / _MARK
        if mark.exists():
            raise NationUnfinished()
        with house.app.reading() as tx:
            if agencies.list_agencies(tx):
                return False
        size = size_of(scale or settings.demo_size, day_of(house.clock()))
        say(size.words())
        demo_folder(house).mkdir(mode=0o700, exist_ok=True)
        mark.touch()
        with steps("示范国 · demo nation") as report:
            found_nation(house, scale=size.scale, report=report)
        mark.unlink()
    return True


def sign_ins(settings: Settings) -> list[str]:
    """The lines that say how to sign in as the cast; none where there is no demo nation."""
    from onecard.doors.bootstrap import open_house
    from onecard.doors.demo.founding import demo_sign_ins

    with open_house(settings, pool=1) as house:
        return demo_sign_ins(house)
