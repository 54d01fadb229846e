"""ONECARD_DATABASE_URL: the same program on a server of one's own, with one ordinary user that may make roles."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg

from onecard.doors.bootstrap import open_house
from onecard.doors.health import readiness
from onecard.doors.schema import bring_up_to_date
from onecard.kernel.postgres.cluster import SUPERUSER
from onecard.kernel.postgres.server import Server
from onecard.kernel.settings import Settings


def url_of_an_ordinary_user(server: Server) -> str:
    """A database whose owner is no superuser and may only make roles; the three roles do not exist there yet."""
    with psycopg.connect(server.url(SUPERUSER, "postgres"), autocommit=True) as admin:
        admin.execute("create role ordinary login createrole password 'of-a-test'")
        admin.execute("create database own_server owner ordinary")
    return f"postgresql://ordinary:of-a-test@/own_server?host={server.data.parent / 'run'}"


def test_one_user_of_an_own_server_is_enough(tmp_path: Path) -> None:
    home = Path(tempfile.gettempdir()) / f"onecard-own-{os.getpid()}"
    with Server(home) as server:
        url = url_of_an_ordinary_user(server)
        settings = Settings(home=tmp_path / "home", database_url=url)
        bring_up_to_date(url)
        with open_house(settings) as house:
            assert readiness(house).ready
            with house.app.reading() as tx:
                row = tx.execute("select current_user, session_user").fetchone()
        assert row == ("onecard_app", "ordinary")
        environment = {**os.environ, "ONECARD_HOME": str(settings.home), "ONECARD_DATABASE_URL": url}
        for command in (["up"], ["check"], ["ledger", "check"]):
            run = [sys.executable, "-m", "onecard.doors.cli", *command]
            done = subprocess.run(run, env=environment, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout + done.stderr
        assert not (settings.home / "postgres").exists(), "our own server is not started beside it"
    shutil.rmtree(home)
