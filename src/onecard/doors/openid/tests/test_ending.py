"""Log-ins end: by signing out here or there, by taking consent back, by a lost card; services are told."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlencode

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from onecard.domains.cards import api as cards
from onecard.doors.hearing import all_handlers
from onecard.doors.openid.farewells import EVENT, send_farewells, sweep
from onecard.doors.openid.tests.relying import enlist, field_of, log_in, went_back
from onecard.kernel import outbox
from onecard.kernel.postgres.transaction import Scope

HTML = {"accept": "text/html"}


class Ear(HTTPServer):
    """A service's back-channel logout address."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Listening)
        self.heard: list[str] = []
        self.answers: list[int] = []

    @property
    def uri(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/bye"


class _Listening(BaseHTTPRequestHandler):
    server: Ear

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
        self.server.heard.append(form["logout_token"][0])
        self.send_response(self.server.answers.pop(0) if self.server.answers else 200)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def ear() -> Iterator[Ear]:
    ear = Ear()
    thread = threading.Thread(target=ear.serve_forever, daemon=True)
    thread.start()
    yield ear
    ear.shutdown()
    ear.server_close()


@pytest.fixture
def listening(house, cast, address, ear):
    """A service that wants to know."""
    return enlist(house, address, "listening", host="listening.invalid", scopes=("profile",), backchannel=ear.uri)


@pytest.fixture
def number(cast) -> str:
    return cast.resident.card.card_number


def tell(house, clock) -> int:
    """What the worker does: deliver what happened, then tell services."""
    outbox.deliver(house.app, all_handlers(), at=clock())
    return send_farewells(house)


def logout(browser, **asked: str):
    return browser.get(f"/openid/logout?{urlencode(asked)}", headers=HTML)


def test_a_service_signs_out_its_own_log_in_and_the_session_here_at_once(portal, visit, number):
    browser = visit()
    told = log_in(portal, browser, number)
    asked = {"id_token_hint": told["id_token"], "post_logout_redirect_uri": "https://portal.invalid/bye", "state": "s1"}
    assert went_back(logout(browser, **asked)) == ("https://portal.invalid/bye", {"state": "s1"})
    assert browser.get("/v1/session").status_code == 401
    assert portal.claims(told["access_token"]).status_code == 401


def test_an_old_id_token_still_says_which_log_in_is_meant(portal, visit, number, clock):
    browser = visit()
    told = log_in(portal, browser, number)
    clock.move(minutes=25)
    assert logout(browser, id_token_hint=told["id_token"]).status_code == 303
    assert browser.get("/v1/session").status_code == 401


def test_without_a_hint_the_person_is_asked_first(portal, visit, number):
    browser = visit()
    log_in(portal, browser, number)
    asked = {"client_id": "sichuan-portal", "post_logout_redirect_uri": "https://portal.invalid/bye"}
    page = logout(browser, **asked)
    assert "同时退出本平台吗" in page.text and browser.get("/v1/session").status_code == 200
    form = asked | {"csrf": field_of(page.text, "csrf")}
    answer = browser.post("/openid/logout", data=form | {"answer": "no"}, headers=HTML)
    assert went_back(answer)[0] == "https://portal.invalid/bye" and browser.get("/v1/session").status_code == 200
    answer = browser.post("/openid/logout", data=form | {"answer": "yes"}, headers=HTML)
    assert went_back(answer)[0] == "https://portal.invalid/bye" and browser.get("/v1/session").status_code == 401


def test_the_hint_of_another_browsers_log_in_does_not_sign_this_one_out(portal, visit, number):
    mine, theirs = visit(), visit()
    log_in(portal, mine, number)
    told = log_in(portal, theirs, number)
    assert "同时退出本平台吗" in logout(mine, id_token_hint=told["id_token"]).text
    assert mine.get("/v1/session").status_code == 200


def test_a_hint_that_we_did_not_sign_is_refused(portal, visit, number):
    browser = visit()
    log_in(portal, browser, number)
    assert logout(browser, id_token_hint=portal.assertion()).status_code == 400
    assert browser.get("/v1/session").status_code == 200


def test_signing_out_here_tells_the_services_that_stand_on_it(portal, listening, ear, visit, number, house, clock):
    browser = visit()
    told = log_in(listening, browser, number)
    log_in(portal, browser, number)
    page = browser.get("/me", headers=HTML)
    browser.post("/sign-out", data={"csrf": field_of(page.text, "csrf")}, headers=HTML)
    assert tell(house, clock) == 1, "the portal gave no address to be told at"
    assert listening.claims(told["access_token"]).status_code == 401
    keys = KeySet.import_key_set(listening.http.get("/openid/keys").json())
    token = jwt.decode(ear.heard[0], keys, algorithms=["ES256"])
    mine = listening.read(told["id_token"])
    assert token.header["typ"] == "logout+jwt"
    assert set(token.claims) == {"iss", "sub", "aud", "iat", "exp", "jti", "sid", "events"}, (
        "no nonce: it is no ID token"
    )
    assert {name: token.claims[name] for name in ("iss", "sub", "aud", "sid")} == {
        name: mine[name] for name in ("iss", "sub", "aud", "sid")
    }
    assert token.claims["events"] == {EVENT: {}}
    assert tell(house, clock) == 0


def test_a_service_that_does_not_listen_is_told_again_later_and_given_up_at_last(
    listening, ear, visit, number, house, clock, owner_tx
):
    browser = visit()
    log_in(listening, browser, number)
    ear.answers = [500] * 20
    browser.post("/sign-out", data={"csrf": field_of(browser.get("/me", headers=HTML).text, "csrf")})
    assert tell(house, clock) == 0
    assert tell(house, clock) == 0 and len(ear.heard) == 1, "not at once"
    clock.move(minutes=1)
    tell(house, clock)
    assert len(ear.heard) == 2
    for _ in range(20):
        clock.move(minutes=600)
        tell(house, clock)
    assert len(ear.heard) == 10
    assert owner_tx.execute("select count(*) from openid.farewell").fetchone()[0] == 0


@pytest.mark.parametrize("actor", ["resident", "staff"])
def test_a_lost_card_ends_every_log_in(listening, ear, visit, number, house, clock, cast, actor):
    told = log_in(listening, visit(), number)
    with house.app.writing() as tx:
        cards.report_loss(
            tx, holder_id=cast.resident.holder_id, kind="temporary", at=clock(), actor=actor,
            until=clock() + timedelta(days=10),
        )  # fmt: skip
    assert tell(house, clock) == 1
    assert listening.claims(told["access_token"]).status_code == 401


def test_a_person_sees_what_she_agreed_to_and_takes_it_back(listening, ear, visit, number, house, clock):
    browser = visit()
    told = log_in(listening, browser, number, scope="openid profile")
    page = browser.get("/openid/consents", headers=HTML)
    for words in ("四川政务服务网(示例)", "四川省社保卡中心(示例)", "专用代号", "姓名"):
        assert words in page.text
    form = {"csrf": field_of(page.text, "csrf"), "service": field_of(page.text, "service")}
    after = browser.post("/openid/consents/withdraw", data=form, headers=HTML, follow_redirects=True)
    assert "已撤回" in after.text and "四川政务服务网(示例)" not in after.text
    assert listening.claims(told["access_token"]).status_code == 401
    assert tell(house, clock) == 1
    page = browser.get(listening.send(browser, scope="openid").headers["location"])
    assert "同意并登录" in page.text, "taken back as a whole"


def test_nobody_takes_back_what_a_neighbour_agreed_to(portal, visit, number, cast, resident, clock):
    told = log_in(portal, visit(), cast.neighbour.card.card_number)
    assert "四川政务服务网" not in resident.get("/openid/consents", headers=HTML).text
    assert resident.post("/openid/consents/withdraw", data={"service": "sichuan-portal"}).status_code == 303
    assert portal.claims(told["access_token"]).status_code == 200


def test_the_database_shows_a_person_her_own_consents_and_log_ins_only(portal, visit, number, house, cast):
    log_in(portal, visit(), number)
    for holder, seen in ((cast.resident.holder_id, 1), (cast.neighbour.holder_id, 0)):
        with house.app.reading(Scope("resident", holder=holder)) as tx:
            for table in ("consent", "login", "issued"):
                rows = tx.execute(f"select count(*) from openid.{table}").fetchone()[0]
                assert (table, rows) == (table, seen)
            assert tx.execute("select count(*) from openid.request").fetchone()[0] == 0
    with house.app.reading(Scope("staff", reach=("5",))) as tx:
        assert tx.execute("select count(*) from openid.login").fetchone()[0] == 0


def test_what_is_over_is_forgotten(portal, visit, number, house, clock, owner_tx):
    log_in(portal, visit(), number)
    clock.move(minutes=30)
    with house.app.writing() as tx:
        assert sweep(tx, at=clock()) == 2
    left = {name: owner_tx.execute(f"select count(*) from openid.{name}").fetchone()[0]
            for name in ("request", "issued", "scan", "login", "consent", "subject")}  # fmt: skip
    assert left == {"request": 0, "issued": 0, "scan": 0, "login": 1, "consent": 1, "subject": 1}
