"""A desk shows a code, a phone confirms it: for one browser, one service, two minutes; never by a link from afar."""

import html
import re
from urllib.parse import urlsplit

import numpy as np
import pytest
import zxingcpp
from tests.acceptance.cast import PASSWORD

from onecard.doors.openid.scanning import browser_kind
from onecard.doors.openid.tests.relying import field_of, follow, log_in, went_back

HTML = {"accept": "text/html"}
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36"


@pytest.fixture
def number(cast) -> str:
    return cast.resident.card.card_number


class Desk:
    """The shared computer: its browser, and what its screen shows."""

    def __init__(self, service, browser) -> None:
        self.browser, self.service = browser, service
        browser.headers["user-agent"] = CHROME
        page = follow(browser, service.send(browser, scope="openid profile"))
        self.handle = field_of(page.text, "request")
        self.show()

    def show(self) -> None:
        page = self.browser.get(f"/openid/scan?request={self.handle}", headers=HTML)
        assert page.status_code == 200, page.text
        self.number = re.search(r'id="number">(\d\d)<', page.text)[1]
        self.address = read_code(page.text)

    def state(self) -> str:
        return self.browser.get(f"/openid/scan/state?request={self.handle}").json()["state"]

    def go_on(self):
        return self.browser.get(f"/openid/scan/done?request={self.handle}", headers=HTML)


def read_code(page: str) -> str:
    """What a phone's camera reads of the code on the page: drawn from its strokes and decoded by another library."""
    page = page[page.index('class="qr"') :]
    width = int(re.search(r'viewBox="0 0 (\d+) \1"', page)[1])
    path = html.unescape(re.search(r'id="qr-path"[^>]* d="([^"]*)"', page)[1])
    picture = [[255] * width for _ in range(width)]
    x = y = 0
    for kind, dx, dy in re.findall(r"([Mmh])(-?\d+)(?:[ ,]?(-?[\d.]+))?", path):
        if kind == "M":
            x, y = int(dx), int(float(dy))
        elif kind == "m":
            x, y = x + int(dx), y + int(dy)
        else:
            for column in range(x, x + int(dx)):
                picture[y][column] = 0
            x += int(dx)
    big = np.kron(np.array(picture, dtype=np.uint8), np.ones((4, 4), dtype=np.uint8))
    return str(zxingcpp.read_barcodes(big)[0].text)


@pytest.fixture
def desk(portal, visit) -> Desk:
    return Desk(portal, visit())


def open_on(phone, desk):
    parts = urlsplit(desk.address)
    return phone.get(f"{parts.path}?{parts.query}", headers=HTML)


def confirm(phone, page, desk, **changes: str):
    form = {"scan": field_of(page.text, "scan"), "csrf": field_of(page.text, "csrf"), "number": desk.number,
            "password": PASSWORD, "answer": "yes"}  # fmt: skip
    return phone.post("/openid/confirm", data=form | changes, headers=HTML)


@pytest.fixture
def phone(visit, resident):
    """The resident's phone, signed in to the portal."""
    return resident


def test_a_phone_that_is_signed_in_confirms_and_the_desk_goes_on(portal, desk, phone):
    assert desk.state() == "shown"
    page = open_on(phone, desk)
    for words in ("四川政务服务网(示例)", "Chrome, Windows", "与本手机同一网络", "何*英", "姓名"):
        assert words in page.text, words
    assert "已确认" in confirm(phone, page, desk).text
    assert desk.state() == "confirmed"
    where, brought = went_back(desk.go_on())
    assert where == "https://portal.invalid/back"
    told = portal.redeem(brought["code"]).json()
    claims = portal.read(told["id_token"])
    assert (claims["acr"], claims["amr"]) == ("urn:onecard:acr:scanned", ["pwd", "mca"])
    assert portal.claims(told["access_token"]).json()["name"] == "何秀英"


def test_the_desk_is_not_signed_in_here_by_it(desk, phone):
    confirm(phone, open_on(phone, desk), desk)
    desk.go_on()
    assert desk.browser.get("/v1/session").status_code == 401


def test_the_code_on_the_desk_serves_once(desk, phone):
    page = open_on(phone, desk)
    confirm(phone, page, desk)
    assert confirm(phone, page, desk).status_code == 400
    desk.go_on()
    assert desk.go_on().status_code == 400, "the request is answered"


def test_the_yes_is_for_the_browser_that_showed_the_code(desk, phone, visit):
    confirm(phone, open_on(phone, desk), desk)
    thief = visit()
    assert thief.get(f"/openid/scan/done?request={desk.handle}").status_code == 400


def test_a_wrong_number_voids_the_code(desk, phone):
    page = open_on(phone, desk)
    wrong = f"{(int(desk.number) - 10 + 1) % 90 + 10}"
    answer = confirm(phone, page, desk, number=wrong)
    assert answer.status_code == 409 and "作废" in answer.text
    assert confirm(phone, page, desk).status_code == 400
    assert desk.state() == "refused"


def test_a_wrong_password_can_be_corrected_and_confirms_nothing(desk, phone):
    page = open_on(phone, desk)
    answer = confirm(phone, page, desk, password="555777")
    assert answer.status_code == 422 and desk.state() == "shown"
    assert "已确认" in confirm(phone, page, desk).text


def test_not_me_needs_no_password_and_the_desk_is_told(desk, phone):
    page = open_on(phone, desk)
    assert "已拒绝" in confirm(phone, page, desk, answer="no", password="", number="").text
    assert desk.state() == "refused"
    assert "手机上选择了不登录" in desk.go_on().text


def test_a_phone_that_is_not_signed_in_proves_itself_on_the_same_page(desk, visit, number):
    phone = visit()
    page = open_on(phone, desk)
    assert 'name="card_number"' in page.text and "何*英" not in page.text
    assert "请输入 9 位卡号" in confirm(phone, page, desk).text
    assert "已确认" in confirm(phone, page, desk, card_number=number).text
    assert desk.state() == "confirmed"


def test_the_code_lives_two_minutes_and_a_new_one_voids_it(desk, phone, clock):
    page = open_on(phone, desk)
    desk.show()
    assert confirm(phone, page, desk).status_code == 400, "the desk shows another"
    page = open_on(phone, desk)
    clock.move(seconds=120)
    assert confirm(phone, page, desk).status_code == 400
    assert desk.state() == "over"


def test_a_code_from_another_network_is_told(desk, phone, owner_tx):
    owner_tx.execute("update openid.scan set network = %s", (b"x" * 32,))
    assert "与本手机不同的网络" in open_on(phone, desk).text


def test_the_desk_that_presses_early_is_asked_to_wait(desk):
    assert "手机上还没有确认" in desk.go_on().text


def test_confirming_stands_in_the_record_and_among_the_consents(portal, desk, phone):
    confirm(phone, open_on(phone, desk), desk)
    went_back(desk.go_on())
    assert [look["reference"] for look in phone.get("/v1/me/looks").json()] == ["sichuan-portal"]
    assert "四川政务服务网(示例)" in phone.get("/openid/consents", headers=HTML).text


def test_the_code_names_nobody(desk, phone, cast):
    assert cast.resident.card.card_number not in desk.address
    assert len(desk.address) < 120


def test_the_phones_own_session_lives_on(portal, desk, phone, visit, number):
    confirm(phone, open_on(phone, desk), desk)
    assert phone.get("/v1/session").status_code == 200
    assert log_in(portal, visit(), number)["scope"] == "openid"


@pytest.mark.parametrize(
    ("agent", "kind"),
    [
        (CHROME, "Chrome, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/141.0 Safari/537.36 MicroMessenger/8.0", "WeChat, Android"),
        ("<script>", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_browser_is_told_by_its_kind_and_nothing_more(agent, kind):
    assert browser_kind(agent) == kind
