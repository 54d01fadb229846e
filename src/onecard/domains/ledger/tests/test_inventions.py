"""Invented batches against a slow plain ledger: the same is refused, the same is left, and every check stays clean."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onecard.domains.ledger import api as ledger
from onecard.domains.ledger.api import Movement
from onecard.kernel.ids import new_id

HOLDERS = [UUID(int=number) for number in range(1, 3)]
PURSES = [5101, 5103, 5190]
OTHERS = [20000, 20001, 10511, 10512]

side = st.one_of(st.just(PURSES[0]), st.sampled_from(PURSES + OTHERS))
line = st.tuples(st.sampled_from(HOLDERS), side, side, st.integers(1, 4)).filter(lambda line: line[1] != line[2])
reference = st.lists(line, min_size=1, max_size=2)
batch = st.lists(reference, min_size=1, max_size=8)
shuffle = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@dataclass
class PlainLedger:
    """The reference: one reference after the other, in Python dictionaries."""

    purses: dict[tuple[UUID, int], int] = field(default_factory=dict)
    moved: dict[int, int] = field(default_factory=dict)

    def post(self, lines: list[tuple[UUID, int, int, int]]) -> bool:
        after = dict(self.purses)
        for holder, debit, credit, fen in lines:
            for account, change in ((debit, -fen), (credit, fen)):
                if account < 10_000:
                    after[holder, account] = after.get((holder, account), 0) + change
        touched = {key for key in after if after[key] != self.purses.get(key, 0)}
        if any(after[key] < 0 for key in touched):
            return False
        self.purses = after
        for _, debit, credit, fen in lines:
            self.moved[debit] = self.moved.get(debit, 0) - fen
            self.moved[credit] = self.moved.get(credit, 0) + fen
        return True


def _movements(references: list[Any], at: Any) -> list[list[Movement]]:
    return [
        [Movement(holder, debit, credit, fen, "fare", name, at) for holder, debit, credit, fen in lines]
        for lines in references
        for name in [new_id()]
    ]


@shuffle
@given(batches=st.lists(batch, min_size=1, max_size=4))
def test_invented_batches_end_as_in_the_plain_ledger(tx, country, clock, batches):
    with tx.transaction(force_rollback=True):
        plain = PlainLedger()
        start = [[(holder, 10512, purse, 2)] for holder in HOLDERS for purse in PURSES[:2]]
        for references in [start, *batches]:
            asked = _movements(references, clock())
            refused = {movements[0].reference for movements, lines in zip(asked, references, strict=True) if not plain.post(lines)}  # fmt: skip  # noqa: E501
            assert ledger.post(tx, [m for movements in asked for m in movements], at=clock()) == refused
        for holder in HOLDERS:
            held = {b.account: b.balance_fen for b in ledger.balances(tx, holder_id=holder) if b.balance_fen}
            assert held == {account: fen for (who, account), fen in plain.purses.items() if who == holder and fen}
        for account in OTHERS:
            assert ledger.institution_balance(tx, account=account) == plain.moved.get(account, 0)
        assert [f for f in ledger.check(tx) if not f.clean] == []


@shuffle
@given(references=batch, rolled_up=st.booleans())
def test_posting_in_bulk_ends_as_posting_one_by_one(tx, country, clock, references, rolled_up):
    asked = [m for movements in _movements(references, clock()) for m in movements]
    net: dict[tuple[UUID, int], int] = {}
    for m in asked:
        for account, change in ((m.debit, -m.amount_fen), (m.credit, m.amount_fen)):
            if account < 10_000:
                net[m.holder_id, account] = net.get((m.holder_id, account), 0) + change
    with tx.transaction(force_rollback=True):
        try:
            with tx.transaction():
                ledger.post_many(tx, asked)
            funded = True
        except ledger.InsufficientBalance:
            funded = False
        assert funded == all(fen >= 0 for fen in net.values())
        if rolled_up:
            ledger.roll_up(tx)
        for holder in HOLDERS:
            held = {b.account: b.balance_fen for b in ledger.balances(tx, holder_id=holder) if b.balance_fen}
            assert held == (
                {account: fen for (who, account), fen in net.items() if who == holder and fen} if funded else {}
            )
        assert [f for f in ledger.check(tx) if not f.clean] == []
