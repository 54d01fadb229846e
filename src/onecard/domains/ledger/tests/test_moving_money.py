"""One movement for a person: what moves, what is refused, what happens the second time."""

from typing import Any
from uuid import UUID

import psycopg
import pytest

from onecard.domains.ledger import api as ledger
from onecard.domains.ledger.api import Movement
from onecard.kernel.clock import HeldClock, day_of
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction


def ride(country: Any, clock: HeldClock, holder: UUID, amount_fen: int = 200, **facts: Any) -> dict[str, Any]:
    asked = {
        "holder_id": holder, "debit": country.sichuan_purse, "credit": country.chongqing_bus, "amount_fen": amount_fen,
        "purpose": "fare", "happened_at": clock(), "at": clock(), "request_key": "ride-1",
    }  # fmt: skip
    return asked | facts


def purse_of(tx: Transaction, holder: UUID) -> dict[int, int]:
    return {b.account: b.balance_fen for b in ledger.balances(tx, holder_id=holder)}


def test_a_transfer_moves_money_from_the_purse_to_the_operator(tx, country, clock, holder, give):
    give(holder, 1000)
    made = ledger.transfer(tx, **ride(country, clock, holder))
    assert purse_of(tx, holder) == {country.sichuan_purse: 800}
    assert ledger.institution_balance(tx, account=country.chongqing_bus) == 200
    assert ledger.institution_balance(tx, account=ledger.bank_float(51)) == -1000
    assert (made.amount_fen, made.recorded_on, made.repeated) == (200, day_of(clock()), False)


def test_the_same_request_key_moves_money_once_and_answers_the_same(tx, country, clock, holder, give):
    give(holder, 1000)
    first = ledger.transfer(tx, **ride(country, clock, holder))
    clock.move(minutes=5)
    again = ledger.transfer(tx, **ride(country, clock, holder))
    assert (again.transfer_id, again.recorded_at, again.repeated) == (first.transfer_id, first.recorded_at, True)
    assert purse_of(tx, holder) == {country.sichuan_purse: 800}


def test_the_same_request_key_with_other_facts_is_refused(tx, country, clock, holder, give):
    give(holder, 1000)
    ledger.transfer(tx, **ride(country, clock, holder))
    with pytest.raises(ledger.RequestKeyReused):
        ledger.transfer(tx, **ride(country, clock, holder, amount_fen=300))


def test_the_same_request_key_of_two_people_is_two_transfers(tx, country, clock, give):
    for holder in (new_id(), new_id()):
        give(holder, 1000)
        assert not ledger.transfer(tx, **ride(country, clock, holder)).repeated


def test_a_purse_pays_its_last_fen_and_not_one_more(tx, country, clock, holder, give):
    give(holder, 200)
    ledger.transfer(tx, **ride(country, clock, holder))
    with pytest.raises(ledger.InsufficientBalance):
        ledger.transfer(tx, **ride(country, clock, holder, amount_fen=1, request_key="ride-2"))
    assert purse_of(tx, holder) == {country.sichuan_purse: 0}


def test_a_refused_transfer_may_be_asked_for_again_under_its_key(tx, country, clock, holder, give):
    with pytest.raises(ledger.InsufficientBalance):
        ledger.transfer(tx, **ride(country, clock, holder))
    give(holder, 200)
    assert not ledger.transfer(tx, **ride(country, clock, holder)).repeated


def test_purses_are_never_mixed(tx, country, clock, holder, give):
    ledger.top_up(
        tx, holder_id=holder, purse=ledger.purse(51, ledger.MEDICAL), amount_fen=5000, happened_at=clock(), at=clock(),
        request_key="medical",
    )  # fmt: skip
    with pytest.raises(ledger.InsufficientBalance):
        ledger.transfer(tx, **ride(country, clock, holder))


def test_a_transfer_is_more_than_nothing_and_between_two_accounts(tx, country, clock, holder):
    for wrong in ({"amount_fen": 0}, {"amount_fen": -5}, {"credit": country.sichuan_purse}):
        with pytest.raises(ledger.TransferMalformed):
            ledger.transfer(tx, **ride(country, clock, holder, **wrong))


def test_an_account_outside_the_chart_is_refused(tx, country, clock, holder, give):
    give(holder, 1000)
    with pytest.raises(ledger.AccountUnknown), tx.transaction():
        ledger.transfer(tx, **ride(country, clock, holder, credit=29999))
    assert purse_of(tx, holder) == {country.sichuan_purse: 1000}


def test_a_correction_gives_the_money_back_and_leaves_the_first_row_alone(tx, country, clock, holder, give):
    give(holder, 1000)
    wrong = ledger.transfer(tx, **ride(country, clock, holder))
    clock.move(hours=1)
    undone = ledger.correct(tx, holder_id=holder, transfer_id=wrong.transfer_id, at=clock(), request_key="undo")
    assert purse_of(tx, holder) == {country.sichuan_purse: 1000}
    assert (undone.debit, undone.credit, undone.reference) == (wrong.credit, wrong.debit, wrong.transfer_id)
    assert ledger.institution_balance(tx, account=country.chongqing_bus) == 0


def test_a_correction_asked_twice_gives_back_once(tx, country, clock, holder, give):
    give(holder, 1000)
    wrong = ledger.transfer(tx, **ride(country, clock, holder))
    for repeated in (False, True):
        clock.move(minutes=1)
        again = ledger.correct(tx, holder_id=holder, transfer_id=wrong.transfer_id, at=clock(), request_key="undo")
        assert again.repeated is repeated
    assert purse_of(tx, holder) == {country.sichuan_purse: 1000}


def test_corrections_in_parts_never_exceed_the_transfer(tx, country, clock, holder, give):
    give(holder, 1000)
    wrong = ledger.transfer(tx, **ride(country, clock, holder))

    def undo(amount_fen: int | None, key: str) -> ledger.Transfer:
        return ledger.correct(
            tx, holder_id=holder, transfer_id=wrong.transfer_id, at=clock(), request_key=key, amount_fen=amount_fen
        )

    assert undo(150, "part").amount_fen == 150
    with pytest.raises(ledger.CorrectionTooLarge) as refused:
        undo(51, "too much")
    assert refused.value.facts == {"left_fen": 50}
    assert undo(None, "rest").amount_fen == 50
    with pytest.raises(ledger.CorrectionTooLarge):
        undo(None, "nothing left")


def test_only_the_holders_own_transfer_can_be_corrected(tx, country, clock, holder, give):
    give(holder, 1000)
    wrong = ledger.transfer(tx, **ride(country, clock, holder))
    with pytest.raises(ledger.TransferUnknown):
        ledger.correct(tx, holder_id=new_id(), transfer_id=wrong.transfer_id, at=clock(), request_key="undo")


def test_a_statement_tells_each_movement_and_the_balance_it_left(tx, country, clock, holder, give):
    give(holder, 1000)
    for number in range(5):
        clock.move(minutes=1)
        ledger.transfer(tx, **ride(country, clock, holder, amount_fen=100 + number, request_key=f"ride-{number}"))
    lines = ledger.statement(tx, holder_id=holder, account=country.sichuan_purse)
    assert [(line.change_fen, line.balance_after_fen) for line in lines] == [
        (-104, 490), (-103, 594), (-102, 697), (-101, 799), (-100, 900), (1000, 1000),
    ]  # fmt: skip
    assert (lines[0].other, lines[0].other_en) == (country.chongqing_bus, "bus 50")


def test_a_statement_read_in_pages_is_the_statement_read_at_once(tx, country, clock, holder, give):
    give(holder, 1000)
    rides = [
        Movement(holder, country.sichuan_purse, country.chongqing_bus, 10, "fare", new_id(), clock()) for _ in range(7)
    ]
    assert ledger.post(tx, rides, at=clock()) == set()  # recorded at one instant: the page border falls inside
    whole = ledger.statement(tx, holder_id=holder, account=country.sichuan_purse)
    pages, last = [], None
    while page := ledger.statement(tx, holder_id=holder, account=country.sichuan_purse, before=last, at_most=3):
        pages += page
        last = page[-1]
    assert len(whole) == 8
    assert pages == whole


def test_an_account_number_is_opened_once_for_one_agency(tx, country, clock):
    account = ledger.Account(20500, country.agencies["operator 51"], "revenue", "索道", "cable car")
    ledger.open_account(tx, account, at=clock())
    ledger.open_account(tx, account, at=clock())
    other = ledger.Account(20500, country.agencies["operator 50"], "revenue", "索道", "cable car")
    with pytest.raises(ledger.AccountTaken):
        ledger.open_account(tx, other, at=clock())
    assert [a for a in ledger.accounts(tx) if a.account == 20500] == [account]


def test_a_transfer_id_cannot_be_posted_twice_at_one_instant(tx, country, clock, holder, give):
    give(holder, 1000)
    asked = Movement(holder, country.sichuan_purse, country.chongqing_bus, 10, "fare", new_id(), clock())
    ledger.post(tx, [asked], at=clock())
    with pytest.raises(psycopg.errors.UniqueViolation), tx.transaction():
        ledger.post(tx, [asked], at=clock())
