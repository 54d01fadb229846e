"""What no person types: it is told to be malformed, and nothing breaks inside."""

import base64
import json

import pytest
from tests.acceptance.cast import token_form

DEEP = b'{"a":' * 50_000 + b"1" + b"}" * 50_000
ODD_BODIES = {
    "deep": DEEP,
    "deep list": b"[" * 100_000 + b"]" * 100_000,
    "no text": b'{"card_number": "\xff\xfe", "scene": "\xff\xfe"}',
    "huge number": b'{"issuer": ' + b"9" * 5_000 + b"}",
    "nothing": b"",
}
JSON = {"content-type": "application/json"}


def said(answer):
    return answer.status_code, answer.json()["code"]


@pytest.mark.parametrize("body", ODD_BODIES.values(), ids=ODD_BODIES)
def test_a_body_that_is_no_request_is_malformed(nobody, resident, partner, body):
    for client, path in ((nobody, "/v1/sign-in/resident"), (resident, "/v1/me/code"), (partner, "/v1/claims")):
        assert said(client.post(path, content=body, headers=JSON)) == (400, "door.request_malformed")


def test_a_text_with_a_nul_is_malformed_and_nothing_is_written(staff, partner, nobody, cast, owner_tx):
    asked = {"number": cast.resident.number, "legal_basis": "consent", "reference": "a\0b"}
    found = staff("card_operator").post("/v1/people/find", json={**asked, "purpose": "service_desk"})
    claimed = partner.post("/v1/claims", json={**asked, "claim": "card_valid"})
    given = {"sign_in_name": "a\0b", "password": "x", "one_time_code": "123456"}
    entered = nobody.post("/v1/sign-in/staff", json=given)
    assert {said(answer) for answer in (found, claimed, entered)} == {(400, "door.request_malformed")}
    assert owner_tx.execute("select count(*) from sharing.look").fetchone()[0] == 0


def test_a_page_takes_a_nul_as_malformed_too(nobody, cast):
    form = {"sign_in_name": "a\0b", "password": "x", "totp": "123456", "one_time_code": "123456"}
    answer = nobody.post("/terminal/sign-in", data=form, headers={"accept": "text/html"})
    assert answer.status_code < 500


def unsigned(claims: object) -> str:
    """A token that nobody signed."""
    parts = [base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=") for one in ({"alg": "Ed25519"}, claims)]
    return b".".join((*parts, b"AAAA")).decode()


@pytest.mark.parametrize("claims", [{"sub": "a\0b"}, {"sub": "\ud800"}, [1], 5, {"sub": ["sample-partner"]}], ids=str)
def test_an_assertion_about_a_name_that_cannot_be_is_refused(nobody, cast, claims):
    answer = nobody.post("/v1/oauth/token", data=token_form(cast) | {"client_assertion": unsigned(claims)})
    assert answer.status_code in (400, 401)


def test_an_assertion_with_a_nul_in_its_jti_buys_nothing(nobody, cast):
    assert said(nobody.post("/v1/oauth/token", data=token_form(cast, jti="aaaaaaaa\0"))) == (
        401,
        "partner.client_refused",
    )


@pytest.mark.parametrize("nbf", [10**11, "soon"])
def test_an_assertion_that_is_not_good_yet_buys_nothing(nobody, cast, nbf):
    assert said(nobody.post("/v1/oauth/token", data=token_form(cast, nbf=nbf))) == (401, "partner.client_refused")
