"""A venue's code is printed at the terminal, scanned by a resident; staff compare a mark and learn no name."""

import re

import numpy as np
import pytest
import zxingcpp
from tests.acceptance.cast import CARD_AGENCY, OPERATOR

from onecard.doors.security.venue_codes import write_venue_code

PAGE = {"accept": "text/html"}


def decoded(page):
    """What the page's picture says: its path painted, four pixels a module, and read with a library."""
    [(width, path)] = re.findall(r'viewBox="0 0 (\d+) \d+".*?stroke="#000" fill="none" d="([^"]+)"', page, re.S)
    image = np.full((int(width), int(width)), 255, dtype=np.uint8)
    x = y = 0.0
    for step, *numbers in re.findall(r"([Mmh])(-?[\d.]+)(?:[ ,]?(-?[\d.]+))?", path):
        first, second = float(numbers[0]), float(numbers[1] or 0)
        if step == "h":
            image[int(y), int(x) : int(x + first)] = 0
            x += first
        else:
            x, y = (first, second) if step == "M" else (x + first, y + second)
    return zxingcpp.read_barcode(np.kron(image, np.ones((4, 4), dtype=np.uint8))).text


@pytest.fixture
def code(cast, house):
    return write_venue_code(cast.gate.point_id, keyring=house.keyring, at=house.clock())


def check_in(resident, code):
    said = {"csrf": resident.headers["x-csrf-token"], "venue": code}
    return resident.post("/venue", data=said, headers=PAGE)


def test_checking_in_shows_a_mark_to_both_and_a_name_to_nobody(resident, staff, cast, code):
    venue = resident.get(f"/venue/{code}", headers=PAGE)
    assert "111 路(示例)" in venue.text
    for _ in range(2):
        assert check_in(resident, code).headers["location"] == f"/venue/{code}?done=check-in"
    [mark] = re.findall(r'<p class="big">([0-9A-Z]{4})</p>', resident.get(f"/venue/{code}", headers=PAGE).text)
    desk = staff("point_attendant").get(f"/terminal/at/{cast.gate.point_id}/venue", headers=PAGE).text
    assert desk.count(mark) == 1 and "何秀英" not in desk and "何*英" not in desk
    told = resident.get("/v1/me/record", params={"kind": "ecard"}).json()
    assert [entry["title_zh"] for entry in told].count("扫码签到") == 1
    assert told[0]["lines"][0]["words_zh"] == "111 路(示例) · Line 111 (sample)"


def test_the_printed_picture_is_read_by_an_independent_decoder_and_leads_to_the_page(staff, cast, code, house):
    page = staff("point_attendant").get(f"/terminal/at/{cast.gate.point_id}/venue", headers=PAGE).text
    assert decoded(page) == f"{house.settings.address}/venue/{code}"


def test_a_typed_code_leads_there_and_a_wrong_one_says_so(resident, code):
    said = {"csrf": resident.headers["x-csrf-token"]}
    sent = resident.post("/scan", data={**said, "venue": code.lower()}, headers=PAGE)
    assert (sent.status_code, sent.headers["location"]) == (303, f"/venue/{code}")
    wrong = resident.post("/scan", data={**said, "venue": "OC1ABC"}, headers=PAGE)
    assert wrong.status_code == 422 and "这不是一卡通的场所码" in wrong.text


def test_a_closed_points_code_opens_nothing(resident, code, owner_tx):
    owner_tx.execute("update agencies.point set state = 'closed'")
    assert resident.get(f"/venue/{code}", headers=PAGE).status_code == 422
    assert check_in(resident, code).status_code == 422


def test_a_stopped_card_checks_in_nowhere(resident, code, owner_tx):
    resident.post("/v1/me/card/loss", json={"kind": "temporary"})
    answer = check_in(resident, code)
    assert answer.status_code == 422 and "临时挂失" in answer.text
    assert owner_tx.execute("select count(*) from ecards.check_in").fetchone().count == 0


def test_another_agencys_staff_see_nobodys_check_in(resident, staff, cast, code, house):

    from onecard.domains.ecards import api as ecards
    from onecard.kernel.clock import day_of
    from onecard.kernel.postgres.transaction import Scope

    check_in(resident, code)
    asked = {"point_id": cast.gate.point_id, "day": day_of(house.clock()), "agency_id": OPERATOR}
    with house.app.reading(Scope("staff", reach=("5",), agency=CARD_AGENCY)) as tx:
        assert ecards.check_ins_at(tx, **asked) == []
    with house.app.reading(Scope("staff", agency=OPERATOR)) as tx:
        assert len(ecards.check_ins_at(tx, **asked)) == 1


def test_a_terminal_is_signed_in_by_the_phone_once_and_it_stands_in_the_record(resident, visit, code, cast, house):
    screen = visit()
    page = screen.get(f"/kiosk/{code}", headers=PAGE).text
    secret = re.search('name="secret" value="([^"]+)"', page).group(1)
    token = decoded(page).rsplit("/", 1)[-1]
    state = {"secret": secret, "code": code}
    part = {**PAGE, "x-part": "yes"}
    assert screen.post("/kiosk/state", data=state, headers=part).status_code == 204
    asked = resident.get(f"/handover/{token}", headers=PAGE).text
    assert "111 路(示例)" in asked and re.search(r'<p class="big center">(\d{4})', page).group(1) in asked
    said = {"csrf": resident.headers["x-csrf-token"], "token": token}
    assert "已确认" in resident.post("/handover", data=said, headers=PAGE).text
    assert resident.post("/handover", data=said, headers=PAGE).status_code == 422, "approved once"
    assert screen.post("/kiosk/state", data=state, headers=part).status_code == 200
    assert screen.get("/v1/session").json()["kind"] == "resident"
    assert visit().post("/kiosk/state", data=state, headers=part).status_code == 410, "taken over once"
    told = resident.get("/v1/me/record", params={"kind": "sign_in"}).json()
    assert told[0]["title_zh"] == "扫码登录自助终端"
    cast.clock.move(minutes=10)
    assert screen.get("/v1/session").status_code == 401, "a terminal that was left signs out"


def test_a_lapsed_picture_and_a_guessed_secret_sign_nobody_in(resident, visit, code, cast, house):
    screen = visit()
    page = screen.get(f"/kiosk/{code}", headers=PAGE).text
    token = decoded(page).rsplit("/", 1)[-1]
    part = {**PAGE, "x-part": "yes"}
    assert screen.post("/kiosk/state", data={"secret": token, "code": code}, headers=part).status_code == 410
    cast.clock.move(minutes=2)
    said = {"csrf": resident.headers["x-csrf-token"], "token": token}
    assert resident.get(f"/handover/{token}", headers=PAGE).status_code == 410
    assert resident.post("/handover", data=said, headers=PAGE).status_code == 422


def test_a_suspended_e_card_approves_no_terminal(resident, visit, code, house, owner_tx, cast):
    token = decoded(visit().get(f"/kiosk/{code}", headers=PAGE).text).rsplit("/", 1)[-1]
    owner_tx.execute("update ecards.ecard set state = 'suspended' where holder_id = %s", (cast.resident.holder_id,))
    said = {"csrf": resident.headers["x-csrf-token"], "token": token}
    assert resident.post("/handover", data=said, headers=PAGE).status_code == 422


def test_a_number_is_taken_seen_called_and_given_up(resident, staff, code, cast, owner_tx):
    said = {"csrf": resident.headers["x-csrf-token"], "venue": code}
    assert resident.post("/venue/ticket", data=said, headers=PAGE).status_code == 422, "nobody queues at a gate"
    owner_tx.execute("update agencies.point set kind = 'counter'")
    assert resident.post("/venue/ticket", data=said, headers=PAGE).headers["location"] == f"/venue/{code}"
    assert "前面还有 0 人" in resident.get(f"/venue/{code}", headers=PAGE).text
    desk = staff("point_attendant")
    where = f"/terminal/at/{cast.gate.point_id}"
    assert "排队(1 人等候)" in desk.get(f"{where}/venue", headers=PAGE).text
    called = desk.post(
        f"{where}/next", data={"csrf": desk.headers["x-csrf-token"]}, headers=PAGE, follow_redirects=True
    )
    assert re.search(r'正在叫号</p><p class="big">1<', called.text)
    assert "请 1 号到窗口办理" in resident.get(f"/venue/{code}/ticket", headers=PAGE).text
    desk.post(f"{where}/next", data={"csrf": desk.headers["x-csrf-token"]}, headers=PAGE)
    resident.post("/venue/ticket", data=said, headers=PAGE)
    assert '<p class="big">2<' in resident.get(f"/venue/{code}", headers=PAGE).text
    resident.post("/venue/ticket", data={**said, "act": "leave"}, headers=PAGE)
    assert "在这里取号" in resident.get(f"/venue/{code}", headers=PAGE).text
