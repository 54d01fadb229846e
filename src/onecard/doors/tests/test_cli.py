"""The command line: help in two languages, problems with a way out, and a reset that asks."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from onecard.doors.cli_say import steps
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.cluster import LOGIN, OWNER
from onecard.kernel.postgres.server import Server


def onecard(home: Path, *command: str, answer: str = "", **more: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "ONECARD_HOME": str(home), **more}
    run = [sys.executable, "-m", "onecard.doors.cli", *command]
    return subprocess.run(run, env=environment, input=answer, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "group",
    [
        [],
        ["demo"],
        ["agency"],
        ["staff"],
        ["point"],
        ["partner"],
        ["ledger"],
        ["clearing"],
        ["audit"],
        ["keys"],
        ["record"],
        ["programme"],
        ["pension"],
    ],
)
def test_every_command_has_help(tmp_path: Path, group: list[str]) -> None:
    done = onecard(tmp_path, *group, "--help")
    assert done.returncode == 0
    assert "·" in done.stdout


def test_a_wrong_setting_is_named_with_what_to_do(tmp_path: Path) -> None:
    done = onecard(tmp_path, "check", ONECARD_PORT="eighty")
    assert done.returncode == 1
    assert "ONECARD_PORT" in done.stderr and "→" in done.stderr
    assert "Traceback" not in done.stderr


def test_reset_asks_and_no_means_no(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / ".onecard").touch()
    (home / "kept").write_text("data")
    assert onecard(home, "reset", answer="n\n").returncode == 1
    assert (home / "kept").exists()
    assert onecard(home, "reset", answer="y\n").returncode == 0
    assert not home.exists()


def test_reset_never_touches_a_folder_that_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("mine")
    done = onecard(tmp_path, "reset", "--yes")
    assert done.returncode == 1
    assert "home.not_ours" in done.stderr
    assert (tmp_path / "diary.txt").exists()


def test_reset_leaves_a_server_of_ones_own_alone(tmp_path: Path) -> None:
    done = onecard(tmp_path, "reset", "--yes", ONECARD_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert done.returncode == 1
    assert "drop the database" in done.stdout


@pytest.mark.parametrize("words", [["up"], ["agency", "list"], ["ledger", "check"], ["check"], ["url"]])
def test_a_database_that_is_not_there_is_told_with_what_to_do_and_soon(tmp_path: Path, words: list[str]) -> None:
    began = time.monotonic()
    done = onecard(tmp_path, *words, ONECARD_DATABASE_URL="postgresql://nobody:geheim@127.0.0.1:1/none")
    assert (done.returncode, "Traceback" in done.stderr, "pool" in done.stderr) == (1, False, False), done.stderr
    assert "postgres.unreachable" in done.stderr and "ONECARD_DATABASE_URL" in done.stderr
    assert "refused" in done.stderr, "what was said is told too"
    assert "geheim" not in done.stdout + done.stderr
    assert time.monotonic() - began < 25, "sooner than a pool gives up, also where others want the processors"


@pytest.mark.parametrize("url", ["postgresql://nobody:ge@heim@127.0.0.1/none", "postgresql://u:geheim@h:a:b/none"])
def test_an_address_that_cannot_be_read_is_told_without_the_password(tmp_path: Path, url: str) -> None:
    done = onecard(tmp_path, "up", ONECARD_DATABASE_URL=url)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    assert "ONECARD_DATABASE_URL" in done.stderr and "→" in done.stderr
    assert "heim" not in done.stdout + done.stderr


def test_an_empty_database_is_told_apart_from_one_that_is_not_there(tmp_path: Path, server: Server) -> None:
    name = f"test_empty_{new_id().hex}"
    with psycopg.connect(server.url(OWNER, "postgres"), autocommit=True) as owner:
        owner.execute(f'create database "{name}"')
    for words in (["agency", "list"], ["ledger", "check"], ["check"]):
        done = onecard(tmp_path, *words, ONECARD_DATABASE_URL=server.url(OWNER, name))
        assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
        assert "postgres.schema_behind" in done.stderr and "onecard up" in done.stderr


@pytest.mark.parametrize("place", ["{user}:{password}@/{database}?", "{user}@/{database}?password={password}&"])
def test_the_address_is_told_without_the_password(
    tmp_path: Path, server: Server, fresh_database: str, place: str
) -> None:
    file = conninfo_to_dict(server.url(LOGIN))["passfile"]
    (secret,) = [line.split(":")[-1] for line in Path(file).read_text().splitlines() if f":{LOGIN}:" in line]
    where = server.url(LOGIN, fresh_database).partition("?")[2]
    given = "postgresql://" + place.format(user=LOGIN, password=secret, database=fresh_database) + where
    said = onecard(tmp_path, "url", ONECARD_DATABASE_URL=given).stdout.strip()
    assert secret not in said
    assert conninfo_to_dict(said) == conninfo_to_dict(server.url(LOGIN, fresh_database))


def test_a_bar_that_is_full_leaves_the_screen_to_what_follows(capsys: pytest.CaptureFixture[str]) -> None:
    with steps("示范 · demo") as report:
        report("half", 1, 2)
        report("whole", 2, 2)
        full = capsys.readouterr().out
        report("whole", 2, 2)
    assert "2/2" in full
    assert capsys.readouterr().out == ""


def test_a_bar_nobody_reports_to_is_not_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    with steps("示范 · demo"):
        pass
    assert capsys.readouterr().out == ""


def test_every_page_that_the_screen_names_is_there(house):
    import asyncio

    import httpx

    from onecard.doors.cli import PAGES
    from onecard.doors.web import create_app

    async def visit() -> dict[str, int]:
        door = httpx.ASGITransport(create_app(house))
        async with httpx.AsyncClient(transport=door, base_url="http://127.0.0.1:8080", follow_redirects=True) as client:
            return {page: (await client.get(page, headers={"accept": "text/html"})).status_code for page in PAGES}

    assert asyncio.run(visit()) == dict.fromkeys(PAGES, 200)
