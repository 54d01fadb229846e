"""Consents over the API: a person reads what services are told, and takes it back; nobody else can."""

import httpx
import pytest

from onecard.doors.openid.tests.relying import Service, log_in

CONSENTS, WITHDRAWAL = "/v1/me/consents", "/v1/me/consents/withdrawal"


@pytest.fixture
def token(portal: Service, visit, cast) -> str:
    """What the portal holds after the person agreed and signed in."""
    told = log_in(portal, visit(), cast.resident.card.card_number, scope="openid phone profile")
    return str(told["access_token"])


def test_she_reads_which_service_is_told_what_and_when_she_was_there(resident: httpx.Client, portal, token, cast):
    [one] = resident.get(CONSENTS).json()
    assert (one["service"], one["name_zh"], one["agency_en"]) == (
        "sichuan-portal", "四川政务服务网(示例)", "Sichuan card centre (sample)",
    )  # fmt: skip
    assert one["scopes"] == ["profile", "phone"]
    assert one["given_at"] is not None and one["last_login_at"] is not None


def test_taken_back_the_token_opens_nothing_and_the_record_says_so(resident: httpx.Client, portal, token):
    assert portal.claims(token).status_code == 200
    answer = resident.post(WITHDRAWAL, json={"service": "sichuan-portal"})
    assert (answer.status_code, answer.json()["service"]) == (200, "sichuan-portal")
    assert portal.claims(token).status_code == 401
    assert resident.get(CONSENTS).json() == []
    newest = [one["title_en"] for one in resident.get("/v1/me/record", params={"kind": "service"}).json()][:2]
    assert sorted(newest) == [
        "Signed out of Sichuan services portal (sample)",
        "Took back the consent for Sichuan services portal (sample)",
    ]


def test_sent_again_under_its_key_it_is_answered_as_the_first_time(resident: httpx.Client, portal, token):
    key = {"idempotency-key": "withdraw-0001"}
    first, second = (resident.post(WITHDRAWAL, json={"service": "sichuan-portal"}, headers=key) for _ in range(2))
    assert first.json() == second.json() and second.status_code == 200
    other = resident.post(WITHDRAWAL, json={"service": "bookshop"}, headers=key)
    assert other.json()["code"] == "door.request_key_taken"
    fresh = resident.post(WITHDRAWAL, json={"service": "sichuan-portal"})
    assert (fresh.status_code, fresh.json()["code"]) == (404, "openid.consent_unknown")


def test_without_a_key_or_with_odd_words_nothing_is_withdrawn(resident: httpx.Client, portal, token):
    assert (
        resident.post(WITHDRAWAL, json={"service": "sichuan-portal"}, headers={"idempotency-key": "x"}).status_code
        == 400
    )
    for body in (
        {"service": ""},
        {"service": 7},
        {"service": "x", "more": 1},
        {},
        {"service": "\0"},
        {"service": "无"},
    ):
        assert 400 <= resident.post(WITHDRAWAL, json=body).status_code < 500, body
    assert len(resident.get(CONSENTS).json()) == 1


def test_a_consent_is_only_its_own_persons(visit, cast, portal, token):
    neighbour = visit()
    card = {"card_number": cast.neighbour.card.card_number, "password": "271828"}
    neighbour.headers["x-csrf-token"] = neighbour.post("/v1/sign-in/resident", json=card).json()["csrf_token"]
    assert neighbour.get(CONSENTS).json() == []
    refused = neighbour.post(WITHDRAWAL, json={"service": "sichuan-portal"})
    assert refused.json()["code"] == "openid.consent_unknown"
    assert portal.claims(token).status_code == 200


def test_staff_and_strangers_get_nowhere(staff, nobody, portal, token):
    assert nobody.get(CONSENTS).json()["code"] == "door.sign_in_needed"
    assert staff("card_operator").get(CONSENTS).json()["code"] == "door.not_for_you"
