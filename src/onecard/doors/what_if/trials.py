"""Trials beside the requests that ask for them: one at a time in a process, remembered for a while, never written down.

The question is the key: who asks the same again finds the same trial, running or finished, and one that was lost with
its process simply begins again. So a page can be loaded anew, and nothing needs to be stored.
"""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec

from onecard.doors.bootstrap import House
from onecard.doors.what_if.errors import TrialsWaiting
from onecard.doors.what_if.trying import Answer, Question, prepare, run
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.transaction import Scope
from onecard.rulebook.trial import Trial

#: People are born and die meanwhile; who wants the newest nation asks again after this.
FRESH_FOR = timedelta(minutes=10)
WAITING_MAX, KEPT_MAX = 4, 32
State = Literal["waiting", "running", "finished", "failed"]


@dataclass
class Progress:
    """How far a trial is. `seconds` since it began to run; `of` counties of the place."""

    trial: Trial
    asked_at: datetime
    state: State = "waiting"
    people: int = 0
    done: int = 0
    of: int = 0
    began_at: datetime | None = None
    answer: Answer | None = None
    over: threading.Event = field(default_factory=threading.Event)


class Trials:
    """The trials of one process."""

    def __init__(self, house: House) -> None:
        self._house, self._lock, self._turn = house, threading.Lock(), threading.Lock()
        self._kept: dict[bytes, Progress] = {}

    def ask(self, question: Question, scope: Scope) -> Progress:
        """The trial of this question within this reach, begun where there is none; the question's own problems."""
        at = self._house.clock()
        with self._lock:
            self._forget(at)
            key = _key(question, scope)
            if key in self._kept:
                return self._kept[key]
            if sum(not one.over.is_set() for one in self._kept.values()) >= WAITING_MAX:
                raise TrialsWaiting
            found = self._kept[key] = Progress(prepare(self._house, question), at)
        # A daemon: a process that is told to stop does not wait for a trial, which anybody may ask for again.
        threading.Thread(target=self._try, args=(found, scope), name="what-if", daemon=True).start()
        return found

    def _try(self, found: Progress, scope: Scope) -> None:
        with self._turn:
            found.state, found.began_at = "running", self._house.clock()

            def report(people: int, done: int, of: int) -> None:
                found.people, found.done, found.of = people, done, of

            try:
                found.answer = run(self._house, found.trial, scope, report)
                found.state = "finished"
            except Problem as problem:
                found.state = "failed"
                self._house.log.error("what_if_failed", error=problem.code)
            except Exception as error:  # whatever it was: the page must learn that it is over
                found.state = "failed"
                self._house.log.error("what_if_failed", error=type(error).__name__)
            finally:
                found.over.set()

    def _forget(self, at: datetime) -> None:
        """What is old, what failed (so that it may be tried again), and the oldest beyond what is kept."""
        over = {key: one for key, one in self._kept.items() if one.over.is_set()}
        stale = [
            key for key, one in over.items()
            if one.state == "failed" or not one.asked_at <= at <= one.asked_at + FRESH_FOR
        ]  # fmt: skip
        crowd = [key for key in over if key not in stale][: max(0, len(self._kept) - len(stale) - KEPT_MAX + 1)]
        for key in (*stale, *crowd):
            del self._kept[key]


def _key(question: Question, scope: Scope) -> bytes:
    said: dict[str, Any] = {"reach": scope.reach, **{name: getattr(question, name) for name in question.__slots__}}
    return msgspec.json.encode(said, order="deterministic")
