"""Request keys: of two at once one does the work, and nobody reads what another was answered."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import msgspec

from onecard.doors.security.request_keys import kept_answer, once, request_of, sweep_answers
from onecard.doors.security.visitors import Resident, scope_of
from onecard.kernel.clock import HeldClock
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Database, Scope

ME = Resident(UUID(int=1), "")


class Done(msgspec.Struct):
    """What was done."""

    number: int


def test_of_two_at_once_one_does_it_and_both_are_answered(database: Database, keyring: Keyring, clock: HeldClock):
    together, done = threading.Barrier(2), []

    def ask(number: int) -> Done:
        def do() -> Done:
            done.append(number)
            return Done(number)

        request = request_of(ME, "test", "the same key", {}, keyring)
        with database.writing(scope_of(ME)) as tx:
            together.wait()
            return once(tx, request, Done, do, at=clock())

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(ask, [1, 2]))
    assert [answer.number for answer in answers] == done * 2


def test_what_failed_is_done_when_it_is_sent_again(database: Database, keyring: Keyring, clock: HeldClock):
    request = request_of(ME, "test", "the same key", {}, keyring)
    for do, expected in ((lambda: 1 // 0, None), (lambda: Done(2), Done(2))):
        try:
            with database.writing(scope_of(ME)) as tx:
                assert once(tx, request, Done, do, at=clock()) == expected
        except ZeroDivisionError:
            assert expected is None


def test_answers_are_their_askers_alone_and_kept_for_a_day(database: Database, keyring: Keyring, clock: HeldClock):
    request = request_of(ME, "test", "the same key", {}, keyring)
    with database.writing(scope_of(ME)) as tx:
        once(tx, request, Done, lambda: Done(1), at=clock())
    others = [scope_of(Resident(UUID(int=2), "")), Scope("resident"), Scope("partner", agency=UUID(int=3))]
    for scope in (*others, Scope("staff", reach=("51",), agency=UUID(int=3))):
        with database.reading(scope) as tx:
            assert kept_answer(tx, request, Done) is None
    with database.writing() as tx:
        assert sweep_answers(tx, at=clock() + timedelta(hours=23)) == 0
        assert sweep_answers(tx, at=clock() + timedelta(hours=24)) == 1
