"""Phones and prints over the API: enrolled with the password, stopped with a word, printed at a counter."""

import base64
from datetime import timedelta

import httpx
import pytest
from tests.acceptance.cast import PASSWORD

from onecard.verifier import Gate, GateRule, KeySet, read_list, verify
from onecard.verifier.tests.carried import Phone

CARRIERS = "/v1/me/carriers"
KEY = {"idempotency-key": "my-new-phone-1"}


def told(answer):
    return answer.status_code, answer.json().get("code")


def enrol(client: httpx.Client, phone: Phone, **headers: str) -> httpx.Response:
    key = base64.urlsafe_b64encode(phone.public).decode().rstrip("=")
    return client.post(f"{CARRIERS}/phones", json={"public_key": key, "password": PASSWORD}, headers=headers)


def certificate(answer: httpx.Response) -> bytes:
    return base64.urlsafe_b64decode(answer.json()["certificate"])


@pytest.fixture
def wanted(cast):
    return {
        "number": cast.resident.number, "purpose": "service_desk", "legal_basis": "consent", "reference": "A107",
    }  # fmt: skip


def asked(cast, path: str, client: httpx.Client) -> httpx.Response:
    return client.get(path, headers=cast.gate.headers("GET", path, b"", at=cast.clock()))


def test_a_phone_is_enrolled_and_what_it_shows_opens_the_gate(resident, nobody, cast):
    phone = Phone()
    enrolled = enrol(resident, phone)
    assert (enrolled.status_code, enrolled.json()["codes_per_day"]) == (200, 20)
    keys = KeySet.from_json(asked(cast, "/v1/terminal/code-keys", nobody).text)
    text = phone.show(certificate(enrolled), at=cast.clock())
    shown = verify(text, keys, at=cast.clock(), point_id=cast.gate.point_id, sequence=1, scene=1)
    assert (shown.mode, shown.serial) == ("phone", enrolled.json()["serial"])


def test_an_open_session_alone_enrols_and_prints_nothing(resident):
    phone = Phone()
    key = base64.urlsafe_b64encode(phone.public).decode().rstrip("=")
    wrong = {"public_key": key, "password": "314159"}
    assert told(resident.post(f"{CARRIERS}/phones", json=wrong)) == (403, "ecards.password_wrong")
    assert told(resident.post(f"{CARRIERS}/prints", json={"password": "314159"})) == (403, "ecards.password_wrong")
    assert resident.get(CARRIERS).json() == []


def test_an_enrolment_sent_again_is_answered_as_the_first_time(resident):
    phone = Phone()
    first, again = enrol(resident, phone, **KEY), enrol(resident, phone, **KEY)
    assert again.json() == first.json()
    assert len(resident.get(CARRIERS).json()) == 1
    assert told(enrol(resident, Phone(), **KEY)) == (422, "door.request_key_taken")


def test_a_third_phone_is_refused_and_a_key_that_is_none_too(resident):
    assert [enrol(resident, Phone()).status_code for _ in range(2)] == [200, 200]
    assert told(enrol(resident, Phone())) == (409, "ecards.too_many_phones")
    bent = {"public_key": "B" * 44, "password": PASSWORD}
    assert told(resident.post(f"{CARRIERS}/phones", json=bent)) == (422, "ecards.phone_key_malformed")


def test_a_print_is_told_again_under_its_key_and_its_text_is_kept_nowhere(resident, owner_tx):
    given = {"password": PASSWORD}
    first = resident.post(f"{CARRIERS}/prints", json=given, headers=KEY)
    again = resident.post(f"{CARRIERS}/prints", json=given, headers=KEY)
    assert again.json() == first.json() and first.json()["text"].startswith("OC4")
    kept = owner_tx.execute("select string_agg(answer::text, '') from security.answered").fetchone()[0]
    assert first.json()["text"] not in kept


def test_what_is_stopped_stands_in_the_list_that_anybody_may_fetch(resident, nobody, cast):
    phone = Phone()
    serial = enrol(resident, phone).json()["serial"]
    before = nobody.get("/v1/revocations")
    assert before.headers["content-type"].startswith("application/statuslist+jwt")
    stopped = resident.post(f"{CARRIERS}/revocation", json={"serial": serial, "reason": "lost"}).json()
    assert (stopped["stands"], stopped["reason"]) == (False, "lost")
    keys = KeySet.from_json(asked(cast, "/v1/terminal/code-keys", nobody).text)
    cast.clock.move(minutes=1)
    after = nobody.get("/v1/revocations").text
    statuses = [read_list(text, keys, at=cast.clock()).statuses.status(serial) for text in (before.text, after)]
    assert statuses == [0, 1]


def test_a_stolen_phone_and_everything_else_stops_with_one_word(resident):
    enrol(resident, Phone()), resident.post(f"{CARRIERS}/prints", json={"password": PASSWORD})
    assert resident.post(f"{CARRIERS}/stop").json() == {"revoked": 2}
    assert [one["stands"] for one in resident.get(CARRIERS).json()] == [False, False]


def test_another_persons_phone_is_nothing_to_a_resident(resident, cast):
    assert told(resident.post(f"{CARRIERS}/revocation", json={"serial": 4_000_000_000})) == (
        404,
        "ecards.carrier_unknown",
    )


def test_a_counter_prints_for_a_person_who_can_read_that_it_did(staff, resident, wanted, cast, nobody):
    clerk = staff("card_operator")
    printed = clerk.post("/v1/people/printed-code", json=wanted)
    assert printed.status_code == 200, printed.text
    assert "*" in printed.json()["name"] and cast.resident.number not in printed.text
    keys = KeySet.from_json(asked(cast, "/v1/terminal/code-keys", nobody).text)
    shown = verify(
        printed.json()["text"], keys, at=cast.clock() + timedelta(days=300), point_id=cast.gate.point_id, sequence=1,
        scene=1,
    )  # fmt: skip
    assert shown.mode == "paper"
    assert len(resident.get("/v1/me/looks").json()) == 1
    assert clerk.post("/v1/people/carriers/revocation", json=wanted).json() == {"revoked": 1}


def test_a_hotline_stops_and_does_not_print(staff, wanted):
    line = staff("hotline_operator")
    assert told(line.post("/v1/people/printed-code", json=wanted)) == (403, "door.not_for_you")
    assert line.post("/v1/people/carriers/revocation", json=wanted).json() == {"revoked": 0}


def test_a_gate_is_told_its_rule_and_judges_by_it(resident, nobody, cast):
    told_rule = asked(cast, "/v1/terminal/gate-rule", nobody).json()
    assert (told_rule["scene"], told_rule["modes"], told_rule["when_stale"]) == (
        "transit",
        ["paper", "phone"],
        "accept",
    )
    text = resident.post(f"{CARRIERS}/prints", json={"password": PASSWORD}).json()["text"]
    keys = KeySet.from_json(asked(cast, "/v1/terminal/code-keys", nobody).text)
    known = read_list(nobody.get("/v1/revocations").text, keys, at=cast.clock())
    rule = GateRule(told_rule["scene"], told_rule["wire"], frozenset(told_rule["modes"]))
    assert Gate(cast.gate.point_id, rule, keys, known).check(text, at=cast.clock(), sequence=1).list_was_asked
