"""A person logs in at a service: what she sees, what the service gets, and what it never gets."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from tests.acceptance.cast import PASSWORD

from onecard.domains.cards import api as cards
from onecard.doors.openid.tests.relying import agree, field_of, follow, log_in, sign_in, went_back

COUNTER = 'onecard_openid_logins_total{way="password"}'


@pytest.fixture
def number(cast) -> str:
    return cast.resident.card.card_number


def test_who_was_not_signed_in_signs_in_agrees_and_goes_back_with_a_code(portal, visit, number):
    browser = visit()
    page = follow(browser, portal.send(browser))
    assert "四川政务服务网(示例)" in page.text
    assert "portal.invalid" in page.text
    page = sign_in(browser, page, number)
    assert "何*英" in page.text
    where, brought = went_back(agree(browser, page))
    assert where == "https://portal.invalid/back"
    assert brought.pop("code")
    assert brought == {"from": "onecard", "state": "st-4711", "iss": portal.issuer}


def test_the_id_token_says_who_for_whom_when_and_how_surely_and_nothing_else(portal, visit, number, clock):
    told = log_in(portal, visit(), number)
    claims = portal.read(told["id_token"])
    assert set(claims) == {"iss", "sub", "aud", "iat", "exp", "auth_time", "acr", "amr", "sid", "at_hash", "nonce"}
    assert (claims["iss"], claims["aud"], claims["nonce"]) == (portal.issuer, "sichuan-portal", "n-0815")
    assert (claims["acr"], claims["amr"]) == ("urn:onecard:acr:password", ["pwd"])
    assert claims["auth_time"] == int(clock().timestamp())
    assert (told["token_type"], told["expires_in"], told["scope"]) == ("Bearer", 600, "openid")
    assert "refresh_token" not in told


def test_openid_alone_tells_a_name_of_no_meaning_elsewhere(portal, visit, number):
    told = log_in(portal, visit(), number)
    assert portal.claims(told["access_token"]).json() == {"sub": portal.read(told["id_token"])["sub"]}


def test_what_was_agreed_is_told_and_stands_in_the_persons_record(portal, visit, number, resident, cast):
    told = log_in(portal, visit(), number, scope="openid profile number region phone")
    claims = portal.claims(told["access_token"]).json()
    claims.pop("sub")
    assert claims == {
        "name": "何秀英",
        "social_security_number": cast.resident.number,
        "issuing_division": "511381",
    }, "no phone number is known, so none is told"
    looks = resident.get("/v1/me/looks").json()
    assert [look["subject_en"] for look in looks] == [
        "what you agreed to tell", "that it is you (a name of its own for you, no identity)",
    ]  # fmt: skip
    assert {look["reference"] for look in looks} == {"sichuan-portal"}


def test_the_same_service_knows_her_again_and_another_cannot_join_her(portal, other, visit, number):
    subjects = [portal.read(log_in(portal, visit(), number)["id_token"])["sub"] for _ in range(2)]
    elsewhere = other.read(log_in(other, visit(), number)["id_token"])["sub"]
    assert subjects[0] == subjects[1] != elsewhere


def test_two_people_have_two_names(portal, visit, number, cast):
    names = [portal.read(log_in(portal, visit(), one)["id_token"])["sub"]
             for one in (number, cast.neighbour.card.card_number)]  # fmt: skip
    assert names[0] != names[1]


def test_who_agreed_before_and_is_signed_in_goes_straight_back(portal, visit, number):
    browser = visit()
    log_in(portal, browser, number)
    where, brought = went_back(portal.send(browser))
    assert where == "https://portal.invalid/back" and portal.redeem(brought["code"]).status_code == 200


def test_asking_for_more_than_was_agreed_asks_the_person(portal, visit, number):
    browser = visit()
    log_in(portal, browser, number)
    page = follow(browser, portal.send(browser, scope="openid profile"))
    assert "同意并登录" in page.text and "何*英" in page.text


def test_no_is_told_to_the_service(portal, visit, number):
    browser = visit()
    page = sign_in(browser, follow(browser, portal.send(browser)), number)
    _, brought = went_back(agree(browser, page, "no"))
    assert (brought["error"], brought["state"], brought["iss"]) == ("access_denied", "st-4711", portal.issuer)


def test_who_does_not_sign_in_can_go_back_too(portal, visit):
    browser = visit()
    page = follow(browser, portal.send(browser))
    _, brought = went_back(agree(browser, page, "no"))
    assert brought["error"] == "access_denied"


def test_a_wrong_password_is_told_on_the_page_and_forgets_nothing(portal, visit, number):
    browser = visit()
    page = sign_in(browser, follow(browser, portal.send(browser)), number, "555777")
    assert page.status_code == 422 and "登录未成功" in page.text
    assert "http-equiv" not in page.text
    assert "同意并登录" in sign_in(browser, page, number).text


@pytest.mark.parametrize(
    ("signed_in", "agreed", "error"), [(False, False, "login_required"), (True, False, "consent_required")]
)
def test_silence_asks_nobody_anything(portal, other, visit, number, signed_in, agreed, error):
    browser = visit()
    if signed_in:
        log_in(other, browser, number)
    _, brought = went_back(portal.send(browser, prompt="none"))
    assert brought["error"] == error


def test_silence_succeeds_for_who_is_signed_in_and_agreed(portal, visit, number):
    browser = visit()
    log_in(portal, browser, number)
    assert "code" in went_back(portal.send(browser, prompt="none"))[1]


@pytest.mark.parametrize("changes", [{"prompt": "login"}, {"max_age": "60"}, {"max_age": "0"}], ids=str)
def test_a_service_may_want_the_password_again(portal, visit, number, clock, changes):
    browser = visit()
    log_in(portal, browser, number)
    clock.move(minutes=2)
    page = follow(browser, portal.send(browser, **changes))
    assert "用密码登录" in page.text
    _, brought = went_back(sign_in(browser, page, number))
    claims = portal.read(portal.redeem(brought["code"]).json()["id_token"])
    assert claims["auth_time"] == int(clock().timestamp())


def test_prompt_consent_asks_again(portal, visit, number):
    browser = visit()
    log_in(portal, browser, number)
    assert "同意并登录" in follow(browser, portal.send(browser, prompt="consent")).text


def test_a_service_that_wants_the_phone_is_not_content_with_the_password(portal, visit, number):
    browser = visit()
    log_in(portal, browser, number)
    page = follow(browser, portal.send(browser, acr_values="urn:onecard:acr:scanned"))
    assert "显示登录码" in page.text and 'name="password"' not in page.text
    form = {"request": field_of(page.text, "request"), "card_number": number, "password": PASSWORD}
    csrf = field_of(page.text, "csrf")
    assert "http-equiv" not in browser.post("/openid/sign-in", data=form | {"csrf": csrf}).text


def test_a_lost_card_signs_nobody_in_and_says_what_to_do(portal, visit, number, house, cast, clock):
    browser = visit()
    log_in(portal, browser, number)
    with house.app.writing() as tx:
        cards.report_loss(
            tx, holder_id=cast.resident.holder_id, kind="temporary", at=clock(), actor="resident",
            until=clock() + timedelta(days=10),
        )  # fmt: skip
    page = follow(browser, portal.send(browser))
    assert page.status_code == 409 and "挂失" in page.text
    _, brought = went_back(portal.send(browser, prompt="none"))
    assert brought["error"] == "interaction_required"
    _, brought = went_back(agree(browser, page, "no"))
    assert brought["error"] == "access_denied"


def test_signing_in_again_in_the_same_browser_keeps_other_log_ins(portal, other, visit, number, owner_tx, clock):
    browser = visit()
    log_in(other, browser, number)
    clock.move(minutes=2)
    page = follow(browser, portal.send(browser, prompt="login"))
    agree(browser, sign_in(browser, page, number))
    ended = owner_tx.execute("select count(*) from openid.login where ended_at is not null").fetchone()[0]
    sessions = owner_tx.execute("select count(distinct session_hash) from openid.login").fetchone()[0]
    assert (ended, sessions) == (0, 1)


def test_somebody_else_in_the_same_browser_ends_the_first_ones_log_ins(portal, visit, number, cast, owner_tx):
    browser = visit()
    log_in(portal, browser, number)
    page = follow(browser, portal.send(browser, prompt="consent"))
    page = browser.get(f"/openid/sign-in?request={field_of(page.text, 'request')}&other=yes")
    agree(browser, sign_in(browser, page, cast.neighbour.card.card_number))
    rows = owner_tx.execute(
        "select holder_id, ended_at is null from openid.login order by happened_at, login_id"
    ).fetchall()
    assert [tuple(row) for row in rows] == [(cast.resident.holder_id, False), (cast.neighbour.holder_id, True)]


def test_the_way_through_carries_no_personal_data_in_addresses(portal, visit, number, cast):
    browser, seen = visit(), []
    browser.event_hooks["response"] = [
        lambda answer: seen.append((str(answer.url), answer.headers.get("location", "")))
    ]
    log_in(portal, browser, number, scope="openid profile number")
    addresses = " ".join(part for pair in seen for part in pair)
    for secret in (cast.resident.number, "何秀英", number, str(cast.resident.holder_id)):
        assert secret not in addresses


def test_discovery_tells_what_is_offered(portal, nobody):
    told = nobody.get("/.well-known/openid-configuration").json()
    assert told["issuer"] == portal.issuer
    assert told["require_pushed_authorization_requests"] is True
    assert told["code_challenge_methods_supported"] == ["S256"]
    assert told["subject_types_supported"] == ["pairwise"]
    assert told["id_token_signing_alg_values_supported"] == ["ES256"]
    assert told["token_endpoint_auth_methods_supported"] == ["private_key_jwt"]
    assert nobody.get("/.well-known/oauth-authorization-server").json() == told
    ours = {urlsplit(value).path for name, value in told.items() if name.endswith(("_endpoint", "_uri"))}
    for path in ours:
        assert nobody.get(path).status_code != 404, path


def test_log_ins_are_counted_by_their_way_and_nobody(portal, visit, number, nobody):
    def counted() -> float:
        line = next((x for x in nobody.get("/metrics").text.splitlines() if x.startswith(COUNTER)), f"{COUNTER} 0")
        return float(line.split()[-1])

    before = counted()
    log_in(portal, visit(), number)
    assert counted() == before + 1


def test_somebody_who_works_here_may_sign_in_as_herself_in_the_same_browser(portal, staff, number):
    browser = staff("card_operator")
    del browser.headers["x-csrf-token"]
    page = follow(browser, portal.send(browser))
    _, brought = went_back(agree(browser, sign_in(browser, page, number)))
    assert "code" in brought


def test_state_is_given_back_as_it_came(portal, visit, number):
    browser = visit()
    page = sign_in(browser, follow(browser, portal.send(browser, state='a&b=c;é "<>#')), number)
    assert went_back(agree(browser, page))[1]["state"] == 'a&b=c;é "<>#'
