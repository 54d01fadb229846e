"""A server that runs already is found and taken as it is; one whose data is gone is never taken for ours."""

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from onecard.kernel.home import HomeNotWritable
from onecard.kernel.postgres import diagnosis
from onecard.kernel.postgres.server import Server


def value(server: Server, question: str) -> object:
    with psycopg.connect(server.owner_url) as connection:
        row = connection.execute(question.encode()).fetchone()
    assert row is not None
    return row[0]


def test_a_server_left_behind_is_taken_over_as_it_is_though_another_port_is_wanted(
    home: Path, abandoned: Callable[..., int]
) -> None:
    pid, said = abandoned(), []
    with Server(home, port=6543, say=said.append) as server:
        assert (server.port, value(server, "select 1"), diagnosis.postmaster_pid(server.data)) == (None, 1, pid)
    assert any("port" in line for line in said)


def test_a_server_in_use_is_found_though_the_folder_for_long_paths_differs(
    home: Path, abandoned: Callable[..., int]
) -> None:
    elsewhere = home.parent / "tmp"
    elsewhere.mkdir()
    elsewhere.chmod(0o777)
    long = home / ("long" * 25)
    home.mkdir()
    pid = abandoned(long, TMPDIR=str(elsewhere))
    with Server(long) as server:
        assert (value(server, "select 1"), diagnosis.postmaster_pid(server.data)) == (1, pid)


def test_a_home_reached_by_a_link_is_the_same_home(home: Path, abandoned: Callable[..., int]) -> None:
    pid = abandoned()
    link = home.parent / "link"
    link.symlink_to(home)
    with Server(link) as server:
        assert diagnosis.postmaster_pid(server.data) == pid
        diagnosis.forget_the_dead(link / "postgres" / "data", link / "postgres" / "run")
        assert (home / "postgres" / "data" / "postmaster.pid").exists()


def test_a_server_whose_home_was_moved_is_found_at_its_new_place(home: Path, abandoned: Callable[..., int]) -> None:
    pid = abandoned()
    moved = home.rename(home.with_name("moved"))
    with Server(moved) as server:
        assert (value(server, "select 1"), diagnosis.postmaster_pid(server.data)) == (1, pid)


@pytest.mark.slow
def test_a_home_deleted_and_made_anew_waits_for_the_server_of_the_old_one(
    home: Path, abandoned: Callable[..., int]
) -> None:
    long, said = home / ("long" * 25), []
    home.mkdir()
    ghost = abandoned(long)
    shutil.rmtree(long)
    with Server(long, say=said.append) as server:  # it sat on the socket; it sees within a minute that its data is gone
        assert value(server, "select 1") == 1
        assert diagnosis.postmaster_pid(server.data) != ghost
    waits = [line for line in said if "（" in line]
    assert 0 < len(waits) <= 2 * 61  # each message at most once a second


def test_who_leaves_a_deleted_home_does_not_stop_the_server_of_the_new_one(home: Path) -> None:
    first = Server(home).open()
    ghost = diagnosis.postmaster_pid(first.data)
    assert ghost is not None
    shutil.rmtree(home)
    with pytest.raises(HomeNotWritable):
        first.revive()
    with Server(home) as second:
        first.close()
        assert second.alive()
    os.kill(ghost, signal.SIGQUIT)
