"""The e-card's life over the API: at the counter, in a channel, by the bank, and stopped by its holder at once."""

import re
from datetime import date
from uuid import UUID

import pytest
from joserfc import jwt
from joserfc.jwk import OKPKey
from tests.acceptance.cast import PASSWORD, Partner, token_form
from tests.country import agency
from tests.factories import LANGZHONG, make_resident, number_of

from onecard.domains.agencies import api as agencies
from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.kernel.ids import new_id

NUMBER, NAME, PHONE = number_of(born=date(1949, 4, 2), sequence=77), "唐·示例", "10000000077"
GROUND = {"purpose": "service_desk", "legal_basis": "consent", "reference": "A107"}


@pytest.fixture
def newcomer(house, cast) -> UUID:
    """Somebody with an active physical card and a telephone, and no e-card."""
    with house.app.writing() as tx:
        holder = make_resident(tx, keyring=house.keyring, at=house.clock(), number=NUMBER, name=NAME, phone=PHONE)
        cards.issue_cards(tx, [cards.NewCard(holder, LANGZHONG)], at=house.clock(), actor="test")
    return holder


def state(cast, **more):
    """A statement of the cast's partner."""
    now = int(cast.house.clock().timestamp())
    claims = {
        "iss": "sample-partner", "sub": "sample-partner", "aud": cast.house.settings.address + "/v1/oauth/token",
        "exp": now + 300, "jti": str(new_id()), "act": "ecard.issue", "number": NUMBER, "name": "唐•示例",
        "face": "passed", "reference": "FACE-1", **more,
    }  # fmt: skip
    header = {"alg": "Ed25519", "typ": more.pop("typ", "statement+jwt")}
    return jwt.encode(header, claims, cast.partner.key, algorithms=["Ed25519"])


def code(answer):
    return answer.status_code if answer.status_code == 200 else answer.json()["code"]


def events(house, holder):
    with house.app.reading() as tx:
        found = ecards.events_before(tx, holder_id=holder, before=house.clock().replace(year=2100), at_most=100)
    return sorted(one.event for one in found)


def test_a_counter_issues_an_e_card_and_the_person_reads_that_she_was_looked_at(staff, newcomer, house, owner_tx):
    clerk, asked = staff("card_operator"), {"number": NUMBER, "password": "161803", **GROUND}
    headers = {"idempotency-key": "counter-0001"}
    first = clerk.post("/v1/people/ecard", json=asked, headers=headers)
    assert first.status_code == 200 and first.json()["level"] == 1, first.text
    assert clerk.post("/v1/people/ecard", json=asked, headers=headers).json() == first.json()
    assert code(clerk.post("/v1/people/ecard", json=asked)) == "ecards.exists"
    looks = owner_tx.execute("select count(*) from sharing.look where holder_id = %s", (newcomer,)).fetchone()
    assert looks.count == 2, "one for each time, not for the repeat"
    assert events(house, newcomer) == ["issued"]


def test_a_simple_password_issues_nothing_and_the_look_stays(staff, newcomer, owner_tx):
    clerk = staff("card_operator")
    asked = {"number": NUMBER, "password": "123456", **GROUND}
    assert code(clerk.post("/v1/people/ecard", json=asked)) == "ecards.password_too_simple"
    assert owner_tx.execute("select count(*) from ecards.ecard where holder_id = %s", (newcomer,)).fetchone().count == 0
    assert owner_tx.execute("select count(*) from sharing.look where holder_id = %s", (newcomer,)).fetchone().count == 1


def test_a_counter_resets_a_password_and_signs_out(staff, resident, cast, visit):
    clerk = staff("card_operator")
    asked = {"number": cast.resident.number, "password": "161803", **GROUND}
    assert clerk.post("/v1/people/ecard/password", json=asked).status_code == 200
    assert resident.get("/v1/me").status_code == 401
    again = {"card_number": cast.resident.card.card_number, "password": "161803"}
    assert visit().post("/v1/sign-in/resident", json=again).status_code == 200


def test_a_channel_applies_with_its_signed_face_check_and_shows_codes_until_unlinked(partner, newcomer, cast, house):
    applied = partner.post("/v1/ecards/applications", json={"statement": state(cast), "password": "161803"})
    assert applied.status_code == 200, applied.text
    shown = partner.post("/v1/ecards/code", json={"number": NUMBER, "scene": "transit"})
    assert shown.status_code == 200 and shown.json()["text"].startswith("OC1")
    assert partner.post("/v1/ecards/channels/end", json={"number": NUMBER}).json()["linked"] is False
    assert code(partner.post("/v1/ecards/code", json={"number": NUMBER})) == "ecards.channel_unknown"
    assert code(partner.post("/v1/ecards/channels", json={"number": NUMBER, "password": "999000"})) == (
        "ecards.sign_in_refused"
    )
    assert partner.post("/v1/ecards/channels", json={"number": NUMBER, "password": "161803"}).json()["linked"] is True
    assert partner.post("/v1/ecards/code", json={"number": NUMBER}).status_code == 200
    assert events(house, newcomer) == ["channel_linked", "channel_linked", "channel_unlinked", "issued"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"face": "failed"}, {"act": "ecard.level_two"}, {"aud": "elsewhere"}, {"exp": 1}, {"typ": "JWT"},
        {"reference": ""}, {"iss": "somebody"}, {"number": 7},
    ],
    ids=str,
)  # fmt: skip
def test_a_statement_that_does_not_say_all_of_it_issues_nothing(partner, newcomer, cast, house, wrong):
    asked = {"statement": state(cast, **wrong), "password": "161803"}
    assert code(partner.post("/v1/ecards/applications", json=asked)) == "door.statement_refused"
    assert events(house, newcomer) == []


def test_a_statement_serves_once_and_only_under_the_partners_own_key(partner, newcomer, cast):
    statement = state(cast, name="别人")
    asked = {"statement": statement, "password": "161803"}
    assert code(partner.post("/v1/ecards/applications", json=asked)) == "api.person_not_matched"
    assert code(partner.post("/v1/ecards/applications", json=asked)) == "door.statement_refused"
    cast.partner = Partner("sample-partner", OKPKey.generate_key("Ed25519"))
    forged = {"statement": state(cast), "password": "161803"}
    assert code(partner.post("/v1/ecards/applications", json=forged)) == "door.statement_refused"


def test_who_is_unknown_and_a_wrong_name_are_refused_alike(partner, cast, newcomer):
    nobody = state(cast, number=number_of(born=date(1950, 1, 1), sequence=499))
    for statement in (nobody, state(cast, name="张三")):
        answer = partner.post("/v1/ecards/applications", json={"statement": statement, "password": "161803"})
        assert code(answer) == "api.person_not_matched"


@pytest.fixture
def bank(visit, cast, house):
    """Sichuan's bank as a partner."""
    key = OKPKey.generate_key("Ed25519")
    with house.app.writing() as tx:
        agencies.register_partner(
            tx, client_id="sample-bank", agency_id=agency("bank 51"), public_jwk=key.as_dict(private=False),
            scopes=["ecards.confirm_account"], at=house.clock(),
        )  # fmt: skip
    cast.partner = Partner("sample-bank", key)
    client = visit()
    now, aud = int(house.clock().timestamp()), house.settings.address + "/v1/oauth/token"
    known = {"iss": "sample-bank", "sub": "sample-bank", "aud": aud, "exp": now + 300}
    assertion = jwt.encode({"alg": "Ed25519"}, {**known, "jti": str(new_id())}, key, algorithms=["Ed25519"])
    token = client.post("/v1/oauth/token", data={**token_form(cast), "client_assertion": assertion}).json()
    client.headers["authorization"] = f"Bearer {token['access_token']}"
    return client


def test_level_two_is_asked_for_by_the_holder_and_confirmed_by_the_bank(bank, resident, cast, house, owner_tx):
    owner_tx.execute("update ecards.ecard set level = 1 where holder_id = %s", (cast.resident.holder_id,))
    said = {
        "iss": "sample-bank", "sub": "sample-bank", "act": "ecard.level_two", "number": cast.resident.number,
        "account": "active", "phone": "confirmed", "reference": "BANK-1",
    }  # fmt: skip

    def confirm(**more):
        return bank.post("/v1/ecards/level-two", json={"statement": state(cast, **said, **more)})

    assert code(confirm()) == "ecards.level_not_asked"
    assert resident.post("/v1/me/ecard/level-two").status_code == 200
    assert confirm().json()["level"] == 2
    assert resident.get("/v1/me/ecard").json()["level"] == 2


def test_another_agency_is_no_bank(partner, resident, cast):
    said = {"act": "ecard.level_two", "number": cast.resident.number, "account": "active", "phone": "confirmed"}
    assert code(partner.post("/v1/ecards/level-two", json={"statement": state(cast, **said)})) == "api.not_the_bank"


def test_one_call_stops_a_stolen_telephone_everywhere_and_the_password_brings_it_back(
    resident, partner, cast, visit, nobody
):
    partner.post("/v1/ecards/channels", json={"number": cast.resident.number, "password": PASSWORD})
    elsewhere = visit()
    signs_in = {"card_number": cast.resident.card.card_number, "password": PASSWORD}
    elsewhere.post("/v1/sign-in/resident", json=signs_in)
    assert [one["client_id"] for one in resident.get("/v1/me/ecard").json()["channels"]] == ["sample-partner"]
    told = resident.post("/v1/me/ecard/stop").json()
    assert (told["state"], told["channels"]) == ("suspended", [])
    assert elsewhere.get("/v1/me").status_code == resident.get("/v1/me").status_code == 401
    assert code(partner.post("/v1/ecards/code", json={"number": cast.resident.number})) == "ecards.channel_unknown"
    back = visit()
    back.headers["x-csrf-token"] = back.post("/v1/sign-in/resident", json=signs_in).json()["csrf_token"]
    assert code(back.post("/v1/me/code", json={})) == "ecards.stopped"
    assert code(back.post("/v1/me/ecard/resume", json={"password": "555777"})) == "ecards.password_wrong"
    assert back.post("/v1/me/ecard/resume", json={"password": PASSWORD}).json()["effective"] == "active"
    assert back.post("/v1/me/code", json={}).status_code == 200


def test_a_loss_report_stops_channels_too_at_once(resident, partner, cast):
    asked = {"number": cast.resident.number}
    partner.post("/v1/ecards/channels", json={**asked, "password": PASSWORD})
    assert partner.post("/v1/ecards/code", json=asked).status_code == 200
    resident.post("/v1/me/card/loss", json={"kind": "temporary"})
    assert code(partner.post("/v1/ecards/code", json=asked)) == "ecards.physical_card_stops"
    assert resident.get("/v1/me/ecard").json()["effective"] == "card_stopped"
    resident.post("/v1/me/card/loss/cancellation", json={"password": PASSWORD})
    assert partner.post("/v1/ecards/code", json=asked).status_code == 200


def test_a_changed_password_ends_every_session_and_a_wrong_old_one_none(resident, cast, visit):
    wrong = resident.post("/v1/me/ecard/password", json={"old": "555777", "new": "161803"})
    assert code(wrong) == "ecards.password_wrong"
    assert code(resident.post("/v1/me/ecard/password", json={"old": PASSWORD, "new": "123456"})) == (
        "ecards.password_too_simple"
    )
    assert resident.post("/v1/me/ecard/password", json={"old": PASSWORD, "new": "161803"}).status_code == 200
    assert resident.get("/v1/me").status_code == 401
    signs_in = {"card_number": cast.resident.card.card_number, "password": "161803"}
    assert visit().post("/v1/sign-in/resident", json=signs_in).status_code == 200


def test_a_cancelled_e_card_signs_nobody_in(resident, cast, visit):
    assert resident.post("/v1/me/ecard/cancel", json={"password": PASSWORD}).json()["state"] == "cancelled"
    signs_in = {"card_number": cast.resident.card.card_number, "password": PASSWORD}
    assert code(visit().post("/v1/sign-in/resident", json=signs_in)) == "ecards.stopped"


def test_a_forgotten_password_is_reset_by_telephone_and_tells_nobody_anything(nobody, newcomer, house, owner_tx):
    with house.app.writing() as tx:
        ecards.issue_ecards(tx, [ecards.NewEcard(newcomer, LANGZHONG)], at=house.clock())
    unknown = number_of(born=date(1950, 1, 1), sequence=499)
    told = [nobody.post("/v1/password-reset/code", json={"number": number}).json() for number in (NUMBER, unknown)]
    assert told[0] == told[1]
    with house.app.writing() as tx:
        [message] = list(ecards.take_messages(tx, keyring=house.keyring, at=house.clock()))
    sent = re.findall(r"\d{6}", message.text)[0]
    for number in (unknown, NUMBER):
        wrong = {"number": number, "code": f"{(int(sent) + 1) % 10**6:06d}", "password": "161803"}
        assert code(nobody.post("/v1/password-reset", json=wrong)) == "ecards.reset_refused"
    assert nobody.post("/v1/password-reset", json={"number": NUMBER, "code": sent, "password": "161803"}).is_success
    assert events(house, newcomer) == ["issued", "password_reset"]
