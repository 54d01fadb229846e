"""`onecard check`, `onecard reset`, `onecard url`: looking after one installation."""

import shutil
from collections.abc import Callable
from typing import Annotated
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import typer

from onecard.doors.cli_say import console, say, tell_problem
from onecard.kernel.errors import Problem
from onecard.kernel.home import HomeNotOurs, is_home
from onecard.kernel.postgres.reaching import problem_of
from onecard.kernel.settings import Settings, read_settings

Yes = Annotated[bool, typer.Option("--yes", help="不再询问 · do not ask")]


def check() -> None:
    """自检：设置、数据库、密钥、规则库、场景 · Ask every part whether it is well, and say what to do if not."""
    settings = read_settings()
    good = [_asked(words, ask, settings) for words, ask in _QUESTIONS.items()]
    raise typer.Exit(0 if all(good) else 1)


def reset(yes: Yes = False) -> None:
    """删除本机全部数据（先询问） · Delete all data of this home, after asking."""
    from onecard.kernel.postgres.server import Server

    settings = read_settings()
    if settings.database_url:
        say("数据在外部服务器上，请在那里删除 · the data is on your own server; drop the database there")
        raise typer.Exit(1)
    if not settings.home.exists():
        say(f"没有数据 · nothing there: {settings.home}")
        return
    if not is_home(settings.home):
        raise HomeNotOurs(path=settings.home)
    if not yes:
        typer.confirm(f"永久删除 · delete for ever: {settings.home} ?", abort=True)
    if not Server(settings.home).stop_if_unused():
        say("服务仍在运行，请先停止 · still in use; stop `onecard serve` first")
        raise typer.Exit(1)
    shutil.rmtree(settings.home)
    say(f"已删除 · deleted: {settings.home}")


def url() -> None:
    """数据库地址（不含密码） · The address of the database for psql or pgbench; the password stays in its file."""
    from onecard.doors.bootstrap import open_database

    with open_database(read_settings()) as urls:
        console.print(_without_password(urls.owner), markup=False, soft_wrap=True)


def _without_password(url: str) -> str:
    """The same address with the password left out, by whichever way it was given."""
    parts = urlsplit(url)
    user, at, place = parts.netloc.rpartition("@")
    kept = [pair for pair in parse_qsl(parts.query) if pair[0] not in {"password", "sslpassword"}]
    bare = parts._replace(netloc=user.partition(":")[0] + at + place, query=urlencode(kept, safe="/"))
    return urlunsplit(bare)


def _asked(words: str, ask: Callable[[Settings], str], settings: Settings) -> bool:
    try:
        console.print(f"[green]✓[/] {words} · {ask(settings)}")
    except Exception as error:
        problem = error if isinstance(error, Problem) else problem_of(error)
        if problem is None:
            raise
        console.print(f"[red]✗[/] {words}")
        tell_problem(problem)
        return False
    return True


def _database(settings: Settings) -> str:
    from onecard.doors.bootstrap import open_house
    from onecard.doors.health import readiness
    from onecard.kernel.postgres.errors import SchemaBehind

    with open_house(settings) as house:
        found = readiness(house)
        with house.app.reading() as tx:
            row = tx.execute("select current_setting('server_version') as version").fetchone()
    if not found.ready:
        raise SchemaBehind(", ".join(f"{name}: {said}" for name, said in found.checks.items()))
    return f"PostgreSQL {row.version if row else '?'}, " + ", ".join(found.checks)


def _rulebook(_: Settings) -> str:
    from onecard import rulebook

    places = rulebook.load().places
    return f"{len(places.divisions):,} 个区划 · divisions, {len(places.alliances)} 个联盟 · alliances"


def _scenes(_: Settings) -> str:
    from onecard.doors.bootstrap import find_scenes

    return "、".join(find_scenes())


_QUESTIONS: dict[str, Callable[[Settings], str]] = {
    "设置 settings": lambda settings: f"{settings.home}, {settings.host}:{settings.port}",
    "规则库 rulebook": _rulebook,
    "场景 scenes": _scenes,
    "数据库 database": _database,
}
