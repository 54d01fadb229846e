"""In by year pass: when, where, how often, and what the site earns."""

from datetime import timedelta

import pytest

from onecard.scenes.tourism import errors
from onecard.scenes.tourism.decide import decide
from onecard.scenes.tourism.models import Visitor
from onecard.scenes.tourism.tests.visiting import (
    CHENGDU,
    ESCROW,
    NOON,
    SITE,
    TODAY,
    book_with,
    codes,
    moved,
    visit,
    year_pass,
)

BOOK = book_with()
DAY_91 = year_pass(TODAY - timedelta(days=90))
DAY_90 = year_pass(TODAY - timedelta(days=89))
ENDED = year_pass(TODAY - timedelta(days=366), activated=TODAY - timedelta(days=366))


def holding(*passes, visits=None):
    """A visitor with these passes."""
    return Visitor(passes, visits or {})


def enter(*passes, times=0, site="volcano", **facts):
    """The decision at a gate, after `times` entries today by the first pass."""
    visits = {(passes[0].pass_id, site, TODAY): times} if times else None
    return decide(visit(BOOK, site=site, memory=holding(*passes, visits=visits), **facts))


def test_on_day_91_a_pass_opens_the_gate_by_itself():
    entry = enter(DAY_91)
    assert (entry.price_fen, entry.paid_fen, moved(entry)) == (900, 0, [(ESCROW, SITE, 900)])
    assert codes(entry) == ["pass_valid", "pass_visit", "site_earns"]
    assert entry.facts == {"site": "volcano", "product": "pass"}
    assert (entry.keep.number, entry.keep.spent_fen) == (1, 900)


def test_on_day_90_it_asks_to_be_activated_and_sells_no_ticket_behind_her_back():
    with pytest.raises(errors.PassNotActive) as refused:
        enter(DAY_90)
    assert "2026-11-24" in refused.value.words()["title"]
    assert refused.value.facts["first"] == (TODAY + timedelta(days=1)).isoformat()
    assert refused.value.facts["source"] == "document on year_pass.activate_within_days"
    assert enter(DAY_90, product="ticket").facts["product"] == "ticket"


def test_the_third_entry_of_a_day_is_refused_with_the_rule():
    assert enter(DAY_91, times=1).keep.number == 2
    with pytest.raises(errors.VisitLimitReached) as refused:
        enter(DAY_91, times=2)
    assert refused.value.facts["visits"] == 2
    assert refused.value.facts["rule"] == "tourism.year_pass.visits_per_site_day"
    assert refused.value.words()["title_zh"] == "今天已用年卡进入火山公园 2 次,达到每日上限"


def test_another_site_and_another_day_have_entries_of_their_own():
    used_up = holding(DAY_91, visits={(DAY_91.pass_id, "volcano", TODAY): 2})
    assert decide(visit(BOOK, site="zoo", memory=used_up)).keep.number == 1
    assert decide(visit(BOOK, memory=used_up, at=NOON + timedelta(days=1))).keep.number == 1


def test_the_site_earns_until_nothing_is_left_and_the_visitor_still_enters():
    nearly = year_pass(DAY_91.bought, spent_fen=26900)
    assert moved(enter(nearly)) == [(ESCROW, SITE, 10)]
    empty = enter(year_pass(DAY_91.bought, spent_fen=26910))
    assert (empty.price_fen, empty.lines, empty.keep.spent_fen) == (0, (), 26910)


def test_a_pass_that_ended_is_told_where_only_passes_enter_and_a_ticket_is_sold_elsewhere():
    with pytest.raises(errors.PassExpired) as refused:
        enter(ENDED, only="pass")
    assert "2026-11-21" in refused.value.words()["title_zh"]
    assert refused.value.facts["last"] == (TODAY - timedelta(days=2)).isoformat()
    assert enter(ENDED).facts["product"] == "ticket"


def test_the_pass_does_not_open_a_site_of_another_province():
    with pytest.raises(errors.PassNotValidHere) as refused:
        enter(DAY_91, site="pandas", here=CHENGDU, product="pass")
    assert refused.value.words()["title"] == "The year pass does not cover Pandas"
    assert enter(DAY_91, site="pandas", here=CHENGDU).facts["product"] == "ticket"


def test_without_a_pass_a_pass_gate_says_not_entitled():
    with pytest.raises(errors.NotEntitled):
        decide(visit(BOOK, only="pass"))
    with pytest.raises(errors.NotEntitled):
        enter(year_pass(TODAY, refunded=TODAY), product="pass")


def test_of_several_passes_the_one_that_opens_the_gate_is_used():
    entry = enter(year_pass(TODAY, number=2), ENDED, DAY_91)
    assert entry.keep.pass_id == DAY_91.pass_id


def test_of_several_that_do_not_the_nearest_reason_is_given():
    with pytest.raises(errors.PassNotActive):
        enter(ENDED, DAY_90, only="pass")
