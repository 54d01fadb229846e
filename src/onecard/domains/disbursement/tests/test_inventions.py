"""Invented banks that say anything in any order: every fen is accounted for, and nobody is paid twice."""

from typing import Any

import pytest
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

from onecard.domains.disbursement import api as pay
from onecard.domains.disbursement.states import SAID
from onecard.domains.disbursement.tests.conftest import Desk, a_line

FENS = st.lists(st.integers(1, 10_000), min_size=1, max_size=4)


class Payments(RuleBasedStateMachine):
    """A plain model beside the real thing: the true state of each chain, counted by hand."""

    desk: Desk

    def __init__(self) -> None:
        super().__init__()
        self.approved: dict[Any, int] = {}
        self.said: list[pay.Answer] = []

    @initialize(fens=FENS)
    def hand_in(self, fens: list[int]) -> None:
        self.desk.batches.clear()
        self.desk.tx.execute("savepoint invented")
        self.add(fens)

    @rule(fens=FENS)
    def add(self, fens: list[int]) -> None:
        batch_id = self.desk.take([a_line(fen) for fen in fens])
        self.approved[batch_id] = sum(fens)

    @rule(most=st.integers(1, 3), sent=st.booleans())
    def instruct(self, most: int, sent: bool) -> None:
        at = self.desk.clock()
        made = pay.instruct_next(self.desk.tx, bank="sample", at=at, pay_on=at.date(), lines_most=most)
        if made and sent:
            pay.mark_sent(self.desk.tx, made, at=at)

    @rule(data=st.data(), said=st.sampled_from(SAID), twice=st.booleans(), wrong=st.booleans())
    def answer(self, data: st.DataObject, said: pay.Said, twice: bool, wrong: bool) -> None:
        line = data.draw(st.sampled_from(self.lines()))
        fen = line.amount_fen + wrong if data.draw(st.booleans()) else None
        one = pay.Answer(said, line.line_id.hex, amount_fen=fen, reason=data.draw(st.sampled_from(["AC04", "?"])))
        self.said.append(one)
        before = self.desk.now(line)
        self.desk.hear(*([one] * (1 + twice)))
        if said == "unknown":
            assert self.desk.now(line).state == before.state

    @precondition(lambda self: self.said)
    @rule(data=st.data())
    def answer_again(self, data: st.DataObject) -> None:
        self.desk.hear(*data.draw(st.lists(st.sampled_from(self.said), max_size=3)))

    @rule(data=st.data())
    def reissue(self, data: st.DataObject) -> None:
        line = data.draw(st.sampled_from(self.lines()))
        free = line.state in ("rejected", "returned") and not line.reissued_as and not line.disputed_at
        try:
            pay.reissue(
                self.desk.tx, batch_id=line.batch_id, number=line.number, payee=None, keyring=self.desk.keyring,
                at=self.desk.clock(), staff="x",
            )  # fmt: skip
        except (pay.StillOnItsWay, pay.ReissuedBefore, pay.LineDisputed):
            assert not free
        else:
            assert free

    @rule(data=st.data(), found=st.sampled_from(["paid", "home"]))
    def settle(self, data: st.DataObject, found: pay.Found) -> None:
        disputed = [one for one in self.lines() if one.disputed_at]
        if disputed:
            line = data.draw(st.sampled_from(disputed))
            given = {"batch_id": line.batch_id, "number": line.number, "found": found, "at": self.desk.clock()}
            try:
                pay.settle_dispute(self.desk.tx, **given, staff="x")
            except pay.ReissuedBefore:
                assert found == "paid" and line.reissued_as
            except pay.LineMoveRefused:
                assert found == "paid" and line.state == "approved"

    @invariant()
    def every_fen_is_accounted_for(self) -> None:
        for batch_id, fen in self.approved.items():
            now = self.desk.progress(batch_id)
            assert now.paid_fen + now.home_fen + now.outstanding_fen == now.amount_fen == fen
        assert self.desk.broken() == []

    @invariant()
    def nobody_is_paid_twice(self) -> None:
        lines = {one.line_id: one for one in self.lines()}
        for line in lines.values():
            if line.replaces and line.state == "paid":
                assert lines[line.replaces].state != "paid"

    def lines(self) -> list[pay.Line]:
        return [line for batch_id in self.approved for line in self.desk.lines(batch_id)]

    def teardown(self) -> None:
        self.desk.tx.execute("rollback to savepoint invented")


@pytest.mark.slow
def test_whatever_a_bank_says_money_is_conserved_and_paid_once(desk: Desk) -> None:
    Payments.desk = desk
    run_state_machine_as_test(
        Payments,
        settings=settings(
            max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
