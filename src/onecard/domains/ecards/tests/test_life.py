"""The e-card's life: issued where the physical card stands, two levels, suspended and resumed, cancelled and anew."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import HALVES, LANGZHONG, Cardholder, make_cardholder, make_resident

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.kernel.clock import HeldClock
from onecard.kernel.crypto import Keyring
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.transaction import Transaction

COUNTER = ecards.Doer("staff 0193535e", UUID(int=9))
BANK = ecards.Doer("partner bank", UUID(int=8))
PASSWORD = "271828"


@pytest.fixture
def one(tx: Transaction, keyring: Keyring, clock: HeldClock) -> Cardholder:
    return make_cardholder(tx, keyring=keyring, at=clock(), level=1, password=PASSWORD)


def issue(
    tx: Transaction, keyring: Keyring, clock: HeldClock, holder_id: UUID, password: str = PASSWORD
) -> ecards.Ecard:
    return ecards.issue_ecard(tx, holder_id=holder_id, password=password, keyring=keyring, at=clock(), by=COUNTER)


def happened(tx: Transaction, clock: HeldClock, holder_id: UUID) -> list[str]:
    found = ecards.events_before(tx, holder_id=holder_id, before=clock() + timedelta(days=1), at_most=100)
    return [one.event for one in reversed(found)]


def test_a_counter_issues_level_one_with_a_password_and_one_sign_number(
    tx: Transaction, keyring: Keyring, clock: HeldClock
) -> None:
    holder = make_resident(tx, keyring=keyring, at=clock())
    with pytest.raises(ecards.PhysicalCardStops):
        issue(tx, keyring, clock, holder)
    cards.issue_cards(tx, [cards.NewCard(holder, LANGZHONG)], at=clock(), actor="test")
    made = issue(tx, keyring, clock, holder)
    assert (made.level, made.state, made.has_password, made.issuer) == (1, "active", True, LANGZHONG)
    with pytest.raises(ecards.EcardExists):
        issue(tx, keyring, clock, holder)
    assert happened(tx, clock, holder) == ["issued"]


def test_a_password_that_is_too_simple_issues_nothing(tx: Transaction, keyring: Keyring, clock: HeldClock) -> None:
    holder = make_resident(tx, keyring=keyring, at=clock())
    cards.issue_cards(tx, [cards.NewCard(holder, LANGZHONG)], at=clock(), actor="test")
    with pytest.raises(ecards.PasswordTooSimple), tx.transaction():
        issue(tx, keyring, clock, holder, "123456")
    assert ecards.ecard_of(tx, holder_id=holder) is None


def test_the_bank_raises_the_level_only_for_a_holder_who_asked_within_a_day(
    tx: Transaction, keyring: Keyring, clock: HeldClock, one: Cardholder
) -> None:
    def confirm() -> ecards.Ecard:
        return ecards.confirm_level_two(tx, holder_id=one.holder_id, at=clock(), by=BANK, reference="B-1")

    with pytest.raises(ecards.LevelNotAsked):
        confirm()
    ecards.ask_level_two(tx, holder_id=one.holder_id, at=clock())
    clock.move(days=1, seconds=1)
    with pytest.raises(ecards.LevelNotAsked):
        confirm()
    ecards.ask_level_two(tx, holder_id=one.holder_id, at=clock())
    assert confirm().level == confirm().level == 2
    with pytest.raises(ecards.LevelReached):
        ecards.ask_level_two(tx, holder_id=one.holder_id, at=clock())
    assert happened(tx, clock, one.holder_id) == ["issued", "level_asked", "level_asked", "level_raised"]


def test_level_two_needs_the_bank_half(tx: Transaction, clock: HeldClock, one: Cardholder) -> None:
    tx.execute("update cards.card set bank_state = 'inactive' where holder_id = %s", (one.holder_id,))
    with pytest.raises(ecards.BankHalfInactive):
        ecards.ask_level_two(tx, holder_id=one.holder_id, at=clock())


@pytest.mark.parametrize(("bank", "level"), [(None, 2), ("another bank", 1)])
def test_level_two_follows_the_account_to_the_new_card_and_is_asked_anew_with_another_bank(
    tx: Transaction, clock: HeldClock, one: Cardholder, bank: str | None, level: int
) -> None:
    facts = {"holder_id": one.holder_id, "at": clock(), "actor": "test"}
    ecards.ask_level_two(tx, holder_id=one.holder_id, at=clock())
    ecards.confirm_level_two(tx, holder_id=one.holder_id, at=clock(), by=BANK, reference="B-1")
    before = ecards.ecard_of(tx, holder_id=one.holder_id)
    clock.move(minutes=1)
    cards.replace_card(tx, reason="bank_change" if bank else "damaged", bank=bank, **facts)
    cards.produce_here(tx, **facts)
    active = cards.activate_card(tx, halves=HALVES, handed_over=True, **facts)
    ecards.follow_card(tx, holder_id=one.holder_id, issuer=active.issuer, at=clock())
    after = ecards.ecard_of(tx, holder_id=one.holder_id)
    assert before is not None and after == replace(before, level=level)
    assert ("level_lowered" in happened(tx, clock, one.holder_id)) == (level == 1)
    if level == 2:
        return
    with pytest.raises(ecards.BankHalfInactive):
        ecards.ask_level_two(tx, holder_id=one.holder_id, at=clock())
    cards.activate_half(tx, half="bank", **facts)
    assert ecards.ask_level_two(tx, holder_id=one.holder_id, at=clock()).level == 1
    assert ecards.confirm_level_two(tx, holder_id=one.holder_id, at=clock(), by=BANK, reference="B-2").level == 2


def test_a_stolen_telephone_stops_the_e_card_and_every_channel_at_once(
    tx: Transaction, keyring: Keyring, clock: HeldClock, one: Cardholder
) -> None:
    for name in ("app-one", "app-two"):
        ecards.link_channel(tx, holder_id=one.holder_id, client_id=name, agency_id=UUID(int=8), at=clock())
    ecards.require_channel(tx, holder_id=one.holder_id, client_id="app-two")
    clock.move(seconds=1)
    assert ecards.suspend_ecard(tx, holder_id=one.holder_id, at=clock()).state == "suspended"
    assert ecards.channels_of(tx, holder_id=one.holder_id) == []
    with pytest.raises(ecards.ChannelUnknown):
        ecards.require_channel(tx, holder_id=one.holder_id, client_id="app-two")
    with pytest.raises(ecards.EcardStopped):
        ecards.show_code(tx, holder_id=one.holder_id, scene=0, at=clock(), keyring=keyring)
    assert ecards.resume_ecard(tx, holder_id=one.holder_id, at=clock()).state == "active"
    assert ecards.channels_of(tx, holder_id=one.holder_id) == [], "a channel is linked anew by its own way"


def test_a_channel_is_linked_once_and_ended_by_itself(tx: Transaction, clock: HeldClock, one: Cardholder) -> None:
    for _ in range(2):
        ecards.link_channel(tx, holder_id=one.holder_id, client_id="a", agency_id=UUID(int=8), at=clock())
        ecards.link_channel(tx, holder_id=one.holder_id, client_id="b", agency_id=UUID(int=8), at=clock())
    ecards.unlink_channel(tx, holder_id=one.holder_id, client_id="a", at=clock())
    assert [found.client_id for found in ecards.channels_of(tx, holder_id=one.holder_id)] == ["b"]
    with pytest.raises(ecards.ChannelUnknown):
        ecards.unlink_channel(tx, holder_id=one.holder_id, client_id="a", at=clock())
    assert sorted(happened(tx, clock, one.holder_id)) == [
        "channel_linked",
        "channel_linked",
        "channel_unlinked",
        "issued",
    ]


def test_a_cancelled_e_card_is_issued_anew_under_other_numbers_and_counted_once(
    tx: Transaction, keyring: Keyring, clock: HeldClock, one: Cardholder
) -> None:
    ecards.cancel_ecard(tx, holder_id=one.holder_id, at=clock(), reason="holder")
    answer = ecards.check_password(tx, holder_id=one.holder_id, password=PASSWORD, keyring=keyring, at=clock())
    assert isinstance(answer, ecards.EcardStopped)
    again = issue(tx, keyring, clock, one.holder_id, "314159")
    assert again.sign_no != one.ecard.sign_no and again.pseudonym != one.ecard.pseudonym
    found = tx.execute("select pseudonym from ecards.by_pseudonym where holder_id = %s", (one.holder_id,)).fetchall()
    assert [row.pseudonym for row in found] == [again.pseudonym], "an old code leads to nobody"
    ecards.roll_up(tx)
    assert tx.execute("select ecards from ecards.by_province").fetchall() == [(1,)]


def test_the_e_card_follows_loss_lock_cancellation_and_reissue(
    tx: Transaction, keyring: Keyring, clock: HeldClock, one: Cardholder
) -> None:
    def state() -> str:
        ecard = ecards.ecard_of(tx, holder_id=one.holder_id)
        return ecards.effective_state(ecard, cards.card_of(tx, holder_id=one.holder_id), clock())

    assert state() == "active"
    until = clock() + timedelta(days=10)
    cards.report_loss(tx, holder_id=one.holder_id, kind="temporary", at=clock(), actor="resident", until=until)
    assert state() == "card_stopped"
    clock.move(days=10)
    assert state() == "active", "the report lapsed"
    tx.execute("update cards.card set social_state = 'locked' where holder_id = %s", (one.holder_id,))
    assert state() == "card_stopped"
    tx.execute("update cards.card set social_state = 'active' where holder_id = %s", (one.holder_id,))
    cards.cancel_card(tx, holder_id=one.holder_id, at=clock(), actor="test", reason="duplicate")
    assert state() == "card_stopped"
    clock.move(seconds=1)
    cards.issue_cards(tx, [cards.NewCard(one.holder_id, LANGZHONG)], at=clock(), actor="test")
    assert state() == "active", "the new card is followed as the old one was"
    found = ecards.ecard_of(tx, holder_id=one.holder_id)
    assert found is not None and found.sign_no == one.ecard.sign_no


STEPS = ("suspend", "resume", "cancel", "issue", "ask", "confirm", "link", "show")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.sampled_from(STEPS), max_size=12))
def test_whatever_is_done_a_code_is_shown_only_by_an_active_e_card_and_level_two_was_asked_for(
    tx: Transaction, keyring: Keyring, clock: HeldClock, steps: list[str]
) -> None:
    with tx.transaction(force_rollback=True):
        one = make_cardholder(tx, keyring=keyring, at=clock(), level=1)
        what = {"holder_id": one.holder_id, "at": clock()}
        do = {
            "suspend": lambda: ecards.suspend_ecard(tx, **what),
            "resume": lambda: ecards.resume_ecard(tx, **what),
            "cancel": lambda: ecards.cancel_ecard(tx, **what, reason="holder"),
            "issue": lambda: issue(tx, keyring, clock, one.holder_id),
            "ask": lambda: ecards.ask_level_two(tx, **what),
            "confirm": lambda: ecards.confirm_level_two(tx, **what, by=BANK, reference="B"),
            "link": lambda: ecards.link_channel(tx, **what, client_id="a", agency_id=UUID(int=8)),
            "show": lambda: ecards.show_code(tx, **what, scene=0, keyring=keyring),
        }
        asked = False
        for step in steps:
            try:
                with tx.transaction():
                    do[step]()
                done = True
            except Problem:
                done = False
            asked = (asked or (step == "ask" and done)) and not (step == "issue" and done)
            now = ecards.ecard_of(tx, holder_id=one.holder_id)
            assert now is not None
            if step == "show":
                assert done == (now.state == "active")
            assert now.level == 1 or asked
            assert now.state == "active" or ecards.channels_of(tx, holder_id=one.holder_id) == []
