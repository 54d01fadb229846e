"""The life of a card at the counter: applied for, made, handed over, replaced, ended; here and for another province."""

from datetime import date

import httpx
import pytest
from tests.acceptance.counter import HTML, NUMBER, do, find, hidden, send
from tests.factories import LANGZHONG, YUZHONG, make_cardholder, make_resident, number_of

from onecard.domains.agencies import api as agencies
from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.kernel.ids import new_id

SELF = {"who": "self", "identity_seen": "yes"}
NOBODY = number_of(born=date(1990, 2, 3), sequence=417)


@pytest.fixture
def clerk(staff) -> httpx.Client:
    return staff("card_operator")


@pytest.fixture
def chongqing(house, staff) -> httpx.Client:
    """A decider of the Chongqing card agency, signed in."""
    agency = agencies.Agency(new_id(), "card_agency", 500000, "重庆市社保卡中心(示例)", "Chongqing centre (sample)")
    with house.app.writing() as tx:
        agencies.register_agencies(tx, [agency], at=house.clock())
    return staff("decider.cq", roles=["card_decider"], agency_id=agency.agency_id)


@pytest.fixture
def away(house):
    """A person of Chongqing with a card."""
    with house.app.writing() as tx:
        return make_cardholder(tx, keyring=house.keyring, at=house.clock(), division=YUZHONG, name="渝生")


def held(house, holder_id) -> list[tuple[str, str]]:
    with house.app.reading() as tx:
        return [(one.kind, one.effective(house.clock())) for one in cards.cards_of(tx, holder_id=holder_id)]


def test_somebody_new_is_registered_gets_a_card_made_here_and_takes_it(clerk, house):
    visit = find(clerk, NOBODY)
    assert "全国还没有此人的登记" in visit.text
    asked = {**SELF, "number": NOBODY, "name": "新来客", "division": str(LANGZHONG), "phone": "13800000000"}
    wrong = do(clerk, visit, "apply-card", **{**asked, "number": number_of(sequence=3)})
    assert wrong.status_code == 422 and "与所查的号码不一致" in wrong.text
    assert "已办理:申领" in do(clerk, visit, "apply-card", **asked).text
    again = clerk.get(visit.url, headers=HTML, follow_redirects=True)
    assert "新*客" in again.text and "已申领" in again.text
    assert again.url != visit.url, "who is known now is looked at anew"
    assert "卡还没有制好" in again.text, "what cannot be done yet says why"
    do(clerk, again, "produce-here", printed="yes")
    done = do(clerk, again, "activate-card", identity_seen="yes", card_given="yes")
    assert "已办理:领卡启用" in done.text and NUMBER.search(done.text)
    holder_id = house.keyring.holder_id(NOBODY)
    assert held(house, holder_id) == [("standard", "active")]


def test_a_minor_comes_with_a_guardian_who_says_who_she_is(clerk, house):
    child = number_of(born=date(2015, 5, 5), sequence=418)
    with house.app.writing() as tx:
        make_resident(tx, keyring=house.keyring, at=house.clock(), number=child, name="小满")
    visit = find(clerk, child)
    assert "未满 16 岁" in clerk.post(f"{visit.url}/apply-card", data=SELF, headers=HTML).text
    alone = do(clerk, visit, "apply-card", **SELF)
    assert alone.status_code == 409 and "监护人代办" in alone.text
    guardian = {"who": "guardian", "identity_seen": "yes"}
    missing = do(clerk, visit, "apply-card", **guardian)
    assert missing.status_code == 422 and "请填写关系" in missing.text and "请填写证明" in missing.text
    asked = {**guardian, "relation": "母亲", "proof": "户口簿"}
    numbered = do(clerk, visit, "apply-card", **{**asked, "proof": "110105194912310021"})
    assert numbered.status_code == 422 and "请勿填写任何人的号码" in numbered.text
    assert "已办理:申领" in do(clerk, visit, "apply-card", **asked).text


def test_a_lost_card_is_replaced_and_everything_follows_the_person(clerk, cast, house):
    holder_id = cast.resident.holder_id
    visit = find(clerk, cast.resident.number)
    checked = clerk.post(f"{visit.url}/replace-card", data={**SELF, "reason": "lost"}, headers=HTML)
    assert "立即正式挂失" in checked.text
    assert "已办理:补换卡" in do(clerk, visit, "replace-card", **SELF, reason="lost").text
    assert "已办理:发临时卡" in do(clerk, visit, "issue-temporary-card", identity_seen="yes").text
    do(clerk, visit, "produce-here", printed="yes")
    do(clerk, visit, "activate-card", identity_seen="yes", card_given="yes")
    assert sorted(held(house, holder_id)) == [
        ("standard", "active"), ("standard", "replaced"), ("temporary", "cancelled")
    ]  # fmt: skip
    with house.app.reading() as tx:
        card, ecard = cards.card_of(tx, holder_id=holder_id), ecards.ecard_of(tx, holder_id=holder_id)
    assert card.card_number != cast.resident.card.card_number and ecard.sign_no == cast.resident.ecard.sign_no
    assert "另有 2 张旧卡" in clerk.get(visit.url, headers=HTML).text


def test_a_transfer_names_its_place_and_only_a_transfer_does(clerk, cast):
    visit = find(clerk, cast.resident.number)
    for change in ({"reason": "transfer"}, {"reason": "damaged", "issuer": str(LANGZHONG)}):
        assert "转移须填发卡地" in do(clerk, visit, "replace-card", **SELF, **change).text
    assert "请填写六位县区代码" in do(clerk, visit, "replace-card", **SELF, reason="transfer", issuer="51").text


def test_another_name_is_sealed_and_asks_for_a_new_card(clerk, cast, house):
    visit = find(clerk, cast.resident.number)
    nothing = do(clerk, visit, "change-data", identity_seen="yes", change_seen="yes")
    assert "请填写姓名或手机号" in nothing.text
    done = do(clerk, visit, "change-data", identity_seen="yes", change_seen="yes", name="何秀兰")
    assert "已办理:信息变更" in done.text and "何*兰" in done.text
    assert held(house, cast.resident.holder_id) == [("standard", "active"), ("standard", "applied")]
    do(clerk, visit, "withdraw-application", identity_seen="yes")
    assert held(house, cast.resident.holder_id) == [("standard", "active"), ("standard", "cancelled")]


def test_a_death_ends_the_card_and_nothing_else_can_be_done(clerk, cast, house):
    visit = find(clerk, cast.resident.number)
    assert "离世须填日期" in do(clerk, visit, "cancel-card", reason="death", proof_seen="yes").text
    future = do(clerk, visit, "cancel-card", reason="death", died_on="2030-01-01", proof_seen="yes")
    assert "日期不成立" in future.text
    done = do(clerk, visit, "cancel-card", reason="death", died_on="2026-11-20", proof_seen="yes")
    assert "已办理:注销" in done.text
    after = clerk.get(visit.url, headers=HTML).text
    assert "已故:2026年11月20日" in after and "已登记离世" in after
    assert held(house, cast.resident.holder_id) == [("standard", "cancelled")]


def test_the_social_half_is_locked_and_unlocked_and_its_password_is_told_once(clerk, cast):
    visit = find(clerk, cast.resident.number)
    locked = do(clerk, visit, "lock-half", reason="misuse")
    assert "已办理:锁定功能" in locked.text and "管理单位锁定" in clerk.get(visit.url, headers=HTML).text
    do(clerk, visit, "unlock-half", reason="settled", identity_seen="yes")
    checked = clerk.post(f"{visit.url}/give-pin", data={"identity_seen": "yes"}, headers=HTML)
    sent = hidden(checked.text, "do")
    first = clerk.post(f"{visit.url}/give-pin", data=sent, headers=HTML)
    assert first.status_code == 200 and "只显示这一次" in first.text
    again = clerk.post(f"{visit.url}/give-pin", data=sent, headers=HTML, follow_redirects=True)
    assert "已办理:发放或重置密码" in again.text and "只显示这一次" not in again.text


def test_a_card_of_another_province_is_stopped_at_once(clerk, away, house):
    visit = find(clerk, away.number)
    assert "已办理:临时挂失" in do(clerk, visit, "report-temporary-loss").text
    assert held(house, away.holder_id) == [("standard", "temporarily_lost")]
    again = do(clerk, visit, "report-temporary-loss")
    assert again.status_code == 409 and "卡已挂失" in again.text


def test_what_another_province_decides_is_sent_on_accepted_and_told(clerk, away, chongqing, house, owner_tx):
    visit = find(clerk, away.number)
    sent = do(clerk, visit, "replace-card", **SELF, reason="damaged")
    assert "重庆市(发卡地)" in sent.text and held(house, away.holder_id) == [("standard", "active")]
    twice = do(clerk, visit, "replace-card", **SELF, reason="damaged")
    assert twice.status_code == 409 and "已在发卡地办理中" in twice.text
    assert "待决定" in clerk.get("/console/work").text
    listed = chongqing.get("/console/work")
    assert "补换卡" in listed.text and "渝*" not in listed.text
    case = chongqing.post("/console/cases", data=hidden(listed.text), headers=HTML, follow_redirects=True)
    assert "渝*" in case.text and "损坏换领" in case.text
    assert away.holder_id.hex not in str(case.url)
    done = chongqing.post(f"{case.url}/decision", data=hidden(case.text, "accept"), headers=HTML, follow_redirects=True)
    assert "已同意并办理" in done.text
    assert held(house, away.holder_id) == [("standard", "active"), ("standard", "applied")]
    assert "已办理" in clerk.get("/console/work").text
    asked = "select found from sharing.look where holder_id = %s order by looked_at, look_id"
    looks = owner_tx.execute(asked, (away.holder_id,))
    assert [row.found for row in looks] == [False, True]


def test_a_refusal_says_why_and_both_sides_read_it(clerk, away, chongqing, house):
    do(clerk, find(clerk, away.number), "replace-card", **SELF, reason="damaged")
    case = chongqing.post(
        "/console/cases", data=hidden(chongqing.get("/console/work").text), headers=HTML, follow_redirects=True
    )
    sent = hidden(case.text, "refuse")
    assert "退回须写明原因" in chongqing.post(f"{case.url}/decision", data=sent, headers=HTML).text
    numbered = chongqing.post(f"{case.url}/decision", data={**sent, "why": "找 110105194912310021"}, headers=HTML)
    assert numbered.status_code == 422
    chongqing.post(f"{case.url}/decision", data={**sent, "why": "请补交照片"}, headers=HTML)
    assert "请补交照片" in clerk.get("/console/work").text
    assert held(house, away.holder_id) == [("standard", "active")]
    late = chongqing.post(f"{case.url}/decision", data={**sent, "step": "accept", "once": "another-key"}, headers=HTML)
    assert late.status_code == 409 and "该请求已有结果" in late.text


def test_a_decider_sees_no_person_but_through_a_request(staff, away):
    decider = staff("card_decider")
    assert decider.get("/console", headers=HTML).headers["location"] == "/console/work"
    assert find(decider, away.number).status_code == 403


def test_cards_are_ordered_listed_made_and_arrive(clerk, staff, cast, house):
    do(clerk, find(clerk, cast.resident.number), "replace-card", **SELF, reason="upgrade")
    do(clerk, find(clerk, cast.neighbour.number), "replace-card", **SELF, reason="upgrade")
    maker = staff("card_producer")
    work = send(maker, "/console/orders", hidden(maker.get("/console/work").text))
    assert "共 2 张" in work.text
    path = work.text.split('href="/console/orders/')[1].split('"')[0]
    listed = maker.get(f"/console/orders/{path}")
    assert listed.headers["content-type"].startswith("text/csv")
    rows = listed.text.lstrip("\ufeff").split()
    assert rows[0] == "card_number,identifier,issuer,bank" and len(rows) == 3
    made, spoiled = (row.split(",")[1] for row in rows[1:])
    finish = {**hidden(work.text), "spoiled": spoiled}
    done = send(maker, f"/console/orders/{path.removesuffix('/list')}/finish", finish)
    assert "已登记制成 1 张" in done.text and "废卡 1 张" in done.text
    arrived = clerk.post(
        "/console/deliveries", data={"identifiers": f"{made}\n{spoiled}", "once": "arrival-1"}, headers=HTML,
        follow_redirects=True,
    )  # fmt: skip
    assert "已登记到点 1/2 张" in arrived.text
    broken = clerk.post("/console/deliveries", data={"identifiers": "no identifier"}, headers=HTML)
    assert broken.status_code == 400
    maker.post("/console/orders", data={}, headers=HTML)  # the spoiled one again
    nothing = maker.post("/console/orders", data={}, headers=HTML)
    assert nothing.status_code == 404 and "没有待制的卡" in nothing.text
