"""What an attacker may try between a service, a browser and us; each ends in a refusal, and says little."""

import base64
import hmac
import json

import pytest
from joserfc.jwk import ECKey
from tests.acceptance.serving import served

from onecard.doors.openid.tests.relying import agree, enlist, field_of, follow, log_in, refused, sign_in, went_back
from onecard.doors.security.limits import RATES, Rate
from onecard.doors.web import create_app


@pytest.fixture
def number(cast) -> str:
    return cast.resident.card.card_number


@pytest.fixture
def code(portal, visit, number) -> str:
    """A fresh code of the portal."""
    browser = visit()
    page = sign_in(browser, follow(browser, portal.send(browser)), number)
    return went_back(agree(browser, page))[1]["code"]


# --- the code


def test_a_code_buys_one_token_and_a_second_try_revokes_it(portal, code):
    first = portal.redeem(code).json()
    assert portal.claims(first["access_token"]).status_code == 200
    assert refused(portal.redeem(code)) == (400, "invalid_grant")
    assert refused(portal.claims(first["access_token"])) == (401, "invalid_token")


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": "w" * 43},
        {"code_verifier": ""},
        {"redirect_uri": "https://portal.invalid/other"},
        {"redirect_uri": ""},
        {"code": "made-up"},
    ],
    ids=str,
)
def test_a_code_without_what_it_began_with_buys_nothing(portal, code, changes):
    assert refused(portal.redeem(**({"code": code} | changes))) == (400, "invalid_grant")
    assert portal.redeem(code).status_code == 200, "and the code was not spent by somebody else's try"


def test_a_code_of_another_service_buys_nothing_and_stays_good(portal, other, code):
    other.verifier, other.redirect_uri = portal.verifier, portal.redirect_uri
    assert refused(other.redeem(code)) == (400, "invalid_grant")
    assert portal.redeem(code).status_code == 200


def test_another_service_cannot_revoke_by_sending_a_used_code(portal, other, code):
    token = portal.redeem(code).json()["access_token"]
    assert refused(other.redeem(code)) == (400, "invalid_grant")
    assert portal.claims(token).status_code == 200


def test_a_code_dies_after_a_minute(portal, code, clock):
    clock.move(seconds=60)
    assert refused(portal.redeem(code)) == (400, "invalid_grant")


@pytest.mark.parametrize("grant", ["refresh_token", "password", "client_credentials", ""])
def test_only_codes_are_redeemed(portal, code, grant):
    assert refused(portal.redeem(code, grant_type=grant)) == (400, "unsupported_grant_type")


# --- the pushed request


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge": "", "code_challenge_method": ""}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": ""}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"response_type": "token"}, "invalid_request"),
        ({"response_type": "code id_token"}, "invalid_request"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"request": "eyJh"}, "invalid_request"),
        ({"request_uri": "https://evil.invalid/r"}, "invalid_request"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"max_age": "-1"}, "invalid_request"),
        ({"max_age": "soon"}, "invalid_request"),
        ({"state": "s" * 600}, "invalid_request"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"scope": "openid everything"}, "invalid_scope"),
        ({"scope": "openid offline_access"}, "invalid_scope"),
    ],
    ids=str,
)
def test_a_request_that_is_not_safe_is_not_taken(portal, changes, error):
    assert refused(portal.post("/openid/par", portal.parameters(**changes))) == (400, error)


@pytest.mark.parametrize(
    "uri",
    [
        "https://portal.invalid/back",
        "https://portal.invalid/back?from=onecard&x=1",
        "https://portal.invalid/back?from=onecard#",
        "https://portal.invalid/back/?from=onecard",
        "https://portal.invalid:443/back?from=onecard",
        "https://PORTAL.invalid/back?from=onecard",
        "https://portal.invalid/x/../back?from=onecard",
        "https://portal.invalid.evil.invalid/back?from=onecard",
        "https://portal.invalid@evil.invalid/back?from=onecard",
        "http://portal.invalid/back?from=onecard",
        "javascript:alert(1)",
        "//evil.invalid",
    ],
)
def test_the_way_back_is_compared_character_by_character(portal, uri):
    assert refused(portal.post("/openid/par", portal.parameters(redirect_uri=uri))) == (400, "invalid_request")


def test_a_service_asks_for_no_more_than_its_agreement(other):
    assert refused(other.post("/openid/par", other.parameters(scope="openid profile"))) == (400, "invalid_scope")


def test_a_doubled_parameter_is_refused(portal):
    doubled = "redirect_uri=https%3A%2F%2Fevil.invalid&redirect_uri=x"
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert refused(portal.http.post("/openid/par", content=doubled, headers=form)) == (400, "invalid_request")


def test_a_json_body_is_refused(portal):
    assert refused(portal.http.post("/openid/token", json={"grant_type": "authorization_code"})) == (
        400,
        "invalid_request",
    )


def test_a_request_is_begun_by_one_browser_and_a_stolen_one_opens_nothing(portal, visit):
    mine, thief = visit(), visit()
    request_uri = portal.push()
    assert follow(mine, portal.bring(mine, request_uri)).status_code == 200
    stolen = portal.bring(thief, request_uri)
    assert stolen.status_code == 400 and "登录请求已失效" in stolen.text
    assert follow(mine, portal.bring(mine, request_uri)).status_code == 200, "its own browser may load it again"


def test_a_handle_in_somebody_elses_browser_is_worth_nothing(portal, visit, number):
    mine, thief = visit(), visit()
    page = follow(mine, portal.send(mine))
    handle = field_of(page.text, "request")
    for path in ("sign-in", "consent", "scan", "scan/done", "scan/state"):
        assert thief.get(f"/openid/{path}?request={handle}").status_code == 400, path
    form = {"request": handle, "card_number": number, "password": "271828", "answer": "yes"}
    assert "http-equiv" not in thief.post("/openid/sign-in", data=form).text
    assert thief.post("/openid/consent", data=form).status_code == 400


def test_a_request_is_answered_once(portal, visit, number):
    browser = visit()
    page = sign_in(browser, follow(browser, portal.send(browser)), number)
    agree(browser, page)
    assert agree(browser, page).status_code == 400


def test_a_request_waits_ninety_seconds_and_is_bound_to_its_service(portal, other, visit, clock):
    request_uri = portal.push()
    assert other.bring(visit(), request_uri).status_code == 400
    clock.move(seconds=90)
    assert portal.bring(visit(), request_uri).status_code == 400


def test_nothing_is_taken_from_the_browser_but_a_pushed_request(portal, visit):
    plain = portal.parameters() | {"client_id": "sichuan-portal"}
    answer = visit().get("/openid/authorize", params=plain)
    assert (answer.status_code, answer.json()["code"]) == (400, "openid.request_wrong")
    outside = {"client_id": "sichuan-portal", "request_uri": "https://evil.invalid/request"}
    assert visit().get("/openid/authorize", params=outside).status_code == 400


def test_parameters_beside_a_pushed_request_change_nothing(portal, visit, number):
    browser = visit()
    query = {"client_id": portal.client_id, "request_uri": portal.push(), "redirect_uri": "https://evil.invalid/",
             "state": "evil"}  # fmt: skip
    page = follow(browser, browser.get("/openid/authorize", params=query, headers={"accept": "text/html"}))
    where, brought = went_back(agree(browser, sign_in(browser, page, number)))
    assert (where, brought["state"]) == ("https://portal.invalid/back", "st-4711")


# --- the service's proof


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "https://elsewhere.invalid"}, {"iss": "bookshop"}, {"sub": "bookshop"}, {"sub": "nobody"}, {"exp": 1},
        {"exp": 99999999999}, {"jti": "x"}, {"jti": 7}, {"nbf": 99999999999},
    ],
    ids=str,
)  # fmt: skip
def test_a_proof_with_a_wrong_claim_proves_nothing(portal, other, changes):
    assert refused(portal.post("/openid/par", portal.parameters(), **changes)) == (401, "invalid_client")


def test_a_proof_serves_once(portal):
    form = portal.parameters() | {
        "client_assertion": portal.assertion(),
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    }
    assert portal.http.post("/openid/par", data=form).status_code == 201
    assert refused(portal.http.post("/openid/par", data=form)) == (401, "invalid_client")


def unsigned(claims: dict[str, object], alg: str) -> str:
    head, body = (base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode()
                  for one in ({"alg": alg, "typ": "JWT"}, claims))  # fmt: skip
    return f"{head}.{body}."


@pytest.mark.parametrize("alg", ["none", "None", "ES256", "HS256"])
def test_a_proof_that_nobody_signed_proves_nothing(portal, alg):
    claims = json.loads(base64.urlsafe_b64decode(portal.assertion().split(".")[1] + "=="))
    form = {"client_assertion": unsigned(claims, alg)}
    assert refused(portal.post("/openid/par", portal.parameters() | form)) == (401, "invalid_client")


def test_the_public_key_as_a_shared_secret_proves_nothing(portal):
    claims = json.loads(base64.urlsafe_b64decode(portal.assertion().split(".")[1] + "=="))
    signed = unsigned(claims, "HS256").removesuffix(".")
    seal = hmac.digest(portal.key.as_pem(private=False), signed.encode(), "sha256")
    forged = f"{signed}.{base64.urlsafe_b64encode(seal).rstrip(b'=').decode()}"
    assert refused(portal.post("/openid/par", portal.parameters() | {"client_assertion": forged})) == (
        401,
        "invalid_client",
    )


def test_another_services_key_proves_nothing(portal, other):
    portal.key = other.key
    assert refused(portal.post("/openid/par", portal.parameters())) == (401, "invalid_client")


@pytest.mark.parametrize("path", ["par", "token", "introspect", "revoke"])
def test_without_a_proof_nothing_is_answered(portal, path):
    assert refused(portal.http.post(f"/openid/{path}", data={"client_id": "sichuan-portal"})) == (401, "invalid_client")


def test_a_stopped_service_is_out_at_once(portal, visit, number, owner_tx):
    token = log_in(portal, visit(), number)["access_token"]
    begun = visit()
    page = follow(begun, portal.send(begun))
    owner_tx.execute("update openid.client set state = 'revoked'")
    assert refused(portal.claims(token)) == (401, "invalid_token")
    assert refused(portal.post("/openid/par", portal.parameters())) == (401, "invalid_client")
    assert "http-equiv" not in sign_in(begun, page, number).text


def test_guessing_proofs_is_slowed_down(house, cast):
    rates = dict.fromkeys(RATES, Rate(1_000_000, 60.0)) | {"token": Rate(3, 60.0)}
    with served(create_app(house, rates=rates)) as where:
        service = enlist(house, where, "sichuan-portal")
        service.key, good = ECKey.generate_key("P-256"), service.key
        told = [service.post("/openid/par", service.parameters()).status_code for _ in range(5)]
        assert told == [401, 401, 401, 429, 429]
        service.key = good
        assert service.post("/openid/par", service.parameters()).status_code == 201, "a proof that holds is let in"


def test_a_proof_for_another_name_than_the_form_gives_proves_nothing(portal, other):
    form = portal.parameters() | {"client_id": "bookshop"}
    assert refused(portal.post("/openid/par", form)) == (401, "invalid_client")
    assert portal.post("/openid/par", portal.parameters() | {"client_id": "sichuan-portal"}).status_code == 201
