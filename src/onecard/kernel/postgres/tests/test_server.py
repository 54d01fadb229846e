"""The embedded server: shared, stopped by the last one out, back after kill -9, plain about what is wrong."""

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import psycopg
import pytest

from onecard.kernel.home import HomeNotOurs
from onecard.kernel.postgres import diagnosis
from onecard.kernel.postgres.errors import DiskFull, PermissionMissing, PortTaken, ServerFailed, WrongVersion
from onecard.kernel.postgres.programs import find_programs
from onecard.kernel.postgres.server import Server


def value(server: Server, question: str) -> object:
    with psycopg.connect(server.owner_url) as connection:
        row = connection.execute(question.encode()).fetchone()
    assert row is not None
    return row[0]


def do(server: Server, statement: str) -> None:
    with psycopg.connect(server.owner_url) as connection:
        connection.execute(statement.encode())


def test_the_last_one_out_stops_it_and_what_was_written_stays(home: Path) -> None:
    first, second = Server(home).open(), Server(home).open()
    do(first, "create table kept as select 7 as seven")
    first.close()
    assert second.alive()
    assert not second.stop_if_unused()
    second.close()
    assert diagnosis.postmaster_pid(second.data) is None
    with Server(home) as again:
        assert value(again, "select seven from kept") == 7


def test_after_kill_nine_it_comes_back_with_everything_that_was_committed(home: Path) -> None:
    with Server(home) as server:
        do(server, "create table kept as select generate_series(1, 1000) as n")
        pid = diagnosis.postmaster_pid(server.data)
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        server.revive()
        assert value(server, "select count(*) from kept") == 1000


def test_what_a_lost_server_interrupted_is_done_again(home: Path) -> None:
    with Server(home) as server:
        tries: list[int] = []

        def work() -> object:
            pid = diagnosis.postmaster_pid(server.data)
            assert pid is not None
            tries.append(pid)
            if len(tries) < 3:
                os.kill(pid, signal.SIGKILL)
            return value(server, "select 7")

        assert server.steadily(work) == 7
        assert len(set(tries)) == len(tries) == 3


def test_what_no_restart_can_mend_is_raised(home: Path) -> None:
    with Server(home) as server, pytest.raises(psycopg.OperationalError, match="nowhere"):
        server.steadily(lambda: psycopg.connect(server.url("onecard_owner", "nowhere")))


def test_durability_is_on_and_nobody_is_trusted_without_a_password(home: Path) -> None:
    with Server(home) as server:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert value(server, f"show {setting}") == "on"
        without = server.owner_url.split("&passfile=")[0]
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(without, passfile="/dev/null")
        assert (home / "secrets" / "pgpass").stat().st_mode & 0o777 == 0o600
        assert server.data.stat().st_mode & 0o777 == 0o700


def test_a_taken_port_is_said_with_the_way_out(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        server = Server(home, port=port)
        with pytest.raises(PortTaken) as raised:
            server.open()
        assert str(port) in raised.value.words()["title"]
        assert "ONECARD_POSTGRES_PORT" in raised.value.words()["next_step"]
        server.close()


def test_a_loopback_port_serves_when_it_is_asked_for(home: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with Server(home, port=port) as server:
        url = server.owner_url.replace(str(server._sockets).replace("/", "%2F"), "127.0.0.1")
        with psycopg.connect(url) as connection:
            assert connection.info.port == port
        with Server(home) as attached:
            assert attached.port == port


def test_a_path_too_long_for_a_socket_gets_a_short_folder(home: Path) -> None:
    deep = home / ("long" * 12) / ("longer" * 10)
    deep.parent.mkdir(parents=True)
    with Server(deep) as server:
        assert value(server, "select 1") == 1
        assert not str(server._sockets).startswith(str(deep))


def test_a_folder_with_other_things_in_it_is_refused_and_left_alone(home: Path) -> None:
    home.mkdir()
    (home / "diary.txt").write_text("mine")
    with pytest.raises(HomeNotOurs):
        Server(home)
    assert [page.name for page in home.iterdir()] == ["diary.txt"]


def test_data_of_another_major_version_is_refused(home: Path) -> None:
    server = Server(home)
    server.data.mkdir(parents=True)
    (server.data / "PG_VERSION").write_text("16\n")
    with pytest.raises(WrongVersion):
        server.open()
    server.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs it as another account")
def test_a_home_the_account_cannot_enter_is_said(home: Path) -> None:
    home.parent.chmod(0o700)
    server = Server(home)
    with pytest.raises(PermissionMissing) as raised:
        server.open()
    assert "onecard" in raised.value.words()["next_step"]
    server.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs it as another account")
def test_programs_the_account_cannot_reach_are_copied(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home.mkdir()
    private = home.parent / "private"
    reached = find_programs(home)
    wheel = reached.folder.parents[1]
    shutil.copytree(wheel.with_name(f"{wheel.name}.libs"), private / f"{wheel.name}.libs")
    shutil.copytree(wheel, private / wheel.name, ignore=shutil.ignore_patterns("pginstall"))
    private.chmod(0o700)
    monkeypatch.syspath_prepend(str(private))
    copied = find_programs(home)
    assert copied.folder.is_relative_to(home / "programs")
    assert copied.run("postgres", "--version").stdout.startswith("postgres (PostgreSQL) 18")


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ('FATAL:  could not write to file "pg_wal/xlogtemp.31": No space left on device', DiskFull),
        ('FATAL:  data directory "/x" has wrong ownership', HomeNotOurs),
        ('FATAL:  could not open file "global/pg_control": Permission denied', PermissionMissing),
        ("FATAL:  something nobody has seen", ServerFailed),
    ],
)
def test_what_the_log_says_becomes_a_problem_with_words(tmp_path: Path, said: str, problem: type[Exception]) -> None:
    log = tmp_path / "log"
    log.write_text(f"FATAL: an older trouble\n{said}\n")
    with pytest.raises(problem):
        diagnosis.raise_unless_passing(log, len("FATAL: an older trouble\n"), tmp_path, None, "onecard")


def test_an_old_server_that_is_still_leaving_is_waited_for(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use\n")
    diagnosis.raise_unless_passing(log, 0, tmp_path, None, "onecard")


def test_a_dead_server_nobody_buried_is_not_taken_for_a_living_one(tmp_path: Path) -> None:
    dead = subprocess.Popen(["true"])
    while Path(f"/proc/{dead.pid}/stat").read_text().split()[2] != "Z":
        time.sleep(0.01)
    (tmp_path / "postmaster.pid").write_text(f"{dead.pid}\n")
    try:
        assert diagnosis.postmaster_pid(tmp_path) is None
        diagnosis.forget_the_dead(tmp_path, tmp_path)
        assert not (tmp_path / "postmaster.pid").exists()
    finally:
        dead.wait()


def test_a_running_server_whose_socket_was_deleted_is_started_again(home: Path) -> None:
    with Server(home) as server:
        deaf = diagnosis.postmaster_pid(server.data)
        for page in server._sockets.glob(".s.PGSQL.5432"):
            page.unlink()
        server.revive()
        assert value(server, "select 1") == 1
        assert diagnosis.postmaster_pid(server.data) != deaf


def test_waiting_is_said_once_a_second_and_given_up_with_the_log(home: Path) -> None:
    said: list[str] = []
    server = Server(home, say=said.append)
    for tick in range(60):
        server._wait(1.5 + tick / 50, 90, "等待 · waiting", pause=0.02)
    assert 1 <= len(said) <= 3
    with pytest.raises(ServerFailed):
        server._wait(91, 90, "等待 · waiting")


@pytest.mark.parametrize(
    ("last", "noted", "stuck"),
    [("checkpointer", "ready", True), ("startup recovering 000000010000000000000001", "starting", False),
     ("checkpointer", "stopping", False)],
)  # fmt: skip
def test_a_recovery_that_nobody_works_on_is_told_from_one_that_takes_its_time(
    tmp_path: Path, last: str, noted: str, stuck: bool
) -> None:
    titles = [f'(exec -a "postgres: {title}" sleep 60) &' for title in ("io worker 0", last)]
    with subprocess.Popen(["bash", "-c", " ".join([*titles, "wait"])], start_new_session=True) as postmaster:
        (tmp_path / "postmaster.pid").write_text(f"{postmaster.pid}\n{noted}\n")
        try:
            deadline = time.monotonic() + 10
            while diagnosis.is_stuck(tmp_path) is not stuck and time.monotonic() < deadline:
                time.sleep(0.02)  # they have their titles after a moment
            assert diagnosis.is_stuck(tmp_path) is stuck
        finally:
            os.killpg(postmaster.pid, signal.SIGKILL)
