"""What an attacker may try with tokens and in a person's browser; each ends in a refusal, and says little."""

import pytest

from onecard.doors.openid.tests.relying import field_of, follow, log_in, refused, sign_in


@pytest.fixture
def number(cast) -> str:
    return cast.resident.card.card_number


# --- tokens


@pytest.mark.parametrize("token", ["x", "é", "a b", "x" * 4000])
def test_a_made_up_token_opens_nothing(portal, token):
    answer = portal.http.get("/openid/userinfo", headers={"authorization": f"Bearer {token}".encode()})
    assert refused(answer) == (401, "invalid_token")
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_token_opens_for_ten_minutes(portal, visit, number, clock):
    token = log_in(portal, visit(), number)["access_token"]
    clock.move(minutes=9, seconds=59)
    assert portal.claims(token).status_code == 200
    clock.move(seconds=1)
    assert refused(portal.claims(token)) == (401, "invalid_token")


def test_the_id_token_and_a_session_open_no_claims(portal, visit, number):
    browser = visit()
    told = log_in(portal, browser, number)
    assert refused(portal.claims(told["id_token"])) == (401, "invalid_token")
    assert refused(browser.get("/openid/userinfo")) == (401, "invalid_token")


def test_a_service_looks_into_its_own_token_only_and_gives_it_back(portal, other, visit, number):
    token = log_in(portal, visit(), number)["access_token"]
    mine = portal.post("/openid/introspect", {"token": token}).json()
    assert (mine["active"], mine["client_id"], mine["scope"]) == (True, "sichuan-portal", "openid")
    assert other.post("/openid/introspect", {"token": token}).json() == {"active": False}
    assert other.post("/openid/revoke", {"token": token}).status_code == 200
    assert portal.claims(token).status_code == 200, "another service's revocation changes nothing"
    assert portal.post("/openid/revoke", {"token": token}).status_code == 200
    assert portal.post("/openid/introspect", {"token": token}).json() == {"active": False}
    assert refused(portal.claims(token)) == (401, "invalid_token")


def test_our_access_token_is_no_partners_token(portal, visit, number):
    token = log_in(portal, visit(), number)["access_token"]
    answer = portal.http.get("/v1/me", headers={"authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "partner.token_refused")


# --- the person's browser


@pytest.mark.parametrize("headers", [{"origin": "https://evil.invalid"}, {"sec-fetch-site": "cross-site"}], ids=str)
def test_another_site_can_press_no_button(portal, visit, number, headers):
    browser = visit()
    page = sign_in(browser, follow(browser, portal.send(browser)), number)
    form = {"request": field_of(page.text, "request"), "csrf": field_of(page.text, "csrf"), "answer": "yes"}
    answer = browser.post("/openid/consent", data=form, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "door.came_from_elsewhere")
    answer = browser.post("/openid/sign-in", data=form, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "door.came_from_elsewhere")


def test_agreeing_needs_the_sessions_own_form(portal, visit, number):
    browser = visit()
    page = sign_in(browser, follow(browser, portal.send(browser)), number)
    form = {"request": field_of(page.text, "request"), "answer": "yes"}
    for csrf in ({}, {"csrf": ""}, {"csrf": "0" * 64}):
        answer = browser.post("/openid/consent", data=form | csrf)
        assert (answer.status_code, answer.json()["code"]) == (403, "door.form_not_ours")


def test_nobody_is_led_to_an_address_that_a_link_names(nobody, cast, portal):
    for path in (
        "/openid/authorize?client_id=sichuan-portal&redirect_uri=https://evil.invalid",
        "/openid/logout?post_logout_redirect_uri=https://evil.invalid",
        "/openid/logout?client_id=sichuan-portal&post_logout_redirect_uri=https://evil.invalid",
        "/openid/logout?client_id=nobody&post_logout_redirect_uri=https://portal.invalid/bye",
        "/openid/sign-in?request=https://evil.invalid",
    ):
        answer = nobody.get(path, headers={"accept": "text/html"})
        assert answer.status_code == 400, path
        assert "evil.invalid" not in answer.headers.get("location", "") + answer.text.replace("%2F%2Fevil", ""), path


@pytest.mark.parametrize("query", ["request=%00", "request=" + "x" * 5000, "request=%F0", "request=a&request=b"])
def test_odd_handles_are_told_and_break_nothing(nobody, cast, query):
    for path in ("authorize", "sign-in", "consent", "scan", "scan/state", "scan/done", "confirm", "logout"):
        assert nobody.get(f"/openid/{path}?{query}&client_id=%00").status_code < 500, path
