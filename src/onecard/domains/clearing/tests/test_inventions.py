"""Invented days: what is cleared is the naive sum over the transfers, whatever comes late, however often one closes."""

from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onecard.domains.clearing import api as clearing
from onecard.domains.ledger import api as ledger
from onecard.kernel.clock import HeldClock, day_of

ACCOUNTS = [5101, 5190, 5001, 10511, 10512, 20000, 20001]
pay = st.tuples(st.just("pay"), st.sampled_from(ACCOUNTS[2:]), st.sampled_from(ACCOUNTS[2:]), st.integers(1, 10**6))
spend = st.tuples(st.just("pay"), st.just(5101), st.sampled_from(ACCOUNTS[1:]), st.integers(1, 10**4))
steps = st.lists(
    st.one_of(
        pay.filter(lambda p: p[1] != p[2] and p[1] >= 10_000), spend, st.just(("close",)), st.just(("sleep",)),
        st.just(("roll up",)),
    ),
    max_size=25,
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_every_transfer_is_cleared_once_and_each_day_equals_its_naive_sum(tx, flow, clock, steps):
    with tx.transaction(force_rollback=True):
        held = HeldClock(clock())
        closed = {}
        for step, *facts in steps:
            if step == "pay":
                flow(*facts, at=held())
            elif step == "roll up":
                ledger.roll_up(tx)
            elif step == "sleep":
                held.move(hours=13)
            else:
                closed |= {c.day: c for c in clearing.close_through(tx, day=day_of(held()), at=held())}
        held.move(days=2)
        closed |= {c.day: c for c in clearing.close_through(tx, day=day_of(held()), at=held())}

        owner = {a.account: a.agency_id for a in ledger.accounts(tx)}
        naive: dict[object, Counter[object]] = {day: Counter() for day in closed}
        for t in tx.execute("select recorded_on, debit, credit, amount_fen from ledger.transfer").fetchall():
            if owner[t.debit] != owner[t.credit]:
                naive[t.recorded_on][owner[t.debit], owner[t.credit]] += t.amount_fen
        for day, each in closed.items():
            assert clearing.read_day(tx, day=day) == each, "closing again changed nothing"
            assert {(p.payer, p.payee): p.amount_fen for p in each.positions} == dict(naive[day])
            assert sum(n.net_fen for n in each.nets) == 0
            assert clearing.prove_day(tx, day=day, at=held()).differences == 0
        assert ledger.open_day(tx) == day_of(held()) + timedelta(days=1)
        assert [f for f in ledger.check(tx) + clearing.check(tx) if not f.clean] == []
