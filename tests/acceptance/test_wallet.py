"""A wallet holds the e-card and proves one thing of it: received by OpenID4VCI, presented by OpenID4VP, over HTTP."""

import json
from datetime import date
from itertools import pairwise

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey
from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier
from tests.acceptance.cast import PASSWORD, token_form
from tests.acceptance.sample_wallet import LONG_HEADERS, SampleWallet, b64, issuer_keys, json_of, path_of

from onecard.domains.cards import api as cards
from onecard.domains.residents import api as residents
from onecard.domains.sharing import api as sharing
from onecard.doors.hearing import all_handlers
from onecard.kernel import outbox
from onecard.verifier.status_list import INVALID, SUSPENDED, VALID, StatusList

ISSUER = "http://127.0.0.1:8080/wallet"
OVER_65 = [{"claim": "age_over_65", "value": True}]


@pytest.fixture
def offer(resident):
    """Makes an offer as the signed-in resident: (link, digits)."""

    def make():
        answer = resident.post("/v1/me/credentials/offers", json={"password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return answer.json()["link"], answer.json()["digits"]

    return make


@pytest.fixture
def wallet(visit, cast) -> SampleWallet:
    return SampleWallet(visit(), cast.clock)


@pytest.fixture
def filled(wallet, offer) -> SampleWallet:
    """A wallet with one credential."""
    wallet.receive(*offer())
    return wallet


@pytest.fixture
def ask(partner):
    """Asks for a proof as the partner: the answer's body."""

    def make(wanted=OVER_65):
        answer = partner.post("/v1/proofs", json={"wanted": wanted})
        assert answer.status_code == 200, answer.text
        return answer.json()

    return make


@pytest.fixture
def sign_in_again(partner, visit, cast):
    """A fresh access token for the partner."""

    def renew():
        token = visit().post("/v1/oauth/token", data=token_form(cast)).json()["access_token"]
        partner.headers["authorization"] = f"Bearer {token}"

    return renew


@pytest.fixture
def outcome(partner):
    """What the partner is told."""
    return lambda asked: partner.get(f"/v1/proofs/{asked['proof_id']}").json()


def status_in_list(wallet: SampleWallet, held: int = 0) -> int:
    """What the published list says of a credential."""
    place = json_of(wallet.held[held][0].split(".")[1])["status"]["status_list"]
    answer = wallet.client.get(path_of(place["uri"]))
    assert answer.headers["content-type"] == "application/statuslist+jwt"
    token = answer.text
    keys = wallet.client.get("/.well-known/jwt-vc-issuer/wallet").json()["jwks"]["keys"]
    claims = jwt.decode(token, ECKey.import_key(keys[0]), registry=LONG_HEADERS).claims
    assert claims["sub"] == place["uri"]
    return StatusList.from_json(claims["status_list"]).status(place["idx"])


def deliver(house) -> None:
    outbox.deliver(house.app, all_handlers(), at=house.clock())


# ---- receiving


def test_reference_library_reads_what_was_issued(filled):
    whole = SDJWTVerifier(filled.held[0][0], lambda iss, header: issuer_keys(filled.client)[header["kid"]])
    claims = whole.get_verified_payload()
    said = {"residence_province": "510000", "issuing_province": "510000", "ecard_level": 2}
    ages = dict.fromkeys(("age_over_16", "age_over_18", "age_over_60", "age_over_65"), True)
    assert {name: value for name, value in claims.items() if name in said | ages} == said | ages
    assert claims["vct"] == f"{ISSUER}/types/ecard"
    assert claims["cnf"]["jwk"] == {
        k: v for k, v in filled.held[0][1].as_dict(private=False).items() if k in "kty crv x y"
    }


def test_nothing_of_the_person_is_visible_before_it_is_disclosed(filled, cast):
    body = json_of(filled.held[0][0].split(".")[1])
    assert set(body) == {"iss", "vct", "iat", "exp", "cnf", "status", "_sd", "_sd_alg"}
    assert len(body["_sd"]) >= 7 + 2, "and decoys among the digests"
    assert body["iat"] % 86400 == body["exp"] % 86400 == 16 * 3600, "whole days of Shanghai"
    assert cast.resident.number not in filled.held[0][0]


def test_metadata_say_what_the_wallet_needs(nobody):
    page = nobody.get("/.well-known/openid-credential-issuer/wallet").json()
    assert page["credential_issuer"] == ISSUER
    assert page["batch_credential_issuance"] == {"batch_size": 10}
    [configuration] = page["credential_configurations_supported"].values()
    assert configuration["format"] == "dc+sd-jwt"
    server = nobody.get("/.well-known/oauth-authorization-server/wallet").json()
    assert server["issuer"] in page["authorization_servers"]
    types = nobody.get(path_of(configuration["vct"])).json()
    assert types["vct"] == configuration["vct"]
    assert [claim["path"] for claim in types["claims"]] == [
        claim["path"] for claim in configuration["credential_metadata"]["claims"]
    ]


def test_copies_share_nothing_but_the_day(wallet, offer):
    wallet.receive(*offer(), copies=10)
    bodies = [json_of(text.split(".")[1]) for text, _ in wallet.held]
    places = {(body["status"]["status_list"]["uri"], body["status"]["status_list"]["idx"]) for body in bodies}
    digests = [digest for body in bodies for digest in body["_sd"]]
    assert len(places) == 10
    assert len(set(digests)) == len(digests)
    assert len({body["cnf"]["jwk"]["x"] for body in bodies}) == 10


def test_more_copies_than_the_rule_allows_are_refused(wallet, offer):
    link, digits = offer()
    wallet.redeem(wallet.read_offer(link), digits)
    nonce = wallet.nonce()
    proofs = [wallet.proof(ECKey.generate_key("P-256"), nonce, issuer=ISSUER) for _ in range(11)]
    assert wallet.ask(proofs).json()["code"] == "wallet.proof_refused"


def test_offer_asks_for_the_password_again(resident, cast):
    answer = resident.post("/v1/me/credentials/offers", json={"password": "314159"})
    assert (answer.status_code, answer.json()["code"]) == (403, "ecards.password_wrong")


def test_offer_is_taken_up_once(wallet, offer):
    link, digits = offer()
    read = wallet.read_offer(link)
    assert wallet.redeem(read, digits).status_code == 200
    again = wallet.redeem(read, digits)
    assert (again.status_code, again.json()["error"], again.json()["code"]) == (
        400,
        "invalid_grant",
        "wallet.offer_gone",
    )


def test_offer_runs_out(wallet, offer, clock):
    link, digits = offer()
    read = wallet.read_offer(link)
    clock.move(minutes=5)
    assert wallet.redeem(read, digits).json()["code"] == "wallet.offer_gone"


def test_five_wrong_transaction_codes_void_the_offer(wallet, offer):
    link, digits = offer()
    read = wallet.read_offer(link)
    wrong = f"{(int(digits) + 1) % 1_000_000:06d}"
    assert {wallet.redeem(read, wrong).json()["code"] for _ in range(5)} == {"wallet.transaction_code_wrong"}
    assert wallet.redeem(read, digits).json()["code"] == "wallet.offer_gone"


def test_code_with_one_letter_changed_is_nobodys(wallet, offer):
    link, digits = offer()
    read = wallet.read_offer(link)
    grant = next(iter(read["grants"].values()))
    grant["pre-authorized_code"] = grant["pre-authorized_code"][:-1] + "g"
    assert wallet.redeem(read, digits).json()["code"] == "wallet.offer_gone"


def test_nonce_serves_once(wallet, offer):
    link, digits = offer()
    wallet.redeem(wallet.read_offer(link), digits)
    proof = wallet.proof(ECKey.generate_key("P-256"), wallet.nonce(), issuer=ISSUER)
    assert wallet.ask([proof]).status_code == 200
    again = wallet.ask([proof])
    assert (again.status_code, again.json()["error"], again.json()["code"]) == (
        400, "invalid_nonce", "wallet.nonce_refused",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"nonce": "AAAA"}, "wallet.nonce_refused"),
        ({"nonce": None}, "wallet.nonce_refused"),
        ({"aud": "https://elsewhere.invalid"}, "wallet.proof_refused"),
        ({"iat": 1}, "wallet.proof_refused"),
        ({"iat": "soon"}, "wallet.proof_refused"),
        ({"header": {"typ": "JWT"}}, "wallet.proof_refused"),
        ({"header": {"jwk": ECKey.generate_key("P-256").as_dict(private=False)}}, "wallet.proof_refused"),
        ({"header": {"typ": "dc+sd-jwt"}}, "wallet.proof_refused"),
    ],
)
def test_proof_that_is_none_gets_nothing(wallet, offer, changes, code):
    link, digits = offer()
    wallet.redeem(wallet.read_offer(link), digits)
    proof = wallet.proof(ECKey.generate_key("P-256"), wallet.nonce(), issuer=ISSUER, **changes)
    answer = wallet.ask([proof])
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_one_key_for_two_copies_is_refused(wallet, offer):
    link, digits = offer()
    wallet.redeem(wallet.read_offer(link), digits)
    key, nonce = ECKey.generate_key("P-256"), wallet.nonce()
    assert wallet.ask([wallet.proof(key, nonce, issuer=ISSUER)] * 2).json()["code"] == "wallet.proof_refused"


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer x", "Basic eA=="])
def test_without_its_token_a_wallet_gets_nothing(nobody, cast, token):
    answer = nobody.post("/wallet/credential", json={}, headers={"authorization": token})
    assert (answer.status_code, answer.json()["code"]) == (401, "wallet.token_refused")


def test_lost_card_is_offered_to_no_wallet(resident, wallet, offer):
    link, digits = offer()
    resident.post("/v1/me/card/loss", json={"kind": "formal"})
    refused = resident.post("/v1/me/credentials/offers", json={"password": PASSWORD})
    assert (refused.status_code, refused.json()["code"]) == (409, "wallet.card_not_standing")
    wallet.redeem(wallet.read_offer(link), digits)
    proof = wallet.proof(ECKey.generate_key("P-256"), wallet.nonce(), issuer=ISSUER)
    assert wallet.ask([proof]).json()["code"] == "wallet.card_not_standing"


# ---- proving


def test_over_65_is_proven_and_nothing_else(filled, ask, outcome, resident):
    asked = ask()
    question = filled.question(asked["link"])
    assert (
        question["client_metadata"]["client_name"] == "重庆公共交通(示例)" or question["client_metadata"]["client_name"]
    )
    presentation = filled.present(question)
    assert presentation.count("~") == 2, "one disclosure"
    assert filled.send(question, presentation).status_code == 200
    told = outcome(asked)
    assert (told["state"], told["wanted"], told["why"]) == ("proven", OVER_65, None)
    [look] = resident.get("/v1/me/looks").json()
    assert look["reference"] == "age_over_65"


def test_card_of_sichuan_is_proven(filled, ask, outcome):
    asked = ask([{"claim": "issuing_province", "value": "510000"}])
    question = filled.question(asked["link"])
    assert filled.send(question, filled.present(question)).status_code == 200
    assert outcome(asked)["state"] == "proven"


def test_what_is_not_so_is_not_proven(filled, ask, outcome):
    asked = ask([{"claim": "issuing_province", "value": "500000"}])
    question = filled.question(asked["link"])
    assert filled.send(question, filled.present(question)).json()["code"] == "wallet.not_proven"
    assert (outcome(asked)["state"], outcome(asked)["why"]) == ("not_proven", "wallet.not_proven")


def test_what_was_not_disclosed_is_not_proven(filled, ask, outcome):
    asked = ask()
    question = filled.question(asked["link"])
    assert filled.send(question, filled.present(question, disclose=set())).json()["code"] == "wallet.not_proven"
    assert outcome(asked)["state"] == "not_proven"


def test_wallet_may_say_no(filled, ask, outcome):
    asked = ask()
    question = filled.question(asked["link"])
    assert filled.client.post(path_of(question["response_uri"]), data={"error": "access_denied"}).status_code == 200
    assert outcome(asked)["state"] == "declined"


@pytest.mark.parametrize(
    "wanted",
    [
        [],
        [{"claim": "name", "value": "张"}],
        [{"claim": "age_over_65", "value": False}],
        [{"claim": "age_over_65", "value": 1}],
        [{"claim": "age_over_17", "value": True}],
        [{"claim": "issuing_province", "value": "510100"}],
        [{"claim": "issuing_province", "value": "999999"}],
        [{"claim": "ecard_level", "value": True}],
    ],
)
def test_nothing_else_can_be_asked(partner, wanted):
    answer = partner.post("/v1/proofs", json={"wanted": wanted})
    assert answer.status_code in (400, 422), answer.text


def test_question_of_another_agency_is_as_if_it_were_not_there(partner, ask, house):
    asked = ask()
    with house.app.writing() as tx:
        tx.execute("update wallet.ask set agency_id = gen_random_uuid()")
    assert partner.get(f"/v1/proofs/{asked['proof_id']}").json()["code"] == "wallet.ask_unknown"


# ---- attacks


def refused(wallet, ask, outcome, code, *, state="waiting", **lies):
    asked = ask()
    question = wallet.question(asked["link"])
    answer = wallet.send(question, wallet.present(question, **lies))
    assert (answer.status_code, answer.json()["code"]) == (400, code), answer.text
    assert outcome(asked)["state"] == state


def test_another_holders_key_proves_nothing(filled, ask, outcome):
    refused(filled, ask, outcome, "wallet.holder_not_proven", key=ECKey.generate_key("P-256"))


def test_replayed_nonce_proves_nothing(filled, ask, outcome):
    earlier = filled.question(ask()["link"])
    refused(filled, ask, outcome, "wallet.holder_not_proven", nonce=earlier["nonce"])


def test_presentation_for_another_asker_proves_nothing(filled, ask, outcome):
    refused(filled, ask, outcome, "wallet.holder_not_proven", aud="x509_hash:elsewhere")


def test_presentation_of_yesterday_proves_nothing(filled, ask, outcome, clock):
    refused(filled, ask, outcome, "wallet.holder_not_proven", iat=int(clock().timestamp()) - 86400)


def test_presentation_without_binding_proves_nothing(filled, ask, outcome):
    asked = ask()
    question = filled.question(asked["link"])
    unbound = filled.present(question).rpartition("~")[0] + "~"
    assert filled.send(question, unbound).json()["code"] == "wallet.holder_not_proven"
    assert outcome(asked)["state"] == "waiting"


def test_tampered_disclosure_proves_nothing(filled, ask, outcome):
    credential, key = filled.held[0]
    head, *disclosures, _ = credential.split("~")
    salt = next(json_of(one)[0] for one in disclosures if json_of(one)[1] == "age_over_65")
    lie = b64(json.dumps([salt, "age_over_65", True], separators=(",", ":")).encode())
    assert lie not in disclosures, "written otherwise, so that its digest is another"
    asked = ask()
    question = filled.question(asked["link"])
    # The reference library presents no disclosure without its digest, so the lie is put in by hand, and bound well.
    text = f"{head}~{lie}~"
    answer = filled.send(question, text + filled.binding(question, text, key))
    assert answer.json()["code"] == "wallet.presentation_forged"
    assert outcome(asked)["state"] == "waiting"


def test_credential_signed_by_somebody_else_proves_nothing(filled, ask, outcome):
    real = json_of(filled.held[0][0].split(".")[1])
    header = json_of(filled.held[0][0].split(".")[0])
    key = ECKey.generate_key("P-256")
    told = {name: real[name] for name in ("iss", "vct", "iat", "exp", "status")} | {SDObj("age_over_65"): True}
    forged = SDJWTIssuer(
        told, JWK.generate(kty="EC", crv="P-256"), JWK(**key.as_dict(private=False)), extra_header_parameters=header
    ).sd_jwt_issuance
    filled.held[0] = (forged, key)
    refused(filled, ask, outcome, "wallet.presentation_forged")


def test_expired_credential_proves_nothing(filled, ask, outcome, clock, sign_in_again):
    clock.move(days=181)
    sign_in_again()
    asked = ask()
    question = filled.question(asked["link"])
    assert filled.send(question, filled.present(question)).json()["code"] == "wallet.credential_expired"


def test_answer_serves_once(filled, ask, outcome):
    asked = ask()
    question = filled.question(asked["link"])
    presentation = filled.present(question)
    assert filled.send(question, presentation).status_code == 200
    assert filled.send(question, presentation).json()["code"] == "wallet.ask_gone"


def test_question_runs_out(filled, ask, outcome, clock):
    asked = ask()
    question = filled.question(asked["link"])
    clock.move(minutes=5)
    assert filled.send(question, filled.present(question)).json()["code"] == "wallet.ask_gone"
    assert outcome(asked)["state"] == "expired"


@pytest.mark.parametrize(
    "form", [{}, {"response": ""}, {"response": "x.y.z"}, {"vp_token": "{}"}, {"response": "a" * 99_999}]
)
def test_rubbish_decides_nothing(filled, ask, outcome, form):
    asked = ask()
    question = filled.question(asked["link"])
    answer = filled.client.post(path_of(question["response_uri"]), data=form)
    assert (answer.status_code, answer.json()["code"]) == (400, "wallet.response_unreadable")
    assert outcome(asked)["state"] == "waiting"


# ---- losing the card


def test_lost_card_stops_the_credential_at_once_and_a_found_one_restores_it(filled, ask, outcome, resident, house):
    assert status_in_list(filled) == VALID
    resident.post("/v1/me/card/loss", json={"kind": "temporary"})
    refused(filled, ask, outcome, "wallet.credential_stopped", state="not_proven")
    deliver(house)
    assert status_in_list(filled) == SUSPENDED
    resident.post("/v1/me/card/loss/cancellation", json={"password": PASSWORD})
    deliver(house)
    assert status_in_list(filled) == VALID


def test_temporary_loss_that_lapses_restores_the_credential_by_itself(filled, resident, house, clock):
    resident.post("/v1/me/card/loss", json={"kind": "temporary"})
    deliver(house)
    assert status_in_list(filled) == SUSPENDED
    clock.move(days=10)
    assert status_in_list(filled) == VALID


def test_cancelled_card_ends_the_credential_for_good(filled, cast, house):
    with house.app.writing() as tx:
        cards.cancel_card(tx, holder_id=cast.resident.holder_id, at=house.clock(), actor="test", reason="emigration")
        outbox.append(tx, topic="cards.cancelled", body={"holder_id": str(cast.resident.holder_id)}, at=house.clock())
    deliver(house)
    assert status_in_list(filled) == INVALID


def test_a_death_ends_the_credential_for_good(filled, cast, house):
    with house.app.writing() as tx:
        residents.record_death(tx, holder_id=cast.resident.holder_id, died_on=date(2026, 11, 20))
    deliver(house)
    assert status_in_list(filled) == INVALID


def test_new_card_is_a_new_credential(filled, ask, outcome, cast, house):
    with house.app.writing() as tx:
        cards.cancel_card(tx, holder_id=cast.resident.holder_id, at=house.clock(), actor="test", reason="reissue")
        cards.issue_cards(tx, [cards.NewCard(cast.resident.holder_id, 511381)], at=house.clock(), actor="test")
    refused(filled, ask, outcome, "wallet.credential_ended", state="not_proven")


def test_withdrawn_credential_proves_nothing(filled, ask, outcome, resident):
    [held] = resident.get("/v1/me/credentials").json()
    assert held["state"] == "valid"
    answer = resident.post(f"/v1/me/credentials/{held['credentials_id']}/withdrawal")
    assert answer.json()["state"] == "ended"
    assert status_in_list(filled) == INVALID
    refused(filled, ask, outcome, "wallet.credential_ended", state="not_proven")


def test_neighbour_withdraws_nothing_of_mine(filled, visit, cast, resident):
    [held] = resident.get("/v1/me/credentials").json()
    other = visit()
    signed = other.post(
        "/v1/sign-in/resident", json={"card_number": cast.neighbour.card.card_number, "password": PASSWORD}
    )
    other.headers["x-csrf-token"] = signed.json()["csrf_token"]
    answer = other.post(f"/v1/me/credentials/{held['credentials_id']}/withdrawal")
    assert (answer.status_code, answer.json()["code"]) == (404, "wallet.credentials_unknown")
    assert status_in_list(filled) == VALID


def test_deleted_in_the_wallet_is_ended(filled):
    told = {"notification_id": filled.notification_id, "event": "credential_deleted"}
    answer = filled.client.post("/wallet/notification", json=told, headers={"authorization": f"Bearer {filled.token}"})
    assert answer.status_code == 204
    assert status_in_list(filled) == INVALID


def test_places_in_a_list_tell_nothing(wallet, offer):
    wallet.receive(*offer(), copies=10)
    places = [json_of(text.split(".")[1])["status"]["status_list"]["idx"] for text, _ in wallet.held]
    steps = [later - earlier for earlier, later in pairwise(places)]
    assert len(set(places)) == 10 and min(map(abs, steps)) > 1 and min(steps) < 0 < max(steps)


def test_looks_verify_after_a_proof(filled, ask, house):
    question = filled.question(ask()["link"])
    filled.send(question, filled.present(question))
    with house.app.reading() as tx:
        assert sharing.verify(tx, keyring=house.keyring).findings == ()


def test_old_keys_verify_until_their_secret_goes(filled, ask, outcome, house, sign_in_again):
    house.keyring.rotate("secret")
    sign_in_again()
    asked = ask()
    question = filled.question(asked["link"])
    assert filled.send(question, filled.present(question)).status_code == 200
    assert outcome(asked)["state"] == "proven"
    assert len(issuer_keys(filled.client)) == 2
