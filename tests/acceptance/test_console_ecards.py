"""The e-card at the counter: issued, its password chosen anew by the person, stopped when her telephone is gone."""

import html

import pytest
from tests.acceptance.cast import PASSWORD
from tests.acceptance.counter import HTML, do, find, hidden
from tests.factories import make_resident, number_of

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards

NEW = "908172"
TYPED = {"identity_seen": "yes", "password": NEW, "password_again": NEW}


@pytest.fixture
def clerk(staff):
    return staff("card_operator")


def sign_in(client, card_number, password):
    answer = client.post("/v1/sign-in/resident", json={"card_number": card_number, "password": password})
    client.headers["x-csrf-token"] = answer.json().get("csrf_token", "")
    return answer.status_code


def record(resident):
    return [one["title_zh"] for one in resident.get("/v1/me/record", params={"kind": "ecard"}).json()]


@pytest.fixture
def without_ecard(house):
    with house.app.writing() as tx:
        number = number_of(division=511381, sequence=317)
        holder_id = make_resident(
            tx, keyring=house.keyring, at=house.clock(), number=number, name="罗小川", division=511381
        )
        [card] = cards.issue_cards(tx, [cards.NewCard(holder_id, 511381)], at=house.clock(), actor="test")
    return number, holder_id, card


def test_who_has_none_gets_one_with_the_password_she_typed(clerk, without_ecard, visit, house):
    number, holder_id, card = without_ecard
    done = do(clerk, find(clerk, number), "issue-ecard", **TYPED)
    assert "已办理:签发电子社保卡" in html.unescape(done.text)
    assert sign_in(visit(), card.card_number, NEW) == 200
    with house.app.reading() as tx:
        assert ecards.ecard_of(tx, holder_id=holder_id).level == 1
    assert "已有电子社保卡" in find(clerk, number).text


def test_a_forgotten_password_is_chosen_anew_and_signs_her_out_everywhere(clerk, cast, resident, visit):
    card_number = cast.resident.card.card_number
    done = do(clerk, find(clerk, cast.resident.number), "reset-ecard-password", **TYPED)
    assert "已办理:重置电子社保卡密码" in html.unescape(done.text)
    assert resident.get("/v1/me").status_code == 401
    assert sign_in(visit(), card_number, PASSWORD) == 401
    assert sign_in(resident, card_number, NEW) == 200
    assert any("密码" in title for title in record(resident))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"password_again": "908173"}, "两次输入不一致"),
        ({"password": "12345", "password_again": "12345"}, "须为六位数字"),
        ({"password": "", "password_again": ""}, "请输入:新密码"),
        ({"password": "123456", "password_again": "123456"}, "密码不符合要求"),
    ],
)
def test_a_password_that_will_not_do_is_refused_in_words_and_changes_nothing(clerk, cast, visit, typed, said):
    answer = do(clerk, find(clerk, cast.resident.number), "reset-ecard-password", **(TYPED | typed))
    assert answer.status_code in (409, 422) and said in html.unescape(answer.text)
    assert sign_in(visit(), cast.resident.card.card_number, PASSWORD) == 200


def test_the_password_is_shown_on_no_page_and_waits_for_nobody(clerk, cast, clock):
    visit = find(clerk, cast.resident.number)
    checked = clerk.post(f"{visit.url}/reset-ecard-password", data=TYPED, headers=HTML)
    assert "●●●●●●" in checked.text and checked.headers["cache-control"] == "no-store"
    assert NEW not in checked.text.replace(f'name="password" value="{NEW}"', "").replace(
        f'name="password_again" value="{NEW}"', ""
    )
    back = clerk.post(f"{visit.url}/reset-ecard-password", data=hidden(checked.text, "form"), headers=HTML)
    assert NEW not in back.text, "to change something it is typed again"


def test_an_ecard_is_stopped_on_her_word_and_only_she_lets_it_work_again(clerk, cast, resident, visit):
    done = do(clerk, find(clerk, cast.resident.number), "stop-ecard")
    assert "已办理:暂停电子社保卡" in html.unescape(done.text)
    assert resident.get("/v1/me").status_code == 401
    seen = find(clerk, cast.resident.number).text
    assert "电子社保卡已暂停" in seen
    assert sign_in(resident, cast.resident.card.card_number, PASSWORD) == 200
    assert resident.post("/v1/me/ecard/resume", json={"password": PASSWORD}).json()["state"] == "active"


def test_a_service_line_stops_it_and_may_do_no_more(staff, cast):
    hotline = staff("hotline_operator")
    visit = find(hotline, cast.resident.number)
    assert hotline.get(f"{visit.url}/reset-ecard-password", headers=HTML).status_code == 403
    assert hotline.get(f"{visit.url}/issue-ecard", headers=HTML).status_code == 403
    assert "已办理:暂停电子社保卡" in html.unescape(do(hotline, visit, "stop-ecard").text)
