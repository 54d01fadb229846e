"""Codes without network and on paper, through the use path: what they may do, and what is decided on a bad day."""

from datetime import timedelta

import pytest
from tests.factories import Cardholder
from tests.spec.street import Street

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.domains.usage import api as usage
from onecard.verifier.tests.carried import Phone

TERMS = ecards.CarrierTerms(phones_max=2, phone_days=7, phone_codes_per_day=3, print_days=365)


def refused(outcome: usage.Outcome) -> str:
    assert isinstance(outcome, usage.Refused), outcome
    assert all(outcome.problem.words().values())
    return outcome.problem.code


def accepted(outcome: usage.Outcome) -> usage.Accepted:
    assert isinstance(outcome, usage.Accepted), outcome.problem.as_problem()
    return outcome


def enrol(street: Street, holder: Cardholder, phone: Phone) -> ecards.EnrolledPhone:
    return ecards.enrol_phone(
        street.tx, holder_id=holder.holder_id, public_key=phone.public, terms=TERMS, at=street.clock(),
        keyring=street.keyring,
    )  # fmt: skip


def print_for(street: Street, holder: Cardholder) -> str:
    known = {"holder_id": holder.holder_id, "at": street.clock(), "keyring": street.keyring}
    made = ecards.print_code(street.tx, terms=TERMS, **known)
    return ecards.show_print(street.tx, serial=made.serial, **known)


def revoke(street: Street, holder: Cardholder) -> None:
    ecards.revoke_carriers(street.tx, holder_id=holder.holder_id, at=street.clock(), reason="lost")


def test_a_phone_without_network_rides_and_its_number_serves_once(street: Street) -> None:
    rider, phone = street.person(), Phone()
    certificate = enrol(street, rider, phone).certificate
    text = phone.show(certificate, at=street.clock())
    assert accepted(street.present(text)).paid_fen == 200
    assert refused(street.present(text, point=street.chengdu_bus)) == "usage.code_used"
    again = phone.show(certificate, at=street.clock() + timedelta(seconds=30))
    assert refused(street.present(again)) == "usage.code_used", "another code under the same number is the same use"
    assert street.balance(rider) == 800


def test_two_terminals_that_scan_one_code_in_the_same_instant_accept_it_once(street: Street) -> None:
    rider, phone = street.person(), Phone()
    text = phone.show(enrol(street, rider, phone).certificate, at=street.clock())
    outcomes = street.accept(street.use(text), street.use(text, point=street.chengdu_bus))
    assert [type(one).__name__ for one in outcomes] == ["Accepted", "Refused"]
    assert street.balance(rider) == 800


def test_a_photographed_code_that_two_gates_took_offline_is_paid_once_at_the_upload(street: Street) -> None:
    rider, phone = street.person(), Phone()
    text = phone.show(enrol(street, rider, phone).certificate, at=street.clock())
    taken = [street.use(text, point=point, offline=True) for point in (street.chongqing_bus, street.chengdu_bus)]
    street.clock.move(hours=5)
    outcomes = street.accept(*taken)
    assert accepted(outcomes[0]).paid_fen == 200
    assert refused(outcomes[1]) == "usage.code_used"


def test_with_the_card_lost_phone_and_print_are_refused_at_once_and_with_the_card_found_they_serve_again(
    street: Street,
) -> None:
    rider, phone = street.person(), Phone()
    certificate, printed = enrol(street, rider, phone).certificate, print_for(street, rider)
    known = {"holder_id": rider.holder_id, "at": street.clock(), "actor": "test"}
    cards.report_loss(street.tx, kind="formal", **known)
    for text in (phone.show(certificate, at=street.clock(), number=1), printed):
        assert refused(street.present(text)) == "usage.card_lost"
    cards.cancel_loss(street.tx, unhang_after_formal=True, **known)
    for text in (phone.show(certificate, at=street.clock(), number=2), printed):
        accepted(street.present(text))


def test_a_phone_serves_no_more_often_a_day_than_its_certificate_says_and_again_tomorrow(street: Street) -> None:
    rider, phone = street.person(), Phone()
    certificate = enrol(street, rider, phone).certificate
    codes = [street.present(phone.show(certificate, at=street.clock(), number=n)) for n in (1, 2, 3, 4)]
    assert [accepted(one).paid_fen for one in codes[:3]] and refused(codes[3]) == "ecards.phone_daily_cap"
    street.clock.move(days=1)
    accepted(street.present(phone.show(certificate, at=street.clock(), number=1)))


def test_a_stolen_phone_is_refused_at_once_and_what_it_did_before_is_honoured(street: Street) -> None:
    rider, phone = street.person(), Phone()
    certificate = enrol(street, rider, phone).certificate
    before = street.use(phone.show(certificate, at=street.clock()), offline=True)
    street.clock.move(minutes=1)
    revoke(street, rider)
    after = street.use(phone.show(certificate, at=street.clock(), number=2), offline=True)
    assert refused(street.present(phone.show(certificate, at=street.clock(), number=3))) == "ecards.carrier_revoked"
    street.clock.move(hours=2)
    first, second = street.accept(before, after)
    assert (accepted(first).paid_fen, refused(second)) == (200, "ecards.carrier_revoked")


def test_a_lost_card_stops_phone_and_print_too(street: Street) -> None:
    from onecard.domains.cards import api as cards

    rider, phone = street.person(), Phone()
    texts = [
        phone.show(enrol(street, rider, phone).certificate, at=street.clock()), print_for(street, rider),
    ]  # fmt: skip
    until = street.clock() + timedelta(days=10)
    cards.report_loss(
        street.tx, holder_id=rider.holder_id, kind="temporary", at=street.clock(), actor="resident", until=until
    )
    assert [refused(street.present(text)) for text in texts] == ["usage.card_lost"] * 2


def test_a_printed_code_serves_again_and_again_until_the_day_is_full(street: Street) -> None:
    rider = street.person(fen=10_000)
    text = print_for(street, rider)
    outcomes = [street.present(text) for _ in range(11)]
    assert [accepted(one).paid_fen for one in outcomes[:10]] == [200] * 10
    assert refused(outcomes[10]) == "usage.printed_too_often"
    street.clock.move(days=1)
    accepted(street.present(text))


def test_the_days_limit_of_a_print_holds_within_one_batch_and_over_an_upload(street: Street) -> None:
    rider = street.person(fen=10_000)
    text, yesterday = print_for(street, rider), street.clock()
    street.clock.move(days=1)
    late = [street.use(text, offline=True, happened_at=yesterday + timedelta(minutes=n)) for n in range(11)]
    outcomes = street.accept(*late, street.use(text))
    assert [type(one).__name__ for one in outcomes] == ["Accepted"] * 10 + ["Refused", "Accepted"]


def test_a_terminal_that_asks_again_about_a_print_gets_the_first_answer(street: Street) -> None:
    rider = street.person()
    use = street.use(print_for(street, rider))
    first, again = street.accept(use)[0], street.accept(use)[0]
    assert accepted(again).repeated and accepted(again).use_id == accepted(first).use_id
    assert street.balance(rider) == 800


def test_a_reprint_ends_the_print_before(street: Street) -> None:
    rider = street.person()
    old = print_for(street, rider)
    street.clock.move(minutes=1)
    new = print_for(street, rider)
    assert refused(street.present(old)) == "ecards.carrier_revoked"
    accepted(street.present(new))


@pytest.mark.parametrize("mode", ["phone", "paper"])
def test_a_scene_that_does_not_take_them_says_so(street: Street, mode: str) -> None:
    from dataclasses import replace

    rider, phone = street.person(), Phone()
    text = (
        phone.show(enrol(street, rider, phone).certificate, at=street.clock())
        if mode == "phone"
        else print_for(street, rider)
    )
    transit = street.path.scenes["transit"]
    before = transit.manner
    transit.manner = replace(before, modes=frozenset())
    try:
        assert refused(street.present(text)) == "ecards.mode_not_taken"
    finally:
        transit.manner = before


def test_a_genuine_code_of_a_carrier_that_nobody_knows_is_no_card(street: Street) -> None:
    rider = street.person()
    text = print_for(street, rider)
    street.tx.execute("delete from ecards.carrier where holder_id = %s", (rider.holder_id,))
    assert refused(street.present(text)) == "usage.card_unknown"


def test_codes_signed_with_sm2_ride_like_any_other(street: Street) -> None:
    street.keyring.rotate("code", active_from=street.clock(), suite="guomi")
    rider, phone = street.person(), Phone()
    texts = [
        street.code(rider), phone.show(enrol(street, rider, phone).certificate, at=street.clock()),
        print_for(street, rider),
    ]  # fmt: skip
    assert [len(text) for text in texts] == [144, 303, 138]
    assert [accepted(street.present(text)).paid_fen for text in texts] == [200] * 3


def test_after_a_key_is_withdrawn_its_codes_are_refused_and_a_fresh_one_is_good(street: Street) -> None:
    rider = street.person()
    old = street.code(rider)
    street.keyring.withdraw(1, at=street.clock())
    assert refused(street.present(old)) == "ecards.key_withdrawn"
    accepted(street.present(street.code(rider)))


class DearRide:
    """A scene that asks six yuan."""

    def __init__(self, like: usage.Scene) -> None:
        self.manner = like.manner

    def decide(self, context: usage.Context) -> usage.Decision:
        return usage.Decision(600, 600, (), ())

    def load(self, *_: object) -> dict[object, object]:
        return {}

    def save(self, *_: object) -> None:
        raise AssertionError("nothing is kept")


def test_a_printed_code_pays_small_sums_only_and_a_phone_any(street: Street) -> None:
    rider, phone = street.person(), Phone()
    street.path.scenes = {"transit": DearRide(street.path.scenes["transit"])}
    outcome = street.present(print_for(street, rider))
    assert refused(outcome) == "usage.printed_too_dear"
    assert "¥5.00" in outcome.problem.words()["title"]
    accepted(street.present(phone.show(enrol(street, rider, phone).certificate, at=street.clock())))
