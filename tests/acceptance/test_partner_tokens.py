"""OAuth 2 client credentials with a signed JWT: what buys a token, and what a token is worth."""

import pytest
from joserfc.jwk import OKPKey
from tests.acceptance.cast import Partner, token_form


def code(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_token_names_its_scope_and_its_ten_minutes(nobody, cast):
    said = nobody.post("/v1/oauth/token", data=token_form(cast)).json()
    assert (said["token_type"], said["expires_in"], said["scope"]) == ("Bearer", 600, "cards.verify wallet.ask")


def test_assertion_buys_one_token(nobody, cast):
    form = token_form(cast)
    assert nobody.post("/v1/oauth/token", data=form).status_code == 200
    refused = nobody.post("/v1/oauth/token", data=form)
    assert code(refused) == (401, "partner.client_refused")
    assert refused.json()["error"] == "invalid_client"


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "https://elsewhere.invalid/token"},
        {"iss": "somebody-else"},
        {"sub": "somebody-else"},
        {"exp": 1},
        {"exp": 99999999999},
        {"exp": "soon"},
        {"jti": ""},
        {"jti": 7},
    ],
    ids=str,
)
def test_assertion_with_a_wrong_claim_is_refused(nobody, cast, changes):
    answer = nobody.post("/v1/oauth/token", data=token_form(cast, **changes))
    assert code(answer) == (401, "partner.client_refused")


def test_assertion_under_another_key_is_refused(nobody, cast):
    impostor = Partner("sample-partner", OKPKey.generate_key("Ed25519"))
    form = {**token_form(cast), "client_assertion": impostor.assertion(cast.house)}
    assert code(nobody.post("/v1/oauth/token", data=form)) == (401, "partner.client_refused")


@pytest.mark.parametrize("assertion", ["", "x", "a.b.c", "e30.e30.", "é.é.é"])
def test_rubbish_is_refused_and_not_a_crash(nobody, cast, assertion):
    form = {**token_form(cast), "client_assertion": assertion}
    assert code(nobody.post("/v1/oauth/token", data=form)) == (401, "partner.client_refused")


def test_scope_beyond_the_agreement_is_refused(nobody, cast):
    form = {**token_form(cast), "scope": "cards.verify usage.read_own"}
    assert code(nobody.post("/v1/oauth/token", data=form)) == (403, "partner.scope_refused")


def test_other_grants_are_not_offered(nobody, cast):
    form = {**token_form(cast), "grant_type": "password"}
    assert code(nobody.post("/v1/oauth/token", data=form)) == (400, "partner.grant_unsupported")


def ask(client, cast):
    return client.post(
        "/v1/claims", json={"number": cast.resident.number, "claim": "card_valid", "legal_basis": "consent"}
    )


def test_token_ends_after_ten_minutes(partner, cast, clock):
    assert ask(partner, cast).status_code == 200
    clock.move(minutes=10)
    assert code(ask(partner, cast)) == (401, "partner.token_refused")


def test_revoked_partner_is_out_at_once(partner, cast, owner_tx):
    owner_tx.execute("update agencies.partner set state = 'revoked'")
    assert code(ask(partner, cast)) == (401, "partner.token_refused")


def test_scope_that_was_taken_away_opens_nothing_any_more(partner, cast, owner_tx):
    owner_tx.execute("update agencies.partner set scopes = '{}'")
    assert code(ask(partner, cast)) == (403, "door.not_for_you")


def test_changed_or_foreign_token_is_refused(partner, cast):
    kind, token = partner.headers["authorization"].split()
    for other in (token[:-2] + ("AA" if token[-2:] != "AA" else "BB"), cast.partner.assertion(cast.house), "x"):
        partner.headers["authorization"] = f"{kind} {other}"
        assert code(ask(partner, cast)) == (401, "partner.token_refused")
