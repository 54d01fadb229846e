"""From gross positions to net ones and to a short list of payments. Pure, whole fen, the same every time.

Netting is multilateral: each agency's debts and claims against all others become one figure. The settlement list
then pays these figures directly between agencies, largest debt to largest claim, so that n agencies need at most
n - 1 payments and nobody has to stand in the middle.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from onecard.domains.clearing.models import Net, Payment, Position


def net(positions: Iterable[Position]) -> tuple[Net, ...]:
    """Each agency's net position, by agency; together they are zero."""
    pays: dict[UUID, int] = defaultdict(int)
    receives: dict[UUID, int] = defaultdict(int)
    for position in positions:
        pays[position.payer] += position.amount_fen
        receives[position.payee] += position.amount_fen
    nets = tuple(Net(agency, pays[agency], receives[agency]) for agency in sorted({*pays, *receives}))
    assert sum(n.net_fen for n in nets) == 0
    return nets


def settle(nets: Iterable[Net]) -> tuple[Payment, ...]:
    """Who pays whom so that every net position is met: largest debtor to largest creditor, ties by agency."""
    nets = tuple(nets)
    debts = [(n.net_fen, n.agency_id) for n in nets if n.net_fen < 0]
    claims = [(-n.net_fen, n.agency_id) for n in nets if n.net_fen > 0]
    heapq.heapify(debts)
    heapq.heapify(claims)
    payments = []
    while debts:
        (debt, debtor), (claim, creditor) = heapq.heappop(debts), heapq.heappop(claims)
        amount = min(-debt, -claim)
        payments.append(Payment(debtor, creditor, amount))
        if debt + amount:
            heapq.heappush(debts, (debt + amount, debtor))
        if claim + amount:
            heapq.heappush(claims, (claim + amount, creditor))
    assert not claims
    return tuple(payments)
