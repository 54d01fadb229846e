"""The portal behind its pages: every state has words, numbers are masked, passes are offered where they are sold."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from onecard.domains.cards import api as cards
from onecard.doors.look.manner import Manner
from onecard.doors.look.pages import Pages
from onecard.doors.look.writing import masked_card
from onecard.doors.portal.cardface import Held, face_of
from onecard.doors.portal.passes import offers_to
from onecard.doors.portal.uses import ShownUse, by_month

PAGES = Pages("onecard.doors.portal")
STATES = [*cards.STATE_WORDS, "none", "locked", "no_ecard", "suspended"]
DAY = date(2026, 11, 23)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("state", STATES)
def test_every_state_has_words_and_only_an_active_card_a_code(places: Any, state: str, language: Any) -> None:
    manner = Manner(language)
    face = face_of(Held("张*明", "", 511381, state, None, False), places, PAGES.saying(manner), manner)
    assert face.usable == (state == "active")
    assert face.state
    assert bool(face.why and face.next_step) == (state != "active")


def test_a_masked_card_number_keeps_three_and_two() -> None:
    assert masked_card("YKT510001") == "YKT****01"


def use(happened_at: datetime) -> ShownUse:
    return ShownUse(UUID(int=1), happened_at, "", "", False, "", "", "", "e", 200, 250, [])


def test_records_come_in_months_of_shanghai() -> None:
    last_of_october = datetime(2026, 10, 31, 15, 59, tzinfo=UTC)
    first_of_november = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)
    groups = by_month([use(first_of_november), use(last_of_october)], Manner("zh"))
    assert [(name, len(uses)) for name, uses in groups] == [("2026年11月", 1), ("2026年10月", 1)]


def test_nobody_bears_less_than_nothing() -> None:
    assert use(datetime(2026, 11, 1, tzinfo=UTC)).borne_fen == 0


def test_a_pass_is_offered_to_the_cards_it_is_open_to_with_its_marks(book: Any) -> None:
    manner = Manner("zh")
    offered = offers_to(440100, book, DAY, PAGES.saying(manner), manner)
    assert [(one.id, one.price_fen, one.illustrative) for one in offered] == [("hainan_guangdong", 29900, True)]
    assert offers_to(510100, book, DAY, PAGES.saying(manner), manner) == []
