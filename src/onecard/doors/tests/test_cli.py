"""The command line: help in two languages, problems with a way out, and a reset that asks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from onecard.doors.cli_say import steps


def onecard(home: Path, *command: str, answer: str = "", **more: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "ONECARD_HOME": str(home), **more}
    run = [sys.executable, "-m", "onecard.doors.cli", *command]
    return subprocess.run(run, env=environment, input=answer, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "group",
    [[], ["demo"], ["agency"], ["staff"], ["point"], ["partner"], ["ledger"], ["clearing"], ["audit"], ["keys"]],
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
