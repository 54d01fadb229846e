"""Killed again and again under load: no accepted use is lost, none is posted twice, and the ledger stays clean.

The real `onecard serve` runs on a home of its own; terminals use it over HTTP with signed requests and ask again, with
the same sequence, whatever they got no answer to. Web processes, the worker, database processes, the database and the
whole server die by SIGKILL at random moments.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.faults.killing import Victims
from tests.faults.terminals import Receipt, Terminal, free_port, recruit

from onecard.domains.ledger import api as ledger
from onecard.doors.bootstrap import open_house
from onecard.kernel.settings import Settings

KILLS = 50
GATES = 6


@pytest.fixture
def settings() -> Iterator[Settings]:
    """A home of its own with a very small nation in it, and a free port."""
    home = Path(tempfile.mkdtemp(prefix="onecard-faults-"))
    home.chmod(0o755)
    settings = Settings(home=home / "home", port=free_port(), late_upload_days=90)
    try:
        onecard(settings, "up")
        onecard(settings, "demo", "nation", "--size", "1000000")
        yield settings
    finally:
        shutil.rmtree(home)


def onecard(settings: Settings, *command: str) -> str:
    run = [sys.executable, "-m", "onecard.doors.cli", *command]
    done = subprocess.run(run, env=environment(settings), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def environment(settings: Settings) -> dict[str, str]:
    return {**os.environ, "ONECARD_HOME": str(settings.home), "ONECARD_PORT": str(settings.port), "CI": ""}


@pytest.mark.slow
def test_no_accepted_use_is_lost_and_none_is_posted_twice(settings: Settings) -> None:
    seed = random.SystemRandom().randrange(10**6)
    chance = random.Random(seed)
    print(f"seed {seed}")
    terminals = [Terminal(settings.port, *one) for one in recruit(settings, GATES)]
    victims = Victims(environment(settings))
    with victims:
        threads = [threading.Thread(target=terminal.work, daemon=True) for terminal in terminals]
        for thread in threads:
            thread.start()
        while sum(victims.killed.values()) < KILLS:
            if chance.random() < 0.7:  # and sometimes strike while it is still getting up
                victims.settle()
            time.sleep(chance.uniform(0.02, 0.8))
            victims.kill_one(chance)
        victims.settle()
        time.sleep(2)  # a last quiet moment, so that work after the last recovery is proven too
        for terminal in terminals:
            terminal.stop.set()
        for thread in threads:
            thread.join(60)
        assert not any(thread.is_alive() for thread in threads), "a terminal never got its answer"

    assert {"web", "backend", "database", "everything"} <= victims.killed.keys()
    receipts = [receipt for terminal in terminals for receipt in terminal.receipts]
    assert len(receipts) > 20 * GATES, "too little was accepted for this test to mean anything"
    assert sum(terminal.asked_again for terminal in terminals) > 0, "no kill hit anybody's request"
    prove(settings, receipts, [terminal.point_id for terminal in terminals])
    print(dict(victims.killed), len(receipts), "accepted", sum(t.asked_again for t in terminals), "asked again")
    assert "✗" not in onecard(settings, "ledger", "check")


def prove(settings: Settings, receipts: list[Receipt], points: list[object]) -> None:
    """Compare what the terminals were told with what stands in the database, both ways."""
    with open_house(settings) as house, house.app.reading(snapshot=True) as tx:
        uses = tx.execute(
            "select u.use_id, u.point_id, u.sequence, u.price_fen, u.paid_fen,"
            " (select coalesce(sum(t.amount_fen), 0) from ledger.transfer t"
            "   where t.holder_id = u.holder_id and t.reference = u.use_id) as moved_fen"
            " from usage.use u where u.point_id = any(%s) and u.sequence >= %s",
            (points, Terminal.FIRST_SEQUENCE),
        ).fetchall()
        broken = [finding for finding in ledger.check(tx) if not finding.clean]
    assert broken == []
    stored = sorted((str(u.point_id), u.sequence, str(u.use_id), u.price_fen, u.paid_fen) for u in uses)
    told = sorted((str(r.point_id), r.sequence, r.use_id, r.price_fen, r.paid_fen) for r in receipts)
    assert stored == told
    assert [u.use_id for u in uses if u.moved_fen != u.price_fen] == []
