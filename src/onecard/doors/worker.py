"""The worker: one process beside the web that does what nobody waits for.

Every chore has a pause; a chore that fails is logged by its name and done again after the pause, and never stops the
others. Five threads share them: what walks whole tables for minutes, lists of a million rows, files for banks, and
texts to whoever was paid stand in lines of their own, so that sign-outs and figures never wait for them. Several
workers on one database take turns in each line by an advisory lock.
"""

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from onecard.domains.cards import api as cards
from onecard.domains.clearing import api as clearing
from onecard.domains.disbursement import api as disbursement
from onecard.domains.ecards import api as ecards
from onecard.domains.ledger import api as ledger
from onecard.domains.rosters import api as rosters
from onecard.domains.usage import api as usage
from onecard.doors.bootstrap import House, open_house
from onecard.doors.entitlements.running import tend
from onecard.doors.family.chores import end_due, name_fresh_uses, name_late_uses
from onecard.doors.hearing import all_handlers, slow_topics
from onecard.doors.lists import decide_lists, forget_lists
from onecard.doors.messages import FileGateway, send_news, send_waiting
from onecard.doors.openid import farewells
from onecard.doors.openid.farewells import send_farewells
from onecard.doors.paying import pay_all
from onecard.doors.rosters import check_rosters, forget_rows
from onecard.doors.schema import months_around
from onecard.doors.security.sessions import sweep
from onecard.doors.serve_web import watch
from onecard.doors.wallet import sweeping
from onecard.kernel import audit_chain, outbox
from onecard.kernel.clock import day_of
from onecard.kernel.logs import set_up_logs
from onecard.kernel.metrics import set_up_metrics
from onecard.kernel.plugins import discover
from onecard.kernel.settings import read_settings

Chore = Callable[[House], object]
Line = Literal["quick", "long", "lists", "payments", "news"]
_TURN: dict[Line, int] = {"quick": 0x0CA4E, "long": 0x0CA4F, "lists": 0x0CA50, "payments": 0x0CA51, "news": 0x0CA52}

#: Each line holds a connection for its turn and one to work with; lists work with two at once.
POOL = 12


@dataclass
class Turn:
    """A chore, how long to pause after it, and when it is due again."""

    chore: Chore
    pause_seconds: float
    due: float = 0.0


def main() -> None:
    """`python -m onecard.doors.worker LIFELINE`, started by `onecard serve`."""
    stop = threading.Event()
    if len(sys.argv) > 1:
        watch(int(sys.argv[1]))
    settings = read_settings()
    set_up_logs(settings.log_level)
    set_up_metrics(settings.home / "metrics")
    with open_house(settings, pool=POOL, start=False) as house:
        # Only now: while it still waits for the database, a signal simply ends it.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        work(house, stop, chores())


def chores() -> dict[Line, list[Turn]]:
    """All of them, due at once after a start."""
    return {
        "quick": [
            Turn(deliver, 0.5),
            Turn(send_messages, 0.5),
            Turn(roll_up, 1.0),
            Turn(seal_audit, 5.0),
            Turn(seal_late_audit, 3600.0),
            Turn(close_yesterday, 60.0),
            Turn(name_fresh_uses, 1.0),
        ],
        "long": [
            Turn(keep_months, 3600.0),
            Turn(deliver_slow, 5.0),
            Turn(send_farewells, 2.0),
            Turn(forget, 3600.0),
            Turn(tend_scenes, 3600.0),
            Turn(name_late_uses, 3600.0),
            Turn(end_due, 600.0),
            Turn(tend, 3600.0),
            Turn(check_nightly, 600.0),
        ],
        "lists": [
            Turn(decide_lists, 1.0),
            Turn(check_rosters, 1.0),
            Turn(forget_lists, 3600.0),
            Turn(forget_rows, 3600.0),
        ],
        "payments": [Turn(pay_all, 2.0)],
        "news": [Turn(tell_payees, 1.0)],
    }


def work(house: House, stop: threading.Event, lines: dict[Line, list[Turn]]) -> None:
    """Do the chores of every line as they fall due until told to stop.

    Only the quick line is waited for at the end: what another has not committed is undone, and done at the next start.
    """
    for beside in [line for line in lines if line != "quick"]:
        threading.Thread(target=_stand, args=(house, stop, lines, beside), name=f"{beside}-chores", daemon=True).start()
    _stand(house, stop, lines, "quick")


def _stand(house: House, stop: threading.Event, lines: dict[Line, list[Turn]], line: Line) -> None:
    while not stop.wait(0.1):
        for turn in lines.get(line, []):
            if turn.due <= time.monotonic() and not stop.is_set():
                _do(house, turn.chore, line)
                turn.due = time.monotonic() + turn.pause_seconds


def deliver(house: House) -> int:
    """Deliver the outbox to whoever hears of it, and is quick about it."""
    return outbox.deliver(house.app, all_handlers(), at=house.clock(), slow=slow_topics())


def send_messages(house: House) -> int:
    """Hand the texts that wait to whoever sends them."""
    return send_waiting(house, FileGateway(house.settings.home))


def tell_payees(house: House) -> int:
    """Tell people that money came, or why it did not."""
    return send_news(house, FileGateway(house.settings.home))


def deliver_slow(house: House) -> int:
    """The events whose handlers work for minutes: a closed day is proved against each of its transfers."""
    return outbox.deliver(house.app, all_handlers(), at=house.clock(), slow=slow_topics(), only_slow=True)


def roll_up(house: House) -> int:
    """Add up what the batches told, for the boards and for clearing."""
    rows = 0
    for roll in (ledger.roll_up, usage.roll_up, cards.roll_up, ecards.roll_up):
        with house.app.writing() as tx:
            rows += roll(tx)
    return rows


def seal_audit(house: House) -> int:
    """Put what was done since into the chain of the audit trail."""
    with house.app.writing() as tx:
        return audit_chain.seal_new(tx, keyring=house.keyring)


def seal_late_audit(house: House) -> int:
    """The same over the whole trail, for an entry that was committed long after it was made."""
    with house.app.writing() as tx:
        return audit_chain.seal_new(tx, keyring=house.keyring, whole=True)


def close_yesterday(house: House) -> None:
    """Clear every day that has ended and is still open; what is closed stays as it is. Proving follows, by event."""
    yesterday = day_of(house.clock()) - timedelta(days=1)
    with house.app.reading() as tx:
        # Nothing to close before there is business: a demo nation founded later still has its past days open.
        if ledger.open_day(tx) > yesterday or not ledger.accounts(tx):
            return
    with house.app.writing() as tx:
        clearing.close_through(tx, day=yesterday, at=house.clock())


def keep_months(house: House) -> int:
    """Make the partitions of the months to come."""
    first, last = months_around(day_of(house.clock()))
    with house.app.writing() as tx:
        row = tx.execute("select kernel.ensure_all_months(%s, %s) as made", (first, last)).fetchone()
    return int(row.made) if row else 0


def forget(house: House) -> int:
    """Forget burnt codes and answers older than any upload may be, and sessions, offers and revocations that ended."""
    at = house.clock()
    with house.app.writing() as tx:
        return (
            usage.prune(tx, before=at - house.settings.late_upload - timedelta(days=2))
            + sweep(tx, at=at)
            + ecards.sweep_handovers(tx, at=at)
            + ecards.prune_revoked(tx, at=at)
            + farewells.sweep(tx, at=at)
            + sweeping.sweep(tx, at=at)
        )


def tend_scenes(house: House) -> int:
    """Let each scene put its own rows in order: close what has ended, forget what no upload can bring back."""
    done = 0
    for plugin in discover("onecard.scenes"):
        chores = plugin.module("chores")
        if chores is not None:
            with house.app.writing() as tx:
                done += chores.tend(tx, book=house.book, at=house.clock(), late_upload=house.settings.late_upload)
    return done


_checked: dict[str, object] = {}


def check_nightly(house: House) -> None:
    """Prove the ledger's invariants once a night, at three in the morning or the first chance after it."""
    night = day_of(house.clock() - timedelta(hours=3))
    if _checked.get("night") == night:
        return
    with house.app.reading(snapshot=True) as tx:
        found = (*ledger.check(tx), *clearing.check(tx), *disbursement.check(tx), *rosters.check(tx))
        broken = [one for one in found if not one.clean]
    _checked["night"] = night
    (house.log.error if broken else house.log.info)("ledger_checked", findings=len(broken))


def _do(house: House, chore: Chore, line: Line = "quick") -> None:
    try:
        with my_turn(house, line) as mine:
            if mine:
                chore(house)
    except Exception as error:  # the next chore must still be done
        house.log.error("chore_failed", step=chore.__name__, error=type(error).__name__)


@contextmanager
def chores_paused(house: House) -> Iterator[None]:
    """No worker begins a chore meanwhile: for whoever fills the past and must not find its days closed."""
    with house.app.pool.connection() as connection:
        for turn in _TURN.values():
            connection.execute("select pg_advisory_lock(%s)", (turn,))
        connection.commit()
        try:
            yield
        finally:
            for turn in _TURN.values():
                connection.execute("select pg_advisory_unlock(%s)", (turn,))


@contextmanager
def my_turn(house: House, line: Line = "quick") -> Iterator[bool]:
    """Whether nobody else is at it; one turn at a time in each line, over all workers of a database."""
    with house.app.pool.connection() as connection:
        # A lock of the session, not of a transaction: a long chore must not hold one open.
        row = connection.execute("select pg_try_advisory_lock(%s) as mine", (_TURN[line],)).fetchone()
        connection.commit()
        try:
            yield bool(row and row.mine)
        finally:
            connection.execute("select pg_advisory_unlock_all()")


if __name__ == "__main__":
    main()
