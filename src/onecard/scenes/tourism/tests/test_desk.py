"""The pass desk on a real ledger: sold, activated, given back, used and settled, to the fen."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from msgspec import structs

from onecard.domains.cards import api as cards
from onecard.domains.ledger import api as ledger
from onecard.domains.usage.errors import CardLost, CardNotValid, HalfLocked, InsufficientBalance
from onecard.kernel.clock import day_of
from onecard.scenes.tourism import desk, errors, store
from onecard.scenes.tourism.flow import scene
from onecard.scenes.tourism.models import Visit
from onecard.scenes.tourism.tests.conftest import issue_card
from onecard.scenes.tourism.tests.visiting import (
    CHENGDU,
    ESCROW,
    GQ,
    HOLDER,
    PURSE,
    book_with,
    visit,
    year_pass,
)

BOOK = book_with()


def sell(tx, at, *, key="one", alliance=GQ):
    return desk.sell_pass(tx, holder_id=HOLDER, alliance=alliance, book=BOOK, at=at, request_key=key)


def purses(tx, holder_id=HOLDER):
    return {purse.account: purse.balance_fen for purse in ledger.balances(tx, holder_id=holder_id)}


def phase(tx, at):
    return [held.phase for held in desk.list_passes(tx, holder_id=HOLDER, book=BOOK, day=day_of(at))]


def test_the_price_waits_in_the_holders_escrow(tx, holder, clock):
    sold = sell(tx, clock())
    assert purses(tx) == {PURSE: 100_000 - 29_900, ESCROW: 29_900}
    assert (sold.bought, phase(tx, clock())) == (day_of(clock()), ["waiting"])


def test_selling_twice_under_one_request_sells_once(tx, holder, clock):
    assert sell(tx, clock()) == sell(tx, clock())
    assert purses(tx)[ESCROW] == 29_900


def test_a_second_pass_beside_a_live_one_is_refused_and_possible_after_it_ended(tx, holder, clock):
    sell(tx, clock())
    with pytest.raises(errors.PassAlreadyHeld):
        sell(tx, clock(), key="two")
    clock.move(days=90 + 365)
    sell(tx, clock(), key="two")
    assert phase(tx, clock()) == ["waiting", "expired"]


def test_a_pass_is_sold_only_to_cards_of_the_two_provinces(tx, chart, clock):
    issue_card(tx, clock(), CHENGDU)
    with pytest.raises(errors.PassNotOpenToYou) as refused:
        sell(tx, clock())
    assert refused.value.words()["title"].endswith("cards issued in Guangdong and Hainan")


def test_an_alliance_without_a_pass_sells_none(tx, holder, clock):
    with pytest.raises(errors.PassNotSold):
        sell(tx, clock(), alliance="yangtze")


def lose_card(tx, at, kind="formal"):
    until = at + timedelta(days=7) if kind == "temporary" else None
    cards.report_loss(tx, holder_id=HOLDER, kind=kind, at=at, actor="resident", until=until)


def lock_half(tx, half):
    tx.execute(f"update cards.card set {half}_state = 'locked' where holder_id = %s", (HOLDER,))


@pytest.mark.parametrize("kind", ["temporary", "formal"])
def test_a_lost_card_buys_and_activates_nothing_and_gives_back_all(tx, holder, clock, kind):
    sold = sell(tx, clock())
    lose_card(tx, clock(), kind)
    assert sell(tx, clock()) == sold, "a repeat is answered as the first time"
    with pytest.raises(CardLost):
        sell(tx, clock(), key="two")
    with pytest.raises(CardLost):
        desk.activate_pass(tx, holder_id=HOLDER, pass_id=sold.pass_id, book=BOOK, at=clock())
    desk.refund_pass(tx, holder_id=HOLDER, pass_id=sold.pass_id, book=BOOK, at=clock())
    assert purses(tx) == {PURSE: 100_000, ESCROW: 0}


def test_a_temporary_loss_that_lapsed_hinders_no_sale(tx, holder, clock):
    lose_card(tx, clock(), "temporary")
    clock.move(days=8)
    sell(tx, clock())


@pytest.mark.parametrize("half", ["bank", "social"])
def test_a_locked_half_buys_nothing(tx, holder, clock, half):
    lock_half(tx, half)
    with pytest.raises(HalfLocked) as refused:
        sell(tx, clock())
    assert all(refused.value.words().values())
    assert purses(tx) == {PURSE: 100_000}


def test_a_locked_bank_half_hinders_neither_activation_nor_money_back(tx, holder, clock):
    first = sell(tx, clock())
    lock_half(tx, "bank")
    desk.refund_pass(tx, holder_id=HOLDER, pass_id=first.pass_id, book=BOOK, at=clock())
    tx.execute("update cards.card set bank_state = 'active'")
    second = sell(tx, clock(), key="two")
    lock_half(tx, "bank")
    desk.activate_pass(tx, holder_id=HOLDER, pass_id=second.pass_id, book=BOOK, at=clock())
    assert sorted(phase(tx, clock())) == ["active", "refunded"]


def test_who_holds_no_valid_card_buys_nothing(tx, holder, clock):
    cards.cancel_card(tx, holder_id=HOLDER, at=clock(), actor="test", reason="emigration")
    with pytest.raises(CardNotValid):
        sell(tx, clock())


def test_a_pass_is_not_sold_on_credit(tx, chart, card, clock):
    with pytest.raises(InsufficientBalance) as refused:
        sell(tx, clock())
    assert refused.value.facts["missing_fen"] == 29_900
    assert desk.list_passes(tx, holder_id=HOLDER, book=BOOK, day=day_of(clock())) == []


def test_it_is_activated_by_choice(tx, holder, clock):
    sold = sell(tx, clock())
    clock.move(days=10)
    first = desk.activate_pass(tx, holder_id=HOLDER, pass_id=sold.pass_id, book=BOOK, at=clock())
    clock.move(days=1)
    again = desk.activate_pass(tx, holder_id=HOLDER, pass_id=sold.pass_id, book=BOOK, at=clock())
    assert (first.activated, again, phase(tx, clock())) == (day_of(clock()) - timedelta(days=1), first, ["active"])


def test_it_is_active_by_itself_on_day_91(tx, holder, clock):
    sell(tx, clock())
    clock.move(days=89)
    assert phase(tx, clock()) == ["waiting"]
    clock.move(days=1)
    assert phase(tx, clock()) == ["active"]


def test_giving_it_back_returns_the_whole_price_once(tx, holder, clock):
    sold = sell(tx, clock())
    clock.move(days=89)
    for _ in range(2):
        desk.refund_pass(tx, holder_id=HOLDER, pass_id=sold.pass_id, book=BOOK, at=clock())
    assert purses(tx) == {PURSE: 100_000, ESCROW: 0}
    with pytest.raises(errors.PassNotActivatable):
        desk.activate_pass(tx, holder_id=HOLDER, pass_id=sold.pass_id, book=BOOK, at=clock())


def test_after_activation_there_is_no_money_back(tx, holder, clock):
    sold = sell(tx, clock())
    desk.activate_pass(tx, holder_id=HOLDER, pass_id=sold.pass_id, book=BOOK, at=clock())
    with pytest.raises(errors.PassNotRefundable):
        desk.refund_pass(tx, holder_id=HOLDER, pass_id=sold.pass_id, book=BOOK, at=clock())


def test_a_pass_of_somebody_else_is_unknown(tx, holder, clock):
    sold = sell(tx, clock())
    with pytest.raises(errors.PassUnknown):
        desk.activate_pass(tx, holder_id=UUID(int=99), pass_id=sold.pass_id, book=BOOK, at=clock())


def enter(tx, site_account, at):
    """One entry through load, decide, the ledger and save, as the use path does it."""
    context = visit(BOOK, at=at)
    memory = scene.load(tx, [(HOLDER, context.use, context.point)]).get(HOLDER)
    context = structs.replace(context, memory=memory)
    decision = scene.decide(context)
    lines = [
        ledger.Movement(HOLDER, line.debit, site_account, line.amount_fen, line.purpose, UUID(int=1), at)
        for line in decision.lines
    ]
    assert ledger.post(tx, lines, at=at) == set()
    scene.save(tx, [(context, decision)])
    return decision


def test_the_student_of_the_story_enters_twice_and_the_third_time_is_refused(tx, holder, chart, clock):
    sell(tx, clock())
    clock.move(days=90)
    assert [enter(tx, chart, clock()).keep.number for _ in range(2)] == [1, 2]
    with pytest.raises(errors.VisitLimitReached):
        enter(tx, chart, clock())
    clock.move(days=1)
    assert enter(tx, chart, clock()).keep.number == 1
    assert purses(tx)[ESCROW] == 29_900 - 3 * 900


def test_what_no_site_earned_is_split_between_the_issuers_when_the_pass_has_ended(tx, holder, chart, clock):
    sell(tx, clock())
    clock.move(days=90)
    enter(tx, chart, clock())
    ended = day_of(clock()) + timedelta(days=365)
    early = desk.settle_expired(tx, day=ended - timedelta(days=1), book=BOOK, at=clock())
    clock.move(days=365)
    settled = desk.settle_expired(tx, day=ended, book=BOOK, at=clock())
    again = desk.settle_expired(tx, day=ended, book=BOOK, at=clock())
    assert (early.settled, settled.settled, settled.short, again.settled) == (0, 1, (), 0)
    assert purses(tx)[ESCROW] == 0
    earned = [ledger.institution_balance(tx, account=ledger.pass_revenue(province)) for province in (44, 46)]
    assert earned == [2_990 + 13_005, 13_005]
    assert sum(earned) + 900 == 29_900
    assert phase(tx, clock()) == ["settled"]


def test_a_pass_whose_escrow_is_short_is_named_and_left_open(tx, holder, chart, clock):
    sold = sell(tx, clock())
    clock.move(days=90 + 366)
    theft = ledger.Movement(HOLDER, ESCROW, chart, 1, "test", UUID(int=5), clock())
    ledger.post(tx, [theft], at=clock())
    settlement = desk.settle_expired(tx, day=day_of(clock()), book=BOOK, at=clock())
    assert (settlement.settled, settlement.short) == (0, (sold.pass_id,))


def test_what_is_saved_is_loaded(tx, clock):
    held = year_pass(day_of(clock()), activated=day_of(clock()))
    store.save_pass(tx, HOLDER, held, ends_on=day_of(clock()), at=clock())
    store.save_visits(tx, [(HOLDER, Visit(held.pass_id, "zoo", day_of(clock()), 2, 1800))])
    loaded = store.load_visitors(tx, [HOLDER, UUID(int=3)], [day_of(clock())])
    assert loaded[HOLDER].passes == (replace(held, spent_fen=1800),) == tuple(store.passes_of(tx, HOLDER))
    assert loaded[HOLDER].visits == {(held.pass_id, "zoo", day_of(clock())): 2}
    assert list(loaded) == [HOLDER]


def test_a_resident_sees_her_own_passes_only(database, owner_tx, clock):
    from onecard.kernel.postgres.transaction import Scope

    other = UUID(int=8)
    for holder_id in (HOLDER, other):
        store.save_pass(owner_tx, holder_id, year_pass(day_of(clock())), ends_on=day_of(clock()), at=clock())
    with database.reading(Scope("resident", HOLDER)) as tx:
        assert (len(store.passes_of(tx, HOLDER)), store.passes_of(tx, other)) == (1, [])


def test_the_doors_role_can_do_all_of_it_and_the_worker_closes_what_ended(database, owner_tx, standing_chart, clock):
    from onecard.scenes.tourism import chores

    with database.writing() as tx:
        ledger.top_up(
            tx, holder_id=HOLDER, purse=PURSE, amount_fen=50_000, happened_at=clock(), at=clock(), request_key="first"
        )
        issue_card(tx, clock())
        sold = sell(tx, clock())
        desk.activate_pass(tx, holder_id=HOLDER, pass_id=sold.pass_id, book=BOOK, at=clock())
    enter(owner_tx, standing_chart, clock())  # at a gate: the use path's, never the doors' role's
    late = timedelta(days=90)
    for days, closed in ((364 + 90, 0), (1, 1), (1, 0)):
        clock.move(days=days)
        with database.writing() as tx:
            assert chores.tend(tx, book=BOOK, at=clock(), late_upload=late) == closed
    with database.reading() as tx:
        assert purses(tx) == {PURSE: 50_000 - 29_900, ESCROW: 0}
