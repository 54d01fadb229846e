"""Each invariant catches what it is there for: the ledger is broken by hand, as its owner, in every way it can be."""

import pytest

from onecard.domains.ledger import api as ledger
from onecard.domains.ledger.api import Movement
from onecard.domains.ledger.checks import all_checks
from onecard.kernel.ids import new_id

#: What to do to a sound ledger, and which checks must then say so (others may, too).
BREAKS = {
    "balances_are_sums": "update ledger.balance set balance_fen = balance_fen + 1",
    "balances_not_negative": "alter table ledger.balance drop constraint balance_balance_fen_check;"
    " update ledger.balance set balance_fen = -5",
    "purses_exist": "delete from ledger.balance",
    "roll_up_agrees": "delete from ledger.delta where delta_id = (select delta_id from ledger.delta limit 1)",
    "total_is_zero": "update ledger.balance set balance_fen = balance_fen + 1",
    "accounts_in_chart": "delete from ledger.account where account = 20001",
    "days_in_order": "update ledger.transfer set recorded_on = recorded_on - 1",
    "amounts_are_positive": "alter table ledger.transfer drop constraint transfer_amount_fen_check;"
    " update ledger.transfer set amount_fen = -amount_fen where purpose = 'fare'",
    "transfers_are_once": "insert into ledger.transfer select holder_id, recorded_at + interval '1 second',"
    " transfer_id, recorded_on, debit, credit, amount_fen, purpose, reference, happened_at"
    " from ledger.transfer limit 1",
    "corrections_fit": "update ledger.transfer set amount_fen = amount_fen + 1000 where purpose = 'correction'",
    "requests_have_transfers": "delete from ledger.transfer where purpose = 'top_up'",
}


@pytest.fixture
def posted(tx, country, clock, give, holder):
    """A ledger with a top-up, a fare and a correction in it."""
    give(holder, 1000)
    fare = Movement(holder, country.sichuan_purse, country.chongqing_bus, 300, "fare", new_id(), clock())
    assert ledger.post(tx, [fare], at=clock()) == set()
    ledger.correct(tx, holder_id=holder, transfer_id=fare.transfer_id, at=clock(), request_key="part", amount_fen=100)


def test_a_sound_ledger_is_clean_and_every_check_looked_at_something(tx, posted):
    findings = ledger.check(tx)
    assert [f.check for f in findings if not f.clean] == []
    assert [f.check for f in findings if f.checked == 0] == []


def test_every_check_has_a_break_here(tx, posted):
    assert {finding.check for finding in ledger.check(tx)} == set(BREAKS)
    assert len(all_checks()) == len(BREAKS)


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_ledger_is_found_out(tx, posted, name):
    tx.execute(BREAKS[name])
    found = {finding.check: finding for finding in ledger.check(tx)}[name]
    assert found.broken > 0
    assert 0 < len(found.samples) <= 3


def test_the_findings_are_told_in_both_languages_with_an_exit_status(tx, posted):
    lines, status = ledger.tell(ledger.check(tx))
    assert status == 0
    assert "✓ 全部账户合计为零 · all accounts add up to nothing · 已查 checked 9" in lines
    tx.execute("update ledger.balance set balance_fen = balance_fen + 1")
    lines, status = ledger.tell(ledger.check(tx))
    assert status == 1
    assert "✗ 全部账户合计为零 · all accounts add up to nothing · 已查 checked 9 · 有误 wrong 1" in lines
