"""The list that gates keep follows the physical card: what a person carries is held back with it, and comes back."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from tests.factories import HALVES, Cardholder, make_cardholder

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.domains.ecards.following import end_at_death, follow_state
from onecard.domains.ecards.handlers import HANDLERS
from onecard.domains.residents import api as residents
from onecard.kernel.clock import HeldClock
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction
from onecard.verifier import read_list
from onecard.verifier.tests.carried import Phone

TERMS = ecards.CarrierTerms(phones_max=2, phone_days=60, phone_codes_per_day=20, print_days=365)
TEN_DAYS = timedelta(days=10)


class Holder:
    """Somebody with a phone and a print, and what happens to her card; after each step the worker has been there."""

    def __init__(self, tx: Transaction, keyring: Keyring, clock: HeldClock) -> None:
        self.tx, self.keyring, self.clock = tx, keyring, clock
        self.one: Cardholder = make_cardholder(tx, keyring=keyring, at=clock())
        made = {"holder_id": self.one.holder_id, "terms": TERMS, "at": clock(), "keyring": keyring}
        phone = ecards.enrol_phone(tx, public_key=Phone().public, **made)
        self.serials = [phone.carrier.serial, ecards.print_code(tx, **made).serial]

    def does(self, verb: Callable[..., Any], **facts: Any) -> None:
        known = {"holder_id": self.one.holder_id, "at": self.clock(), "actor": "test"}
        verb(self.tx, **known, **facts)
        follow_state(self.tx, holder_id=self.one.holder_id, at=self.clock())

    def loses(self, kind: str) -> None:
        self.does(cards.report_loss, kind=kind, until=self.clock() + TEN_DAYS if kind == "temporary" else None)

    @property
    def in_list(self) -> list[int]:
        token = ecards.revocation_list(
            self.tx, uri="https://one.invalid/list", at=self.clock(), lives=timedelta(days=1), keyring=self.keyring
        )
        statuses = read_list(token, self.keyring.code_keys(), at=self.clock()).statuses
        return [statuses.status(serial) for serial in self.serials]


@pytest.fixture
def she(tx: Transaction, keyring: Keyring, clock: HeldClock) -> Holder:
    return Holder(tx, keyring, clock)


def test_a_lost_card_puts_phone_and_print_into_the_list_and_a_found_one_takes_them_out(she: Holder) -> None:
    assert she.in_list == [0, 0]
    she.loses("temporary")
    assert she.in_list == [1, 1]
    she.does(cards.cancel_loss, unhang_after_formal=False)
    assert she.in_list == [0, 0]


def test_a_temporary_loss_that_lapses_leaves_the_list_by_itself(she: Holder) -> None:
    she.loses("temporary")
    she.clock.move(days=9, hours=23)
    assert she.in_list == [1, 1]
    she.clock.move(hours=1)
    assert she.in_list == [0, 0]


def test_a_formal_loss_stays_until_it_is_cancelled_or_the_new_card_is_active(she: Holder) -> None:
    she.loses("temporary")
    she.loses("formal")
    she.clock.move(days=30)
    assert she.in_list == [1, 1]
    she.does(cards.replace_card, reason="lost")
    she.does(cards.produce_here)
    assert she.in_list == [1, 1]
    she.does(cards.activate_card, halves=HALVES, handed_over=True)
    assert she.in_list == [0, 0]


def test_a_locked_social_half_stops_them_as_it_stops_the_e_card(she: Holder) -> None:
    she.does(cards.lock_half, half="social", cause="holder", reason="asked")
    assert she.in_list == [1, 1]
    she.loses("temporary")
    she.clock.move(days=11)
    assert she.in_list == [1, 1], "the loss is over, the lock is not"
    she.does(cards.unlock_half, half="social", cause="holder", reason="asked")
    assert she.in_list == [0, 0]
    she.does(cards.lock_half, half="transport", cause="holder", reason="asked")
    assert she.in_list == [0, 0]


def test_what_was_stopped_for_good_does_not_come_back_with_the_card(she: Holder) -> None:
    stopped = {"holder_id": she.one.holder_id, "serial": she.serials[0], "at": she.clock()}
    ecards.revoke_carrier(she.tx, reason="lost", **stopped)
    she.loses("formal")
    assert she.in_list == [1, 1]
    she.does(cards.cancel_loss, unhang_after_formal=True)
    assert she.in_list == [1, 0]


def test_a_cancelled_card_keeps_them_in_the_list_and_a_death_ends_them(she: Holder) -> None:
    she.does(cards.cancel_card, reason="emigration")
    she.clock.move(days=100)
    assert she.in_list == [1, 1]
    end_at_death(she.tx, holder_id=she.one.holder_id, at=she.clock())
    carriers = ecards.carriers_of(she.tx, holder_id=she.one.holder_id)
    assert she.in_list == [1, 1] and all(not one.stands(she.clock()) for one in carriers)
    ecard = ecards.ecard_of(she.tx, holder_id=she.one.holder_id)
    assert ecard is not None and ecard.state == "cancelled"
    end_at_death(she.tx, holder_id=she.one.holder_id, at=she.clock())


def test_entries_are_forgotten_when_carrier_or_stop_has_ended(she: Holder) -> None:
    she.loses("temporary")
    assert ecards.prune_revoked(she.tx, at=she.clock()) == 0
    she.clock.move(days=13)
    assert ecards.prune_revoked(she.tx, at=she.clock()) == 2
    she.loses("formal")
    she.clock.move(days=63)
    assert ecards.prune_revoked(she.tx, at=she.clock()) == 1, "the phone has ended, the print holds a year"


def test_every_event_that_moves_a_card_is_heard_and_a_carrier_made_meanwhile_too(she: Holder) -> None:
    she.loses("formal")
    told = {topic for (topic,) in she.tx.execute("select topic from kernel.outbox")}
    assert {"cards.loss_reported", "ecards.carrier_made"} <= told <= set(HANDLERS)


def test_nobody_who_died_signs_in_not_even_in_the_second_before_the_e_card_ends(
    tx: Transaction, keyring: Keyring, clock: HeldClock
) -> None:
    one = make_cardholder(tx, keyring=keyring, at=clock(), password="161803")

    def sign_in() -> object:
        return ecards.check_password(tx, holder_id=one.holder_id, password="161803", keyring=keyring, at=clock())

    assert isinstance(sign_in(), ecards.Ecard)
    residents.record_death(tx, holder_id=one.holder_id, died_on=date(2026, 11, 20))
    assert isinstance(sign_in(), ecards.EcardStopped)
