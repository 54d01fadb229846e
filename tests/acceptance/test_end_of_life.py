"""A death registered at a counter ends the card and all that stood on it: nobody goes on as somebody who has died."""

from datetime import date, timedelta

import pytest
from tests.acceptance.cast import PASSWORD
from tests.acceptance.test_carriers import asked, enrol
from tests.factories import make_cardholder

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.doors.hearing import all_handlers
from onecard.kernel import outbox
from onecard.verifier import KeySet, read_list
from onecard.verifier.tests.carried import Phone

GROUND = {"purpose": "service_desk", "legal_basis": "consent", "reference": "A107"}


def code(answer):
    return answer.status_code if answer.status_code < 400 else answer.json()["code"]


def deliver(house):
    while outbox.deliver(house.app, all_handlers(), at=house.clock()):
        pass


@pytest.fixture
def die(staff, cast, house):
    """Her death is registered at the counter, and the worker has told whoever hears of it."""

    def die(*, told=True):
        asked = {"number": cast.resident.number, **GROUND, "reason": "death", "died_on": "2026-11-20"}
        answer = staff("card_operator").post("/v1/people/card-cancellation", json=asked)
        assert answer.status_code == 200, answer.text
        if told:
            deliver(house)

    return die


def sign_in(client, cast):
    given = {"card_number": cast.resident.card.card_number, "password": PASSWORD}
    return code(client.post("/v1/sign-in/resident", json=given))


def test_e_card_session_and_sign_in_end(die, resident, visit, cast, house):
    die()
    with house.app.reading() as tx:
        ecard = ecards.ecard_of(tx, holder_id=cast.resident.holder_id)
        told = ecards.events_before(tx, holder_id=cast.resident.holder_id, before=house.clock() + timedelta(days=1))
    assert (ecard.state, told[0].event, told[0].facts["reason"]) == ("cancelled", "cancelled", "death")
    assert code(resident.get("/v1/me/card")) == "door.sign_in_needed"
    assert sign_in(visit(), cast) == "ecards.stopped"


def test_before_the_worker_is_told_nobody_signs_in_and_no_code_is_shown(die, resident, visit, cast):
    die(told=False)
    assert sign_in(visit(), cast) == "ecards.stopped"
    assert code(resident.post("/v1/me/code", json={})) == "ecards.physical_card_stops"


def test_phone_and_print_are_in_the_list_that_gates_fetch(die, resident, nobody, cast):
    serials = [
        enrol(resident, Phone()).json()["serial"],
        resident.post("/v1/me/carriers/prints", json={"password": PASSWORD}).json()["serial"],
    ]
    keys = KeySet.from_json(asked(cast, "/v1/terminal/code-keys", nobody).text)
    die()
    cast.clock.move(minutes=1)
    token = read_list(nobody.get("/v1/revocations").text, keys, at=cast.clock())
    assert [token.statuses.status(serial) for serial in serials] == [1, 1]


def test_the_counter_gives_the_dead_no_card_no_e_card_and_no_password(die, staff, cast):
    die()
    clerk = staff("card_operator")
    given = {"number": cast.resident.number, **GROUND}
    assert code(clerk.post("/v1/people/ecard", json={**given, "password": "161803"})) == "ecards.physical_card_stops"
    assert code(clerk.post("/v1/people/printed-code", json=given)) == "ecards.stopped"


def test_a_death_that_another_register_told_of_ends_the_card_as_well(cast, house):
    with house.app.writing() as tx:
        other = make_cardholder(tx, keyring=house.keyring, at=house.clock())
        residents.record_death(tx, holder_id=other.holder_id, died_on=date(2026, 11, 20))
    deliver(house)
    with house.app.reading() as tx:
        card, ecard = (find(tx, holder_id=other.holder_id) for find in (cards.card_of, ecards.ecard_of))
    assert (card.state, ecard.state) == ("cancelled", "cancelled")
