"""Netting by invented days: zero-sum, equal to the naive sum, few payments, the same whatever the order."""

import random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from onecard.domains.clearing.models import Net, Payment, Position
from onecard.domains.clearing.netting import net, settle

AGENCIES = [UUID(int=number) for number in range(1, 9)]


@st.composite
def days(draw):
    pairs = draw(
        st.lists(
            st.tuples(st.sampled_from(AGENCIES), st.sampled_from(AGENCIES)).filter(lambda p: p[0] != p[1]), unique=True
        )
    )
    return [Position(payer, payee, draw(st.integers(1, 10**12)), 1) for payer, payee in pairs]


@given(days())
def test_nets_add_up_to_nothing_and_equal_the_naive_sum(positions):
    nets = net(positions)
    assert sum(n.net_fen for n in nets) == 0
    for agency in AGENCIES:
        naive = sum(p.amount_fen * ((p.payee == agency) - (p.payer == agency)) for p in positions)
        assert sum(n.net_fen for n in nets if n.agency_id == agency) == naive


@given(days())
def test_payments_leave_everybody_at_zero_with_at_most_one_payment_fewer_than_parties(positions):
    nets = net(positions)
    left = {n.agency_id: n.net_fen for n in nets}
    payments = settle(nets)
    for payment in payments:
        assert payment.amount_fen > 0
        left[payment.payer] += payment.amount_fen
        left[payment.payee] -= payment.amount_fen
    assert set(left.values()) <= {0}
    unsettled = sum(n.net_fen != 0 for n in nets)
    assert len(payments) <= max(unsettled - 1, 0)


@given(days(), st.randoms())
def test_the_order_of_the_day_changes_nothing(positions, shuffled: random.Random):
    other = list(positions)
    shuffled.shuffle(other)
    assert net(other) == net(positions)
    assert settle(net(other)) == settle(net(positions))


@given(days())
def test_nobody_pays_who_receives_and_nobody_pays_more_than_she_owes(positions):
    nets = {n.agency_id: n.net_fen for n in net(positions)}
    paid = dict.fromkeys(nets, 0)
    for payment in settle(net(positions)):
        assert nets[payment.payer] < 0 < nets[payment.payee]
        paid[payment.payer] += payment.amount_fen
    assert all(fen <= max(-nets[agency], 0) for agency, fen in paid.items())


def test_a_ring_of_equal_debts_needs_no_payment():
    a, b, c = AGENCIES[:3]
    ring = [Position(a, b, 100, 1), Position(b, c, 100, 1), Position(c, a, 100, 1)]
    assert net(ring) == (Net(a, 100, 100), Net(b, 100, 100), Net(c, 100, 100))
    assert settle(net(ring)) == ()


def test_a_worked_day():
    sichuan, chongqing, bus = AGENCIES[:3]
    gross = [Position(sichuan, bus, 700, 4), Position(chongqing, bus, 200, 1), Position(chongqing, sichuan, 100, 1)]
    assert net(gross) == (Net(sichuan, 700, 100), Net(chongqing, 300, 0), Net(bus, 0, 900))
    assert settle(net(gross)) == (Payment(sichuan, bus, 600), Payment(chongqing, bus, 300))
