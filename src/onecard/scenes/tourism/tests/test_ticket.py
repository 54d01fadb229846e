"""A single ticket: who pays what, and why."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onecard.domains.usage.errors import InsufficientBalance
from onecard.scenes.tourism.decide import decide
from onecard.scenes.tourism.errors import SiteUnknown
from onecard.scenes.tourism.tests.visiting import (
    CHENGDU,
    GUANGZHOU,
    HAIKOU,
    PURSE,
    SITE,
    book_with,
    codes,
    moved,
    visit,
)

BOOK = book_with()
BORN_1950, BORN_1962 = date(1950, 1, 1), date(1962, 1, 1)


def test_an_adult_pays_the_ticket_out_of_the_bank_purse():
    ticket = decide(visit(BOOK))
    assert (ticket.price_fen, ticket.paid_fen, moved(ticket)) == (5000, 5000, [(PURSE, SITE, 5000)])
    assert (codes(ticket), ticket.facts, ticket.keep) == (["ticket"], {"site": "volcano", "product": "ticket"}, None)


def test_an_allied_elder_enters_free_and_the_place_pays_the_site():
    ticket = decide(visit(BOOK, born=BORN_1950, balance=0))
    assert (ticket.paid_fen, moved(ticket)) == (0, [(10461, SITE, 5000)])
    assert codes(ticket) == ["ticket", "elder_free", "recognised", "borne_by_place"]


def test_a_younger_elder_pays_half_and_half_a_fen_is_rounded_up():
    ticket = decide(visit(BOOK, site="zoo", born=BORN_1962))
    assert moved(ticket) == [(PURSE, SITE, 6001), (10461, SITE, 6000)]


def test_a_student_pays_half_and_both_provinces_share_the_rest():
    book = book_with(flags={"concession_bearer": "shared"})
    ticket = decide(visit(book, statuses=frozenset({"student"})))
    assert moved(ticket) == [(PURSE, SITE, 2500), (10441, SITE, 1250), (10461, SITE, 1250)]


def test_an_elder_from_outside_pays_in_full_unless_the_site_is_open_to_all():
    assert codes(decide(visit(BOOK, home=CHENGDU, born=BORN_1950))) == ["ticket", "not_recognised"]
    opened = book_with(elder_open_to_all=True)
    assert decide(visit(opened, home=CHENGDU, born=BORN_1950)).paid_fen == 0


def test_too_little_money_is_refused_with_the_amount_missing():
    with pytest.raises(InsufficientBalance) as refused:
        decide(visit(BOOK, balance=4900))
    assert refused.value.facts["missing"] == "¥1.00"


def test_a_site_that_is_not_on_the_places_list_is_refused():
    with pytest.raises(SiteUnknown):
        decide(visit(BOOK, site="moon"))


@given(
    st.builds(
        book_with,
        flags=st.fixed_dictionaries(
            {
                "elder_recognised": st.booleans(),
                "student_recognised": st.booleans(),
                "concession_bearer": st.sampled_from(["home", "place", "shared"]),
            }
        ),
        elder_percent=st.integers(0, 100),
        student_percent=st.integers(0, 100),
        concession_home_percent=st.integers(0, 100),
    ),
    st.dates(date(1930, 1, 1), date(2015, 1, 1)),
    st.sampled_from([GUANGZHOU, HAIKOU, CHENGDU]),
    st.sampled_from([frozenset(), frozenset({"student"})]),
    st.sampled_from(["volcano", "zoo"]),
    st.integers(0, 15_000),
)
def test_the_site_always_receives_the_whole_price(book, born, home, statuses, site, balance):
    context = visit(book, born=born, home=home, statuses=statuses, site=site, balance=balance)
    try:
        ticket = decide(context)
    except InsufficientBalance as refused:
        assert refused.facts["missing_fen"] > 0
        return
    assert sum(line.amount_fen for line in ticket.lines) == ticket.price_fen
    assert sum(line.amount_fen for line in ticket.lines if line.debit == PURSE) == ticket.paid_fen <= balance
    assert all(line.amount_fen > 0 and line.credit == SITE for line in ticket.lines)
    assert codes(ticket)[0] == "ticket"
