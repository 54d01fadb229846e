"""Invented lives: whatever happens in whatever order, nobody is suspended unheard and every month is owed once.

The model is slow and simple: it remembers what was said to a person and counts months by hand.
"""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.factories import make_cardholder

from onecard.domains.disbursement.api import Payee
from onecard.domains.entitlements import api as entitlements
from onecard.domains.residents import api as residents
from onecard.kernel.clock import SHANGHAI
from onecard.kernel.postgres.transaction import Transaction

BEGUN = date(2026, 11, 23)
FEN = 14_300


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI)


def next_month(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


class Life(RuleBasedStateMachine):
    """One person, the days, and what was said to her; where she lives is given to a class of its own below."""

    tx: Transaction
    keyring: Any
    book: Any
    reached: Counter[str]
    day = BEGUN
    died_on: date | None = None
    last_opened: date | None = None
    at_suspension: set[date] | None = None
    in_batch: set[date]

    def __init__(self) -> None:
        super().__init__()
        self.in_batch = set()

    @initialize(age=st.integers(60, 100))
    def grant(self, age: int) -> None:
        self.born = date(BEGUN.year - age, 5, 1)
        self.who = make_cardholder(self.tx, keyring=self.keyring, at=moment(self.day), born=self.born).holder_id
        self.tx.execute("delete from entitlements.opened")
        new = entitlements.NewEntitlement(self.who, 511381, date(2026, 11, 1), FEN, Payee("张小明", "62299900000"))
        facts = {
            "programme": "pension",
            "basis": "决定",
            "book": self.book,
            "keyring": self.keyring,
            "actor": "staff 1",
        }
        entitlements.grant(self.tx, [new], at=moment(self.day), **facts)

    @rule(days=st.integers(20, 75))
    def time_passes(self, days: int) -> None:
        """Months open as they begin, as the worker opens them; the run is made now and then."""
        self.day += timedelta(days=days)
        self.reached.update([self.held().state])
        while (month := next_month(self.last_opened or date(2026, 10, 1))) <= self.day:
            entitlements.open_month(self.tx, programme="pension", month=month, at=moment(self.day))
            entitlements.owe(self.tx, [self.who], at=moment(self.day))
            self.last_opened = month

    @rule(days=st.lists(st.integers(20, 130), min_size=3, max_size=10))
    def a_quiet_year(self, days: list[int]) -> None:
        """Nobody hears of her, and the run is made each time."""
        for step in days:
            self.time_passes(step)
            self.run()
            self.every_month_is_owed_once()

    @rule()
    def run(self) -> None:
        before = self.held()
        moves = entitlements.run_piece(self.tx, [self.who], book=self.book, at=moment(self.day))
        if "suspended" in [one.what for one in moves]:
            assert before.state == "noticed" and before.noticed_on is not None
            assert before.noticed_on + timedelta(days=90) <= self.day and before.valid_until < self.day
            assert before.reminders + [one.what for one in moves].count("reminded") >= 2
            if self.age() >= 80:
                assert before.visit_offered_on and before.visit_offered_on + timedelta(days=30) <= self.day

    @precondition(lambda self: self.died_on is None and self.held().state != "in_payment")
    @rule()
    def confirms_herself(self) -> None:
        entitlements.confirm_self(self.tx, holder_id=self.who, book=self.book, at=moment(self.day))
        assert self.held().state == "in_payment"

    @rule()
    def face_fails(self) -> None:
        before = self.held()
        if before.state == "stopped":
            return
        facts = {"reference": "比对", "actor": "partner 1", "book": self.book, "at": moment(self.day)}
        entitlements.hear_face(self.tx, holder_id=self.who, matched=False, **facts)
        assert self.held() == before

    @rule()
    def waiting_months_go_to_the_bank(self) -> None:
        rows = self.tx.execute(
            "update entitlements.due set batch_id = gen_random_uuid()"
            " where holder_id = %s and batch_id is null and withdrawn_at is null returning month",
            (self.who,),
        ).fetchall()
        assert not self.in_batch & {row.month for row in rows}, "a month goes to the bank once"
        self.in_batch |= {row.month for row in rows}

    @precondition(lambda self: self.died_on is None)
    @rule(ago=st.integers(0, 120))
    def dies(self, ago: int) -> None:
        self.died_on = max(BEGUN, self.day - timedelta(days=ago))
        residents.record_death(self.tx, holder_id=self.who, died_on=self.died_on)
        entitlements.stop_at_death(self.tx, holder_id=self.who, book=self.book, at=moment(self.day))

    @invariant()
    def every_month_is_owed_once(self) -> None:
        if not hasattr(self, "who"):
            return
        held = self.held()
        rows = entitlements.dues_of(self.tx, holder_id=self.who, at_most=1000)
        owed = [one.month for one in rows if one.withdrawn_at is None]
        assert len(owed) == len(set(owed))
        assert all(one.amount_fen == FEN for one in rows)
        assert self.in_batch <= set(owed)
        expected = self.months_until(held)
        overpaid = {one.month for one in entitlements.overpaid_of(self.tx, holder_id=self.who)}
        if held.state == "suspended":
            self.at_suspension = self.at_suspension or set(owed)
            assert set(owed) == self.at_suspension <= expected
        else:
            assert set(owed) == expected | overpaid
        if held.state != "suspended":
            self.at_suspension = None
        if self.died_on is not None:
            assert held.state == "stopped"
            assert overpaid == {month for month in self.in_batch if month > self.died_on}

    def months_until(self, held: entitlements.Entitlement) -> set[date]:
        months, month = set(), date(2026, 11, 1)
        while self.last_opened and month <= self.last_opened and (not self.died_on or month <= self.died_on):
            months.add(month)
            month = next_month(month)
        return months

    def held(self) -> entitlements.Entitlement:
        [found] = entitlements.list_of(self.tx, holder_id=self.who, at=moment(self.day))
        return found

    def age(self) -> int:
        return self.day.year - self.born.year - ((self.day.month, self.day.day) < (5, 1))


def test_whatever_happens_nobody_is_suspended_unheard_and_every_month_is_owed_once(
    tx: Transaction, keyring: Any, book: Any
) -> None:
    reached: Counter[str] = Counter()
    run_state_machine_as_test(
        type("ThisLife", (Life,), {"tx": tx, "keyring": keyring, "book": book, "reached": reached}),
        settings=settings(
            max_examples=40, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
    assert set(reached) == {"in_payment", "noticed", "suspended", "stopped"}, "every state was reached"
