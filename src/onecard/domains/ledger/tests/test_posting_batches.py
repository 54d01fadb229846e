"""A batch is posted reference by reference, whole or not at all; what is left out uses up nothing."""

from uuid import UUID

import psycopg
import pytest

from onecard.domains.ledger import api as ledger
from onecard.domains.ledger.api import Movement
from onecard.kernel.ids import new_id


@pytest.fixture
def paying(country, clock):
    """A movement from a Sichuan purse to the Chongqing bus."""

    def movement(holder: UUID, amount_fen: int, reference: UUID | None = None, **facts: int) -> Movement:
        accounts = {"debit": country.sichuan_purse, "credit": country.chongqing_bus} | facts
        return Movement(holder, **accounts, amount_fen=amount_fen, purpose="fare", reference=reference or new_id(), happened_at=clock())  # fmt: skip  # noqa: E501

    return movement


def left(tx, holder):
    return [b.balance_fen for b in ledger.balances(tx, holder_id=holder)]


def test_what_cannot_be_funded_is_named_and_the_rest_is_posted(tx, clock, paying, give):
    rich, poor = new_id(), new_id()
    give(rich, 500)
    give(poor, 100)
    fine, short = paying(rich, 300), paying(poor, 101)
    assert ledger.post(tx, [short, fine], at=clock()) == {short.reference}
    assert (left(tx, rich), left(tx, poor)) == ([200], [100])


def test_a_reference_with_one_unfunded_line_posts_none_of_its_lines(tx, country, clock, paying, give, holder):
    give(holder, 100)
    reference = new_id()
    lines = [
        paying(holder, 50, reference),
        paying(holder, 51, reference),
        paying(holder, 200, reference, debit=ledger.concessions(51)),
    ]
    assert ledger.post(tx, lines, at=clock()) == {reference}
    assert ledger.institution_balance(tx, account=country.chongqing_bus) == 0
    assert left(tx, holder) == [100]


def test_a_refused_reference_leaves_the_money_to_the_next(tx, clock, paying, give, holder):
    give(holder, 100)
    batch = [paying(holder, 60), paying(holder, 60), paying(holder, 40)]
    assert ledger.post(tx, batch, at=clock()) == {batch[1].reference}
    assert left(tx, holder) == [0]


def test_money_that_comes_in_earlier_in_the_batch_can_be_spent_later_in_it(tx, country, clock, paying, give, holder):
    top_up = paying(holder, 100, debit=ledger.bank_float(51), credit=country.sichuan_purse)
    early, late = paying(holder, 100), paying(holder, 100)
    assert ledger.post(tx, [early, top_up, late], at=clock()) == {early.reference}
    assert left(tx, holder) == [0]


def test_money_that_comes_in_later_in_the_batch_cannot_be_spent_before(tx, country, clock, paying, give, holder):
    give(holder, 20)
    top_up = paying(holder, 100, debit=ledger.bank_float(51), credit=country.sichuan_purse)
    early = paying(holder, 100)
    assert ledger.post(tx, [early, top_up], at=clock()) == {early.reference}
    assert left(tx, holder) == [120]


def test_a_first_credit_makes_the_purse(tx, country, clock, paying, holder):
    top_up = paying(holder, 100, debit=ledger.bank_float(51), credit=country.sichuan_purse)
    assert ledger.post(tx, [top_up], at=clock()) == set()
    assert left(tx, holder) == [100]


def test_a_transfer_between_two_purses_of_one_person_changes_both(tx, country, clock, paying, give, holder):
    give(holder, 500)
    escrow = ledger.purse(51, ledger.PASS_ESCROW)
    assert ledger.post(tx, [paying(holder, 300, credit=escrow)], at=clock()) == set()
    assert left(tx, holder) == [200, 300]


def test_an_empty_batch_posts_nothing(tx, clock, country):
    assert ledger.post(tx, [], at=clock()) == set()
    ledger.post_many(tx, [])


def test_a_negative_amount_is_refused_by_the_table(tx, clock, paying, give, holder):
    give(holder, 100)
    with pytest.raises(psycopg.errors.CheckViolation), tx.transaction():
        ledger.post(tx, [paying(holder, -100)], at=clock())
    assert left(tx, holder) == [100]


def test_a_purpose_may_hold_any_character(tx, country, clock, paying, give, holder):
    give(holder, 100)
    odd = 'a "quoted", {braced} \\ 票'
    asked = Movement(holder, country.sichuan_purse, country.chongqing_bus, 1, odd, new_id(), clock())
    ledger.post(tx, [asked], at=clock())
    assert ledger.statement(tx, holder_id=holder, account=country.sichuan_purse)[0].purpose in (odd, "top_up")
    purposes = {line.purpose for line in ledger.statement(tx, holder_id=holder, account=country.sichuan_purse)}
    assert purposes == {odd, "top_up"}


def test_history_is_recorded_when_it_happened(tx, country, clock, paying, holder):
    days = []
    top_up = paying(holder, 1000, debit=ledger.bank_float(51), credit=country.sichuan_purse)
    history = [top_up]
    for _ in range(3):
        clock.move(days=1)
        days.append(clock().date())
        history.append(Movement(holder, country.sichuan_purse, country.chongqing_bus, 10, "fare", new_id(), clock()))
    ledger.post_many(tx, history)
    lines = ledger.statement(tx, holder_id=holder, account=country.sichuan_purse)
    assert [line.recorded_at.date() for line in reversed(lines[:3])] == days
    assert left(tx, holder) == [970]


def test_a_great_many_are_posted_all_or_none(tx, country, clock, paying, holder):
    top_up = paying(holder, 100, debit=ledger.bank_float(51), credit=country.sichuan_purse)
    with pytest.raises(ledger.InsufficientBalance), tx.transaction():
        ledger.post_many(tx, [top_up, paying(holder, 60), paying(holder, 60)])
    assert left(tx, holder) == []
    assert ledger.institution_balance(tx, account=country.chongqing_bus) == 0


def test_a_great_many_leave_every_check_clean(tx, country, clock, paying):
    holders = [new_id() for _ in range(500)]
    ups = [paying(h, 10_000, debit=ledger.bank_float(51), credit=country.sichuan_purse) for h in holders]
    rides = [paying(holder, 7) for holder in holders for _ in range(60)]
    ledger.post_many(tx, ups + rides, at=clock())  # 30,500: two chunks
    assert {fen for holder in holders for fen in left(tx, holder)} == {10_000 - 60 * 7}
    assert ledger.institution_balance(tx, account=country.chongqing_bus) == 500 * 60 * 7
    assert [f for f in ledger.check(tx) if not f.clean] == []


def test_rolling_up_changes_no_balance_and_drains_everything(tx, country, clock, paying, give, holder):
    give(holder, 100)
    ledger.post(tx, [paying(holder, 30)], at=clock())
    before = ledger.institution_balance(tx, account=country.chongqing_bus)
    assert ledger.roll_up(tx) == 2
    assert ledger.roll_up(tx) == 0
    ledger.post(tx, [paying(holder, 12)], at=clock())
    ledger.roll_up(tx)
    assert before == 30
    assert ledger.institution_balance(tx, account=country.chongqing_bus) == 42
    rows = tx.execute("select transfers, amount_fen from ledger.flow where purpose = 'fare'").fetchall()
    assert [tuple(row) for row in rows] == [(2, 42)]


def test_after_a_day_is_closed_postings_count_for_the_next(tx, country, clock, paying, give, holder):
    give(holder, 100)
    tomorrow = clock().date().replace(day=24)
    assert ledger.open_day_from(tx, day=tomorrow) == tomorrow
    assert ledger.open_day_from(tx, day=clock().date()) == tomorrow, "a day does not open again"
    ledger.post(tx, [paying(holder, 30)], at=clock())
    days = tx.execute("select purpose, recorded_on from ledger.transfer where holder_id = %s", (holder,)).fetchall()
    assert dict(days) == {"top_up": clock().date(), "fare": tomorrow}
