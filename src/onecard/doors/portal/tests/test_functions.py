"""The page of card functions: each half says what it is, and offers only what its holder may do."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from onecard.domains.cards import api as cards
from onecard.doors.look.manner import Manner
from onecard.doors.look.pages import Pages
from onecard.doors.portal.functions import ShownHalf, shown_events, shown_half

PAGES = Pages("onecard.doors.portal")
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ONE = UUID(int=1)


def shown(
    half: cards.Half = "social",
    state: Any = "active",
    causes: tuple[cards.LockCause, ...] = (),
    pin: cards.PinState = "set",
    until: datetime | None = None,
    language: Any = "zh",
) -> ShownHalf:
    locks = tuple(cards.HalfLock(half, cause, "asked", AT) for cause in causes)
    standing = cards.HalfStanding(ONE, half, state, locks, pin, until)
    return shown_half(standing, PAGES.saying(Manner(language)), lambda at: f"{at:%H:%M}")


def test_an_active_half_is_locked_and_the_holders_lock_lifted_and_no_other() -> None:
    assert shown().act == "lock"
    assert shown(state="locked", causes=("holder",)).act == "unlock"
    assert shown(state="locked", causes=("owner", "holder")).act == "unlock"
    for state, causes in (("locked", ("owner",)), ("locked", ("wrong_pins",)), ("inactive", ()), ("locked", ())):
        told = shown(state=state, causes=causes)  # type: ignore[arg-type]
        assert told.act == "" and "网点" in told.elsewhere


def test_only_the_social_password_is_changed_here_and_only_where_there_is_one() -> None:
    assert shown(pin="set").may_change_pin and shown(pin="initial").may_change_pin
    assert not shown(pin="none").may_change_pin and not shown(pin="locked").may_change_pin
    assert not shown("bank").may_change_pin


def test_a_lock_that_ends_says_when() -> None:
    assert "10:30" in shown("bank", pin="locked", until=AT + timedelta(hours=8, minutes=30)).pin
    assert "重置" in shown(pin="locked").pin


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("event", ["half_activated", "half_locked", "half_unlocked", "pin_given", "pin_reset",
                                   "pin_changed", "pin_locked"])  # fmt: skip
@pytest.mark.parametrize("actor", ["resident", "staff 0193", "terminal 0193", "system"])
def test_every_event_has_words(event: str, actor: str, language: Any) -> None:
    happened = cards.CardEvent(ONE, ONE, event, AT, actor, {"half": "bank"})
    [told] = shown_events([happened], PAGES.saying(Manner(language)))
    assert told.what and told.by and "functions." not in told.what + told.by


def test_events_of_the_rest_of_a_cards_life_stand_elsewhere() -> None:
    issued = cards.CardEvent(ONE, ONE, "issued", AT, "system", {})
    assert shown_events([issued], PAGES.saying(Manner("zh"))) == []
