"""Who is told no is told in one language at a time: no 中文 in the English words, no machine word in the 中文."""

import re
from datetime import date
from typing import Any, get_args

import pytest
from tests.spec.street import Street

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.domains.usage import api as usage
from onecard.domains.usage import errors
from onecard.domains.usage.judging import half_locked
from onecard.kernel.errors import Problem
from onecard.scenes.tourism import passes
from onecard.scenes.tourism.errors import PassNotActivatable, SiteUnknown
from onecard.scenes.tourism.models import Phase
from onecard.scenes.tourism.terms import terms_of
from onecard.scenes.tourism.tests.visiting import GQ, TODAY, book_with, year_pass
from onecard.scenes.transit.errors import StationUnknown

BOOK = book_with()


def in_one_language(problem: Problem) -> None:
    said = problem.words()
    for name in ("title_zh", "next_step_zh"):
        assert not re.search(r"[A-Za-z_]", said[name]), said[name]
    for name in ("title", "next_step"):
        assert not re.search(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", said[name]), said[name]


def refused(street: Street, code: str, words: str) -> Problem:
    """What a rider is told once `words` (SQL) has been done to her card."""
    rider = street.person()
    street.tx.execute(f"update {words} where holder_id = %s", (rider.holder_id,))
    outcome = street.present(street.code(rider))
    assert isinstance(outcome, usage.Refused)
    assert outcome.problem.code == code
    return outcome.problem


@pytest.mark.parametrize(
    "state", sorted(set(get_args(cards.State)) - {"active", "temporarily_lost", "lost", "replaced"})
)
def test_a_card_that_is_not_valid(street: Street, state: str) -> None:
    in_one_language(refused(street, "usage.card_not_valid", f"cards.card set state = '{state}'"))


def test_a_card_that_was_replaced(street: Street) -> None:
    in_one_language(refused(street, "usage.card_replaced", "cards.card set state = 'replaced'"))


@pytest.mark.parametrize("problem", [errors.TemporaryCardOver(), errors.TemporaryCardElsewhere()])
def test_a_temporary_card_where_it_does_not_hold(problem: Problem) -> None:
    in_one_language(problem)


@pytest.mark.parametrize("state", sorted(set(get_args(ecards.EcardState)) - {"active"}))
def test_an_ecard_that_is_not_valid(street: Street, state: str) -> None:
    in_one_language(refused(street, "usage.card_not_valid", f"ecards.ecard set state = '{state}'"))


@pytest.mark.parametrize("half", ["social", "bank", "transport"])
def test_a_half_that_is_locked(half: str) -> None:
    in_one_language(half_locked(half))


def test_a_transport_half_that_is_locked_on_the_bus(street: Street) -> None:
    in_one_language(refused(street, "usage.half_locked", "cards.card set transport_state = 'locked'"))


def test_a_purse_that_is_short(street: Street) -> None:
    outcome = street.present(street.code(street.person(fen=0)))
    assert isinstance(outcome, usage.Refused)
    in_one_language(outcome.problem)


@pytest.mark.parametrize("phase", ["expired", "refunded", "settled"])
def test_a_pass_that_cannot_be_activated(phase: Phase) -> None:
    terms = terms_of(BOOK, GQ, TODAY)
    assert terms is not None
    dates: dict[str, Any] = {} if phase == "expired" else {phase: TODAY}
    with pytest.raises(PassNotActivatable) as told:
        passes.activate(year_pass(TODAY, **dates), terms, date(2030, 1, 1))
    in_one_language(told.value)


def test_a_gate_that_says_where_it_stands_in_its_own_codes() -> None:
    for problem in (SiteUnknown(site="dazu_grottoes"), StationUnknown(station="line_3_north")):
        in_one_language(problem)
