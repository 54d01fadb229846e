"""Printed codes at the counter: shown once, the one before it ends, stopped on the person's word, all in her record."""

import html
import re

import pytest
from tests.acceptance.counter import HTML, NUMBER, do, find, hidden

from onecard.domains.ecards import api as ecards

QR = re.compile(r'id="qr-path"')


@pytest.fixture
def clerk(staff):
    return staff("card_operator")


def standing(house, cast):
    with house.app.reading() as tx:
        return ecards.standing_carriers(tx, holder_id=cast.resident.holder_id, at=house.clock())


def record(resident, kind="carrier"):
    return [one["title_zh"] for one in resident.get("/v1/me/record", params={"kind": kind}).json()]


def test_a_print_is_made_shown_once_and_explains_where_it_serves(clerk, cast, house, resident):
    visit = find(clerk, cast.resident.number)
    sheet = do(clerk, visit, "print-code", identity_seen="yes")
    assert sheet.status_code == 200 and QR.search(sheet.text) and sheet.headers["cache-control"] == "no-store"
    [made] = standing(house, cast)
    said = html.unescape(sheet.text)
    for told in (str(made.serial), "交通出行", "10 次", "¥5.00", "365 天", "何*英", "以前打印的立即作废"):
        assert told in said, told
    assert cast.resident.number not in said and "何秀英" not in said
    assert NUMBER.search(said)
    assert "已打印纸质码" in record(resident)
    assert "纸质码" in clerk.get(visit.url, headers=HTML).text


def test_the_last_step_sent_twice_makes_one_print_and_shows_its_code_once(clerk, cast, house):
    visit = find(clerk, cast.resident.number)
    checked = clerk.post(f"{visit.url}/print-code", data={"identity_seen": "yes"}, headers=HTML)
    sent = hidden(checked.text, "do")
    first, again = (clerk.post(f"{visit.url}/print-code", data=sent, headers=HTML, follow_redirects=True) for _ in "12")
    assert QR.search(first.text) and not QR.search(again.text)
    assert "已办理:打印纸质码" in again.text
    assert len(standing(house, cast)) == 1


def test_another_print_ends_the_one_before_it_and_says_so_first(clerk, cast, house):
    visit = find(clerk, cast.resident.number)
    do(clerk, visit, "print-code", identity_seen="yes")
    [old] = standing(house, cast)
    checked = clerk.post(f"{visit.url}/print-code", data={"identity_seen": "yes"}, headers=HTML)
    assert f"纸质码 {old.serial}" in checked.text and "立即作废" in checked.text
    do(clerk, visit, "print-code", identity_seen="yes")
    [new] = standing(house, cast)
    assert new.serial != old.serial


def test_a_print_is_stopped_on_the_persons_word_and_stands_in_her_record(staff, clerk, cast, house, resident):
    do(clerk, find(clerk, cast.resident.number), "print-code", identity_seen="yes")
    [made] = standing(house, cast)
    hotline = staff("hotline_operator")
    visit = find(hotline, cast.resident.number, purpose="loss_report")
    assert "已办理:停用手机凭证或纸质码" in do(hotline, visit, "stop-carrier", which=str(made.serial)).text
    assert standing(house, cast) == []
    assert record(resident)[0] == "纸质码已停用"
    assert "没有在用的手机凭证或纸质码" in hotline.get(visit.url, headers=HTML).text


def test_an_answer_that_names_another_persons_print_is_refused(clerk, cast, house):
    visit = find(clerk, cast.resident.number)
    do(clerk, visit, "print-code", identity_seen="yes")
    wrong = clerk.post(f"{visit.url}/stop-carrier", data={"which": "999999"}, headers=HTML)
    assert wrong.status_code == 422 and len(standing(house, cast)) == 1


def test_nothing_is_printed_while_the_card_is_lost(clerk, cast, house):
    visit = find(clerk, cast.resident.number)
    do(clerk, visit, "report-temporary-loss")
    refused = do(clerk, visit, "print-code", identity_seen="yes")
    assert "实体卡没有在使用中" in refused.text and standing(house, cast) == []
    assert "实体卡没有在使用中" in clerk.get(visit.url, headers=HTML).text
