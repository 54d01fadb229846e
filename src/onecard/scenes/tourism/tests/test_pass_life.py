"""The life of a pass as a machine: any order of verbs on any days keeps its promises."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from onecard.scenes.tourism import passes
from onecard.scenes.tourism.decide import decide
from onecard.scenes.tourism.errors import PassNotActivatable, PassNotRefundable, VisitLimitReached
from onecard.scenes.tourism.models import Visitor
from onecard.scenes.tourism.terms import terms_of
from onecard.scenes.tourism.tests.visiting import GQ, NOON, TODAY, book_with, visit, year_pass

BOOK = book_with()
TERMS = terms_of(BOOK, GQ, TODAY)


def test_the_sibling_pass_of_the_sources():
    """Bought 2020-08-01, in effect by itself on 2020-10-30, the last day is 2021-10-29."""
    held = year_pass(date(2020, 8, 1))
    phases = [passes.phase_on(held, TERMS, day) for day in (date(2020, 10, 29), date(2020, 10, 30))]
    ends = [passes.phase_on(held, TERMS, day) for day in (date(2021, 10, 29), date(2021, 10, 30))]
    assert (phases, ends) == (["waiting", "active"], ["active", "expired"])


def test_activating_after_day_91_moves_nothing():
    held = year_pass(date(2020, 8, 1))
    assert passes.activate(held, TERMS, date(2020, 12, 1)) is held


def test_it_is_given_back_until_day_90_and_not_after():
    held = year_pass(date(2020, 8, 1))
    assert passes.refund(held, TERMS, date(2020, 10, 29)).refunded == date(2020, 10, 29)
    with pytest.raises(PassNotRefundable) as refused:
        passes.refund(held, TERMS, date(2020, 10, 30))
    assert refused.value.words()["next_step"] == "The pass can be used until 2021-10-29."


class PassLife(RuleBasedStateMachine):
    """One pass, with days passing and its holder, the gate and the desk doing what they may."""

    def __init__(self):
        super().__init__()
        self.held, self.day, self.visits, self.earned = year_pass(TODAY), TODAY, {}, 0
        self.paid_out, self.first_end = None, None

    @property
    def phase(self):
        return passes.phase_on(self.held, TERMS, self.day)

    @rule(days=st.integers(1, 120))
    def days_pass(self, days):
        self.day += timedelta(days=days)

    @rule()
    def activate(self):
        before = self.phase
        try:
            self.held = passes.activate(self.held, TERMS, self.day)
            assert before in {"waiting", "active"}
            assert self.phase == "active"
        except PassNotActivatable:
            assert before in {"expired", "refunded", "settled"}

    @rule()
    def give_back(self):
        before = self.phase
        try:
            self.held = passes.refund(self.held, TERMS, self.day)
            assert before in {"waiting", "refunded"}
        except PassNotRefundable:
            assert before in {"active", "expired", "settled"}

    @precondition(lambda self: self.phase == "active")
    @rule(site=st.sampled_from(["volcano", "zoo"]), times=st.integers(1, 4))
    def enter(self, site, times):
        for _ in range(times):
            key = (self.held.pass_id, site, self.day)
            memory = Visitor((self.held,), dict(self.visits))
            context = visit(BOOK, site=site, memory=memory, at=NOON + (self.day - TODAY))
            if self.visits.get(key, 0) >= 2:
                with pytest.raises(VisitLimitReached):
                    decide(context)
                return
            entry = decide(context)
            self.visits[key] = entry.keep.number
            self.earned += entry.price_fen
            self.held = year_pass(self.held.bought, activated=self.held.activated, spent_fen=entry.keep.spent_fen)

    @precondition(lambda self: self.phase == "expired")
    @rule()
    def settle(self):
        self.paid_out = passes.remainder_parts(self.held, TERMS)
        self.held = passes.settle(self.held, TERMS, self.day)

    @invariant()
    def sites_earn_no_more_than_their_part_and_the_rest_is_kept(self):
        assert self.held.spent_fen == self.earned <= 26910

    @invariant()
    def a_settled_pass_has_paid_out_its_price_to_the_fen(self):
        if self.phase == "settled":
            assert self.earned + sum(self.paid_out.values()) == self.held.price_fen

    @invariant()
    def a_refunded_pass_was_never_used(self):
        assert self.phase != "refunded" or (self.visits == {} and self.held.activated is None)

    @invariant()
    def once_active_its_end_stands_still(self):
        if self.phase == "active":
            last = TERMS.period(self.held.bought, self.held.activated)[1]
            self.first_end = self.first_end or last
            assert last == self.first_end


TestPassLife = PassLife.TestCase


@given(st.integers(1, 100_000), st.integers(0, 100), st.integers(0, 100), st.sampled_from([4490, 4690]))
def test_what_is_left_is_split_to_the_fen(price_fen, issuer_percent, spent_percent, escrow):
    terms = terms_of(book_with(terms={"issuer_percent": issuer_percent}), GQ, TODAY)
    held = passes.YearPass(year_pass(TODAY).pass_id, GQ, escrow, TODAY, price_fen)
    earnable = passes.earnable_fen(held, terms)
    held = passes.YearPass(held.pass_id, GQ, escrow, TODAY, price_fen, spent_fen=earnable * spent_percent // 100)
    parts = passes.remainder_parts(held, terms)
    left, seller = passes.earnable_fen(held, terms), escrow // 100 * 10000
    other = 460000 if seller == 440000 else 440000
    assert sum(parts.values()) == price_fen - held.spent_fen
    assert abs(parts.get(seller, 0) - parts.get(other, 0) - (price_fen - earnable)) <= 1
    assert abs(2 * parts.get(other, 0) - left) <= 1
    assert all(fen > 0 for fen in parts.values())
