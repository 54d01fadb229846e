"""A resident reads on page, record and API what came and what did not; a text tells her once."""

import json

import pytest
from tests.acceptance.cast import FINANCE
from tests.country import SICHUAN
from tests.paying import pay_people, say, set_up_bank

from onecard.domains.residents import api as residents
from onecard.doors.messages import FileGateway, send_news

PAGE = {"accept": "text/html"}


@pytest.fixture
def lines(house, cast):
    """A pension that came, one that came back, one on its way, and a neighbour's."""
    at = house.clock()
    given = {"agency_id": FINANCE, "province": SICHUAN, "keyring": house.keyring, "at": at}
    with house.app.writing() as tx:
        set_up_bank(tx, SICHUAN, at=at)
        me, other = cast.resident.holder_id, cast.neighbour.holder_id
        came = pay_people(tx, [(me, 123_400), (other, 100)], period="2026-08", **given)
        back = pay_people(tx, [(me, 8_000)], programme="farm", purpose="耕地地力保护补贴", **given)
        coming = pay_people(tx, [(me, 5_000)], period="2026-11", sent=False, **given)
        say(tx, "paid", came[0], at=at)
        say(tx, "rejected", back[0], at=at, reason="DORMANT")
    return came[0], back[0], coming[0], came[1]


def test_the_page_says_what_came_what_is_coming_and_what_to_do(resident, lines):
    page = resident.get("/payments", headers=PAGE).text
    assert "¥1,234.00" in page and "尾号 7890" in page and "2026年8月" in page
    assert page.index("没到账") < page.index("在路上") < page.index(">已到账<"), "what needs somebody stands first"
    assert "账户长期不动" in page and "请带身份证和社保卡到银行激活" in page
    assert "9990001234567890" not in page
    assert 'href="/payments"' in resident.get("/", headers=PAGE).text


def test_elders_read_one_sentence(resident, lines):
    resident.cookies.set("onecard_mode", "care")
    page = resident.get("/payments", headers=PAGE).text
    assert "8月城乡居民基本养老金 1,234.00 元 已到账" in page or "8月城乡居民养老金 1,234.00 元 已到账" in page


def test_one_payment_tells_its_history_and_anothers_is_nobodys(resident, lines):
    page = resident.get(f"/payments/{lines[0].line_id}", headers=PAGE).text
    assert "城乡居民养老金" in page and "finance 51" in page and page.count("<li><p>") == 3
    for path in (f"/payments/{lines[3].line_id}", f"/payments/{lines[0].batch_id}"):
        assert resident.get(path, headers=PAGE).status_code == 404
        assert resident.get(f"/v1/me{path}").json()["code"] == "door.nothing_here"


def test_the_api_tells_the_same(resident, lines):
    told = resident.get("/v1/me/payments").json()
    assert [one["stands"] for one in told] == ["coming", "back", "came"]
    assert (told[1]["reason"], told[1]["reason_zh"], told[2]["account_end"]) == (
        "account_dormant", "账户长期不动，已转久悬", "7890",
    )  # fmt: skip
    older = resident.get("/v1/me/payments", params={"before": told[1]["payment_id"]}).json()
    assert [one["payment_id"] for one in older] == [told[2]["payment_id"]]
    history = resident.get(f"/v1/me/payments/{told[2]['payment_id']}").json()
    assert [one["event"] for one in history["events"]] == ["approved", "sent", "paid"]


def test_the_record_holds_every_event_of_a_payment(resident, lines):
    entries = resident.get("/v1/me/record", params={"kind": "payment"}).json()
    titles = [one["title_en"] for one in entries]
    assert titles.count("A payment to you was approved") == 3
    assert {"A payment arrived", "A payment could not be paid in"} <= set(titles)
    [arrived] = [one for one in entries if one["title_en"] == "A payment arrived"]
    said = {one["label_en"]: one["words_en"] for one in arrived["lines"]}
    assert said == {"For": "城乡居民养老金 2026-08", "Amount": "¥1,234.00", "Account ending": "7890"}
    assert arrived["by_en"] == "The paying bank"
    assert f"/payments/{lines[0].line_id}" in resident.get("/records?kind=payment", headers=PAGE).text


def test_a_text_is_sent_once_to_whoever_has_a_telephone(house, cast, lines, tmp_path):
    with house.app.writing() as tx:
        residents.change_phone(tx, holder_id=cast.resident.holder_id, phone="10000000001", keyring=house.keyring)
    gateway = FileGateway(tmp_path)
    assert (send_news(house, gateway), send_news(house, gateway)) == (2, 0)
    texts = [json.loads(line) for line in gateway.read_lines()]
    assert [one["to"] for one in texts] == ["100****0001"] * 2
    assert "已到账" in texts[0]["text"] and "[OneCard]" in texts[0]["text"]


def test_a_turn_of_texts_ends_and_the_rest_waits(house, lines, tmp_path):
    assert (send_news(house, FileGateway(tmp_path), at_most=1), send_news(house, FileGateway(tmp_path))) == (1, 1)
