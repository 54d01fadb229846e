"""A venue's code is printed at the terminal, scanned by a resident; staff compare a mark and learn no name."""

import re

import pytest

from onecard.doors.security.venue_codes import write_venue_code

PAGE = {"accept": "text/html"}


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
    import numpy as np
    import zxingcpp

    page = staff("point_attendant").get(f"/terminal/at/{cast.gate.point_id}/venue", headers=PAGE).text
    [(width, path)] = re.findall(r'viewBox="0 0 (\d+) \d+".*?stroke="#000" fill="none" d="([^"]+)"', page, re.S)
    image = np.full((int(width), int(width)), 255, dtype=np.uint8)
    x = y = 0
    for step, *numbers in re.findall(r"([Mmh])(-?[\d.]+)(?:[ ,]?(-?[\d.]+))?", path):
        first, second = float(numbers[0]), float(numbers[1] or 0)
        if step == "h":
            image[int(y), int(x) : int(x + first)] = 0
            x += first
        else:
            x, y = (first, second) if step == "M" else (x + first, y + second)
    found = zxingcpp.read_barcode(np.kron(image, np.ones((4, 4), dtype=np.uint8)))
    assert found.text == f"{house.settings.address}/venue/{code}"


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
    from tests.acceptance.cast import CARD_AGENCY, OPERATOR

    from onecard.domains.ecards import api as ecards
    from onecard.kernel.clock import day_of
    from onecard.kernel.postgres.transaction import Scope

    check_in(resident, code)
    asked = {"point_id": cast.gate.point_id, "day": day_of(house.clock()), "agency_id": OPERATOR}
    with house.app.reading(Scope("staff", reach=("5",), agency=CARD_AGENCY)) as tx:
        assert ecards.check_ins_at(tx, **asked) == []
    with house.app.reading(Scope("staff", agency=OPERATOR)) as tx:
        assert len(ecards.check_ins_at(tx, **asked)) == 1
