"""A bank's and a transport operator's counter: its own half of the card, and nothing else of the person."""

import re
from collections.abc import Callable

import httpx
import pytest
from tests.acceptance.cast import STAFF_PASSWORD
from tests.acceptance.counter import HTML, do, find
from tests.factories import TIANHE, make_cardholder

from onecard.domains.agencies import api as agencies
from onecard.domains.cards import api as cards
from onecard.kernel.ids import new_id

OFFERED = re.compile(r'href="/console/at/[^/"]+/([a-z-]+)"')


@pytest.fixture
def keeper(visit, cast, house) -> Callable[[agencies.AgencyKind], httpx.Client]:
    """A clerk who keeps the half of this kind of agency in Sichuan, signed in at the console: `keeper("bank")`."""

    def sign_in(kind: agencies.AgencyKind) -> httpx.Client:
        agency, name = agencies.Agency(new_id(), kind, 510000, "某单位(示例)", "Some agency (sample)"), f"clerk.{kind}"
        with house.app.writing() as tx:
            agencies.register_agencies(tx, [agency], at=house.clock())
        cast.employ(name, roles=["half_keeper"], agency_id=agency.agency_id)
        client = visit()
        typed = {"sign_in_name": name, "password": STAFF_PASSWORD, "totp": cast.one_time_code(name)}
        answer = client.post("/console/sign-in", data=typed, headers=HTML)
        assert (answer.status_code, answer.headers["location"]) == (303, "/console")
        found = re.search(r'name="csrf" value="([^"]+)"', client.get("/console").text)
        client.headers["x-csrf-token"] = found.group(1)
        return client

    return sign_in


def standing(house, cast, half):
    with house.app.reading() as tx:
        found = cards.halves_of(tx, holder_id=cast.resident.holder_id, at=house.clock())
    return next(one for one in found if one.half == half)


def test_a_keeper_sees_its_half_and_nothing_else_of_the_person(keeper, cast, resident):
    bank = keeper("bank")
    seen = find(bank, cast.resident.number).text
    assert "何*英" in seen and "金融功能" in seen and "您只能看到并管理本单位负责的一项功能" in seen
    for hidden in (
        "何秀英",
        cast.resident.number,
        "登记地",
        "电子社保卡</h2>",
        "交通功能",
        "社保功能",
        "/reveal",
        "发卡</td>",
    ):
        assert hidden not in seen, hidden
    assert set(OFFERED.findall(seen)) == {"lock-half", "give-pin"}
    [look] = resident.get("/v1/me/looks").json()
    assert look["agency_en"] == "Some agency (sample)"


@pytest.mark.parametrize(("kind", "half"), [("bank", "bank"), ("operator", "transport")])
def test_a_keeper_locks_and_unlocks_its_own_half_and_the_rest_goes_on(keeper, cast, house, resident, kind, half):
    client = keeper(kind)
    visit = find(client, cast.resident.card.card_number)
    assert "已办理:锁定功能" in do(client, visit, "lock-half", reason="misuse").text
    assert [lock.cause for lock in standing(house, cast, half).locks] == ["owner"]
    assert standing(house, cast, "social").state == "active"
    [entry] = [
        one for one in resident.get("/v1/me/record", params={"kind": "card"}).json() if "锁定" in one["title_zh"]
    ]
    assert entry["by_en"] != "You"
    assert "功能锁定" in client.get(visit.url, headers=HTML).text, "what happened to its half is told"
    assert "已办理:解锁功能" in do(client, visit, "unlock-half", reason="settled", identity_seen="yes").text
    assert standing(house, cast, half).state == "active"


def test_a_keeper_gives_a_password_for_its_half_once(keeper, cast, house):
    bank = keeper("bank")
    given = do(bank, find(bank, cast.resident.number), "give-pin", identity_seen="yes").text
    assert "只显示这一次" in given and re.search(r"初始密码 <strong class=\"big num\">[0-9]{6}</strong>", given)
    assert standing(house, cast, "bank").pin == "initial"
    assert standing(house, cast, "social").pin == "none"


def test_what_is_not_a_keepers_is_refused_however_it_is_asked_for(keeper, cast):
    bank = keeper("bank")
    visit = find(bank, cast.resident.number)
    for operation in ("report-formal-loss", "cancel-card", "print-code", "change-data"):
        assert bank.post(f"{visit.url}/{operation}", data={"step": "do"}, headers=HTML).status_code == 403
    assert bank.post(f"{visit.url}/reveal", data={}, headers=HTML).status_code == 403


def test_of_a_card_of_another_province_a_keeper_is_told_who_issued_it_only(keeper, house):
    bank = keeper("bank")
    with house.app.writing() as tx:
        stranger = make_cardholder(tx, keyring=house.keyring, at=house.clock(), division=TIANHE, name="远方")
    seen = find(bank, stranger.number).text
    assert "由广东省签发" in seen and OFFERED.findall(seen) == []
