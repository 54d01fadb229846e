"""The operator console over HTTP: found with a reason, masked, done once, nothing lost when the session ends."""

import re
from collections.abc import Callable

import httpx
import pytest
from tests.acceptance.cast import STAFF_PASSWORD
from tests.acceptance.counter import GROUND, HTML, do, find, hidden
from tests.factories import TIANHE, make_cardholder


@pytest.fixture
def clerk(staff) -> httpx.Client:
    return staff("card_operator")


@pytest.fixture
def open_visit(cast) -> Callable[..., httpx.Response]:
    def opened(client: httpx.Client, number: str = "", **changes: str) -> httpx.Response:
        return find(client, changes.pop("number", number or cast.resident.number), **changes)

    return opened


def test_a_person_is_found_masked_and_reads_who_looked(clerk, open_visit, cast, resident):
    visit = open_visit(clerk)
    assert visit.status_code == 200 and "何*英" in visit.text
    assert cast.resident.number not in visit.text and "何秀英" not in visit.text
    assert cast.resident.number not in str(visit.url) and cast.resident.holder_id.hex not in str(visit.url)
    [look] = resident.get("/v1/me/looks").json()
    assert (look["reference"], look["subject_en"]) == ("3 号窗 A107", "basic facts, masked")


def test_the_card_number_finds_the_same_person(clerk, open_visit, cast, resident):
    assert "何*英" in open_visit(clerk, cast.resident.card.card_number.lower()).text
    assert len(resident.get("/v1/me/looks").json()) == 1


def test_full_data_is_shown_once_and_is_a_look_of_its_own(clerk, open_visit, cast, resident):
    visit = open_visit(clerk)
    whole = clerk.post(f"{visit.url}/reveal", data={}, headers=HTML)
    assert "何秀英" in whole.text and cast.resident.number in whole.text
    assert "何秀英" not in clerk.get(visit.url, headers=HTML).text
    assert len(resident.get("/v1/me/looks").json()) == 2


def test_who_may_not_reveal_is_not_offered_it_and_refused(staff, open_visit):
    hotline = staff("hotline_operator")
    visit = open_visit(hotline)
    assert "/reveal" not in visit.text
    assert hotline.post(f"{visit.url}/reveal", data={}, headers=HTML).status_code == 403


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"number": " "}, "number", "请填写社会保障号码或卡号"),
        ({"number": "511381195005010000"}, "number", "校验不通过"),
        ({"number": "ZZZZZZZZZ"}, "number", "没有查到此卡号"),
        ({"purpose": "curiosity"}, "number", "查询目的或法律依据不在允许范围"),
        ({"reference": "110105194912310021"}, "reference", "疑似证件号码"),
    ],
)
def test_what_is_wrong_with_a_search_is_said_at_the_field_and_nothing_typed_is_lost(
    clerk, open_visit, owner_tx, change, field, said
):
    answer = open_visit(clerk, **change)
    assert answer.status_code == 422 and said in answer.text
    assert f'id="{field}-error"' in answer.text and "<title>错误:" in answer.text
    assert owner_tx.execute("select count(*) as looks from sharing.look").fetchone().looks == 0


def test_of_a_person_of_another_province_nothing_is_shown_but_who_decides(clerk, open_visit, house, owner_tx):
    with house.app.writing() as tx:
        stranger = make_cardholder(tx, keyring=house.keyring, at=house.clock(), division=TIANHE, name="远方")
    for number in (stranger.number, stranger.card.card_number):
        seen = open_visit(clerk, number)
        assert seen.status_code == 200 and "由广东省签发" in seen.text
        assert "远" not in seen.text and "实体卡</h2>" not in seen.text
    rows = owner_tx.execute("select found, holder_id from sharing.look").fetchall()
    assert [(row.found, row.holder_id) for row in rows] == [(False, stranger.holder_id)] * 2


def test_a_visit_is_its_own_operators_and_ends_after_two_hours(clerk, staff, open_visit, clock):
    visit = open_visit(clerk)
    assert staff("hotline_operator").get(visit.url, headers=HTML).status_code == 410
    changed = str(visit.url)[:-4] + "AAAA"
    assert clerk.get(changed, headers=HTML).status_code == 410
    for _ in range(9):
        clock.move(minutes=14)
        clerk.get("/console", headers=HTML)
    assert clerk.get(visit.url, headers=HTML).status_code == 410


def test_a_temporary_loss_is_checked_done_once_and_has_a_receipt(clerk, open_visit, cast, resident):
    visit = open_visit(clerk)
    checked = clerk.get(f"{visit.url}/report-temporary-loss", headers=HTML)
    assert "10 天后自动解除" in checked.text and "示意" in checked.text
    sent = hidden(checked.text, "do")
    receipts = [
        clerk.post(f"{visit.url}/report-temporary-loss", data=sent, headers=HTML, follow_redirects=True)
        for _ in range(2)
    ]
    numbers = {re.findall(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", one.text)[0] for one in receipts}
    assert len(numbers) == 1 and "已办理:临时挂失" in receipts[0].text and "自动解除" in receipts[0].text
    assert resident.get("/v1/me/card").json()["state"] == "temporarily_lost"
    again = clerk.get(visit.url, headers=HTML).text
    assert again.count("临时挂失</td>") == 1 and numbers.pop() in again


def test_a_formal_loss_needs_the_document_and_cannot_be_taken_back_where_the_place_forbids(clerk, open_visit, resident):
    visit = open_visit(clerk)
    refused = clerk.post(f"{visit.url}/report-formal-loss", data={}, headers=HTML)
    assert refused.status_code == 422 and "请确认:已核对有效身份证件原件" in refused.text
    done = do(clerk, visit, "report-formal-loss", identity_seen="yes")
    assert "已办理:正式挂失" in done.text
    assert resident.get("/v1/me/card").json()["state"] == "lost"
    assert "本地规定正式挂失后不能解挂" in clerk.get(visit.url, headers=HTML).text


def test_a_found_card_works_again(clerk, open_visit, resident):
    resident.post("/v1/me/card/loss", json={"kind": "temporary"})
    visit = open_visit(clerk)
    assert "本人(网上)" in visit.text
    do(clerk, visit, "cancel-loss", identity_seen="yes", card_seen="yes")
    assert resident.get("/v1/me/card").json()["state"] == "active"


def test_what_the_state_forbids_meanwhile_is_refused_in_words_and_leaves_nothing(clerk, open_visit, resident, owner_tx):
    visit = open_visit(clerk)
    checked = clerk.get(f"{visit.url}/report-temporary-loss", headers=HTML)
    resident.post("/v1/me/card/loss", json={"kind": "formal"})
    answer = clerk.post(f"{visit.url}/report-temporary-loss", data=hidden(checked.text, "do"), headers=HTML)
    assert answer.status_code == 409 and "现在不能办理:卡已挂失" in answer.text
    events = owner_tx.execute("select count(*) as n from cards.event where event like '%loss_reported'").fetchone()
    assert events.n == 1


def test_an_operation_without_the_permission_is_shown_with_the_reason_and_refused(staff, open_visit):
    hotline = staff("hotline_operator")
    visit = open_visit(hotline)
    assert "您的岗位没有此项权限" in visit.text and "/report-formal-loss" not in visit.text
    assert hotline.get(f"{visit.url}/report-formal-loss", headers=HTML).status_code == 403
    assert hotline.get(f"{visit.url}/no-such-thing", headers=HTML).status_code == 404


def test_what_was_typed_survives_the_end_of_the_session(clerk, open_visit, cast, clock):
    visit = open_visit(clerk)
    clock.move(minutes=16)
    typed = {"identity_seen": "yes", "card_seen": "yes", "csrf": "of the session that ended"}
    asked = clerk.post(f"{visit.url}/cancel-loss", data=typed, headers=HTML)
    assert asked.status_code == 401 and "您填写的内容已保留" in asked.text
    secret = {"sign_in_name": "card_operator", "password": STAFF_PASSWORD, "totp": cast.one_time_code("card_operator")}
    wrong = clerk.post("/console/sign-in", data={**hidden(asked.text), **secret, "password": "wrong"}, headers=HTML)
    assert wrong.status_code == 422
    secret["totp"] = cast.one_time_code("card_operator")
    back = clerk.post("/console/sign-in", data={**hidden(wrong.text), **secret}, headers=HTML)
    resumed = hidden(back.text)
    assert resumed["identity_seen"] == "yes" and resumed["csrf"] != typed["csrf"]
    clerk.headers["x-csrf-token"] = resumed["csrf"]
    assert visit.url.path in back.text
    again = clerk.post(visit.url.path + "/cancel-loss", data=resumed, headers=HTML)
    assert again.status_code == 200 and "卡没有挂失" in again.text


def test_a_search_typed_too_late_is_filled_in_again_without_a_look(clerk, cast, clock, owner_tx):
    clock.move(minutes=16)
    asked = clerk.post("/console/find", data={"number": cast.resident.number, **GROUND}, headers=HTML)
    assert asked.status_code == 401 and cast.resident.number not in asked.text
    secret = {"sign_in_name": "card_operator", "password": STAFF_PASSWORD, "totp": cast.one_time_code("card_operator")}
    back = clerk.post("/console/sign-in", data={**hidden(asked.text), **secret}, headers=HTML)
    clerk.headers["x-csrf-token"] = hidden(back.text)["csrf"]
    again = clerk.post("/console/find", data=hidden(back.text), headers=HTML)
    assert again.status_code == 200 and f'value="{cast.resident.number}"' in again.text
    assert owner_tx.execute("select count(*) as looks from sharing.look").fetchone().looks == 0


def test_a_carried_form_that_leads_elsewhere_or_was_changed_is_forgotten(nobody, cast):
    secret = {"sign_in_name": "card_operator", "password": STAFF_PASSWORD, "totp": cast.one_time_code("card_operator")}
    answer = nobody.post("/console/sign-in", data={**secret, "carried": "bm90IG91cnM="}, headers=HTML)
    assert (answer.status_code, answer.headers["location"]) == (303, "/console")


def test_the_front_counts_what_was_done_today_here_and_by_me(clerk, staff, open_visit):
    assert "今天还没有办理记录" in clerk.get("/console").text
    do(clerk, open_visit(clerk), "report-temporary-loss")
    counted = re.findall(r"<td>(.+?)</td><td class=\"right num\">(\d+)</td><td class=\"right num\">(\d+)</td>",
                         clerk.get("/console").text)  # fmt: skip
    assert counted == [("临时挂失", "1", "1")]
    assert '<td class="right num">0</td>' in staff("hotline_operator").get("/console").text


def test_who_is_not_of_the_counter_is_led_to_sign_in_or_told(resident, staff):
    led = resident.get("/console", headers=HTML)
    assert (led.status_code, led.headers["location"]) == (303, "/console/sign-in")
    assert staff("clearing_officer").get("/console", headers=HTML).status_code == 403


def test_a_form_with_a_thousand_fields_is_refused_and_breaks_nothing(clerk, nobody):
    many = {f"f{number}": "x" for number in range(1000)}
    assert clerk.post("/console/find", data=many, headers=HTML).status_code == 400
    assert nobody.post("/sign-in", data=many, headers=HTML).status_code == 400
