"""Who owes whom between provinces: what flowed one way less what flowed back, the largest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from onecard.domains.clearing.api import BetweenProvinces


@dataclass(frozen=True, slots=True)
class Debt:
    """One province pays another, after the two have set off what flowed back. Two-digit codes; 0 is the nation."""

    payer: int
    payee: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Owed:
    """A day's debts between provinces, and the sum before setting off."""

    day: date
    gross_fen: int
    debts: tuple[Debt, ...]

    @property
    def net_fen(self) -> int:
        """What still moves."""
        return sum(debt.amount_fen for debt in self.debts)


def owed_between(flows: Iterable[BetweenProvinces], day: date) -> Owed:
    """Set off each pair of provinces; what stays within one is left out."""
    across = [flow for flow in flows if flow.payer_province != flow.payee_province]
    balance: dict[tuple[int, int], int] = {}
    for flow in across:
        low, high = sorted((flow.payer_province, flow.payee_province))
        sign = 1 if flow.payer_province == low else -1
        balance[low, high] = balance.get((low, high), 0) + sign * flow.amount_fen
    debts = [_debt(low, high, fen) for (low, high), fen in balance.items() if fen]
    return Owed(day, sum(flow.amount_fen for flow in across), tuple(sorted(debts, key=lambda d: -d.amount_fen)))


def _debt(low: int, high: int, fen: int) -> Debt:
    return Debt(low, high, fen) if fen > 0 else Debt(high, low, -fen)
