"""A card lost and found over the API: stopped at a word, restored by who knows the password, each once a request."""

import re

import pytest
from tests.acceptance.cast import PASSWORD

LOSS, FOUND = "/v1/me/card/loss", "/v1/me/card/loss/cancellation"
KEY = {"idempotency-key": "lost-on-the-bus-1"}


@pytest.fixture
def lost(resident):
    """A program of a resident whose card is stopped."""
    assert resident.post(LOSS, json={"kind": "temporary"}).json()["state"] == "temporarily_lost"
    return resident


def code_of(answer):
    return answer.status_code, answer.json()["code"]


def events(owner_tx):
    return [row.event for row in owner_tx.execute("select event from cards.event order by happened_at, event_id")]


def test_a_card_is_lost_and_found_again_and_again(resident):
    for _ in range(2):
        assert resident.post(LOSS, json={"kind": "temporary"}).json()["state"] == "temporarily_lost"
        assert resident.post(FOUND, json={"password": PASSWORD}).json()["state"] == "active"


def test_an_open_session_alone_does_not_restore_a_card(lost):
    assert code_of(lost.post(FOUND, json={"password": "314159"})) == (403, "ecards.password_wrong")
    assert code_of(lost.post(FOUND, json={})) == (400, "door.request_malformed")
    assert lost.delete(LOSS).status_code == 405
    assert lost.get("/v1/me/card").json()["state"] == "temporarily_lost"


def test_guessing_the_password_there_locks_it_as_at_the_door(lost, nobody, cast):
    tries = [code_of(lost.post(FOUND, json={"password": "314159"})) for _ in range(5)]
    assert tries == [(403, "ecards.password_wrong")] * 4 + [(429, "ecards.sign_in_locked")]
    assert lost.post(FOUND, json={"password": PASSWORD}).status_code == 429
    given = {"card_number": cast.resident.card.card_number, "password": PASSWORD}
    assert nobody.post("/v1/sign-in/resident", json=given).status_code == 429


def test_a_report_sent_again_after_the_card_was_found_does_not_stop_it_again(resident):
    first = resident.post(LOSS, json={"kind": "temporary"}, headers=KEY)
    resident.post(FOUND, json={"password": PASSWORD})
    again = resident.post(LOSS, json={"kind": "temporary"}, headers=KEY)
    assert (again.status_code, again.json()) == (200, first.json())
    assert resident.get("/v1/me/card").json()["state"] == "active"


def test_a_cancellation_sent_again_is_answered_as_the_first_time(lost):
    first = lost.post(FOUND, json={"password": PASSWORD}, headers=KEY)
    again = lost.post(FOUND, json={"password": PASSWORD}, headers=KEY)
    assert (first.status_code, again.status_code, again.json()) == (200, 200, first.json())


def test_a_key_belongs_to_one_request_and_one_sender(lost, visit, cast):
    assert lost.post(LOSS, json={"kind": "formal"}, headers=KEY).status_code == 200
    for path, asked in ((LOSS, {"kind": "temporary"}), (FOUND, {"password": PASSWORD})):
        assert code_of(lost.post(path, json=asked, headers=KEY)) == (422, "door.request_key_taken")
    neighbour = visit()
    given = {"card_number": cast.neighbour.card.card_number, "password": PASSWORD}
    neighbour.headers["x-csrf-token"] = neighbour.post("/v1/sign-in/resident", json=given).json()["csrf_token"]
    assert neighbour.post(LOSS, json={"kind": "temporary"}, headers=KEY).json()["state"] == "temporarily_lost"


def test_a_refusal_keeps_nothing_under_the_key(lost):
    assert lost.post(FOUND, json={"password": "314159"}, headers=KEY).status_code == 403
    assert lost.post(FOUND, json={"password": PASSWORD}, headers=KEY).json()["state"] == "active"


@pytest.mark.parametrize("key", ["short", "x" * 65, "with space", ""])
def test_a_change_without_a_proper_key_is_malformed(resident, key):
    answer = resident.post(LOSS, json={"kind": "temporary"}, headers={"idempotency-key": key})
    assert code_of(answer) == (400, "door.request_malformed")
    assert resident.get("/v1/me/card").json()["state"] == "active"


def test_staff_who_send_again_stop_a_card_once_and_look_once(staff, resident, cast, owner_tx):
    hotline, other = staff("hotline_operator"), staff("card_operator")
    wanted = {"number": cast.resident.number, "purpose": "loss_report", "legal_basis": "consent"}
    answers = [hotline.post("/v1/people/card-loss", json=wanted, headers=KEY).json() for _ in range(2)]
    assert answers[0] == answers[1] and answers[0]["state"] == "temporarily_lost"
    assert owner_tx.execute("select count(*) from sharing.look").fetchone()[0] == 1
    other.post("/v1/people/card-loss", json=wanted, headers=KEY)
    assert owner_tx.execute("select count(*) from sharing.look").fetchone()[0] == 2, "a colleague's key is her own"


def test_a_partner_that_asks_again_gets_its_answer_and_looks_once(partner, cast, owner_tx):
    asked = {"number": cast.resident.number, "claim": "card_valid", "legal_basis": "consent"}
    first = partner.post("/v1/claims", json=asked, headers=KEY)
    owner_tx.execute("update cards.card set state = 'cancelled', state_until = null")
    again = partner.post("/v1/claims", json=asked, headers=KEY)
    assert first.json() == again.json() and first.json()["holds"] is True
    assert owner_tx.execute("select count(*) from sharing.look").fetchone()[0] == 1
    kept = owner_tx.execute("select a::text from security.answered a").fetchone()[0]
    assert cast.resident.number not in kept and str(cast.resident.holder_id) not in kept


def test_a_form_of_the_portal_sent_twice_is_done_once(resident, owner_tx):
    def form(what):
        [key] = re.findall(r'name="once" value="([0-9a-f-]{36})"', resident.get(f"/loss/{what}").text)
        return {"once": key, "password": PASSWORD}

    report = form("report")
    resident.post("/loss/report", data=report)
    cancel = form("cancel")
    for _ in range(2):
        assert resident.post("/loss/cancel", data=cancel).headers["location"] == "/loss?done=cancel"
    resident.post("/loss/report", data=report)
    assert resident.get("/v1/me/card").json()["state"] == "active", "a form gone back to stops nothing"
    assert events(owner_tx)[-2:] == ["temporary_loss_reported", "loss_cancelled"]
