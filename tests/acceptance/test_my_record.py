"""A resident's record as one timeline: everything in it, in order, page by page, objected to, answered and exported."""

import csv
import html
import io
import json
import re
from datetime import timedelta
from uuid import UUID

import pytest
from tests.acceptance.cast import CARD_AGENCY, OPERATOR, PASSWORD

from onecard.domains.cards import api as cards
from onecard.domains.sharing import api as sharing
from onecard.doors.record.errors import RecordFileBroken
from onecard.doors.record.sealing import verify_record

ONE_USE = """insert into usage.use (holder_id, happened_at, use_id, point_id, sequence, scene, medium, issuer, division,
  price_fen, paid_fen, reasons, recorded_at)
  values (%s, %s, %s, %s, 1, 'transit', 'c', 51, 500103, 200, 100, '[]', %s)"""
USE = UUID("0193535e-0000-7000-8000-00000000beef")
PAGE = {"accept": "text/html"}


@pytest.fixture
def look(cast, house):
    """A clerk of the card centre looked at the resident."""
    with house.app.writing() as tx:
        return sharing.record_look(
            tx, holder_id=cast.resident.holder_id, onlooker=sharing.Onlooker("staff", "clerk-1", CARD_AGENCY),
            subject="person.masked", ground=sharing.Ground("service_desk", "consent", "窗口 3 号"), found=True,
            at=house.clock(), keyring=house.keyring,
        )  # fmt: skip


@pytest.fixture
def use(cast, house, owner_tx):
    """A bus ride half an hour ago."""
    at = house.clock() - timedelta(minutes=30)
    owner_tx.execute(ONE_USE, (cast.resident.holder_id, at, USE, cast.gate.point_id, at))
    return USE


def kinds(resident, **asked):
    return [entry["kind"] for entry in resident.get("/v1/me/record", params=asked).json()]


@pytest.fixture
def admin(staff):
    """Who answers for the card centre; the cast's own works at the operator."""
    return lambda agency_id=CARD_AGENCY, name="answers": staff(name, roles=["agency_admin"], agency_id=agency_id)


def test_everything_that_happened_stands_in_one_order(resident, look, use, cast, house):
    with house.app.writing() as tx:
        until = house.clock() + timedelta(days=10)
        cards.report_loss(
            tx, holder_id=cast.resident.holder_id, kind="temporary", at=house.clock(), actor="resident", until=until
        )
    page = resident.get("/v1/me/record").json()
    assert sorted({entry["kind"] for entry in page}) == ["card", "ecard", "look", "sign_in", "use"]
    moments = [entry["happened_at"] for entry in page]
    assert moments == sorted(moments, reverse=True)
    told = {entry["kind"]: entry for entry in page}
    assert told["look"]["by_zh"] == "四川省社保卡中心(示例)" and "clerk-1" not in json.dumps(page)
    assert told["look"]["lines"][0]["words_en"] == "service at a counter"
    assert told["use"]["paid_fen"] == 100
    assert told["sign_in"]["by_en"] == "You"


def test_each_kind_can_be_asked_for_alone_and_unknown_kinds_are_not_understood(resident, look, use):
    for kind in ("use", "look", "card", "ecard", "sign_in"):
        assert set(kinds(resident, kind=kind)) == {kind}
    assert resident.get("/v1/me/record", params={"kind": "secret"}).status_code in (400, 422)


def test_pages_of_one_entry_lose_none_where_moments_tie(resident, look, use):
    whole = [entry["entry_id"] for entry in resident.get("/v1/me/record").json()]
    found, asked = [], {"at_most": 1}
    while page := resident.get("/v1/me/record", params=asked).json():
        found += [entry["entry_id"] for entry in page]
        asked |= {"before": page[-1]["happened_at"], "before_entry": page[-1]["entry_id"]}
    assert found == whole and len(whole) >= 5


def test_nobody_elses_entries_are_in_it(resident, cast, house):
    before = len(kinds(resident, at_most=100))
    with house.app.writing() as tx:
        sharing.record_look(
            tx, holder_id=cast.neighbour.holder_id, onlooker=sharing.Onlooker("staff", "x", CARD_AGENCY),
            subject="person.full", ground=sharing.Ground("inspection", "statutory_duty"), found=True,
            at=house.clock(), keyring=house.keyring,
        )  # fmt: skip
    assert len(kinds(resident, at_most=100)) == before


def test_an_objection_is_read_and_answered_by_the_agency_and_both_sides_see_it(resident, look, admin):
    wanted = {"about_kind": "look", "about_id": str(look), "text": "我没有去过窗口"}
    made = resident.post("/v1/me/record/objections", json=wanted)
    assert made.status_code == 200, made.text
    assert (made.json()["agency_en"], made.json()["due_on"]) == ("Sichuan card centre (sample)", "2026-12-08")
    assert resident.post("/v1/me/record/objections", json=wanted).json()["code"] == "sharing.objection_exists"

    staff, named = admin(), {"objection_id": made.json()["objection_id"]}
    assert [one["objection_id"] for one in staff.get("/v1/objections").json()] == [named["objection_id"]]
    opened = staff.post("/v1/objections/open", json=named).json()
    assert (opened["text"], opened["purpose"], opened["reference"]) == ("我没有去过窗口", "service_desk", "窗口 3 号")
    answer = {**named, "outcome": "corrected", "answer": "经核实为误查。"}
    assert staff.post("/v1/objections/answer", json=answer).status_code == 200
    assert staff.get("/v1/objections").json() == []

    entries = resident.get("/v1/me/record", params={"kind": "look"}).json()
    told = {entry["entry_id"]: entry for entry in entries}
    assert told[str(look)]["objection"]["answer"] == "经核实为误查。" and not told[str(look)]["may_object"]
    assert "objection" in entries[0]["title_en"], "that the objection was read is a look of its own"
    assert resident.get("/v1/me/objections").json()[0]["outcome"] == "corrected"


def test_a_use_is_answered_for_by_the_points_agency(resident, use, admin, staff):
    wanted = {"about_kind": "use", "about_id": str(use), "text": "多收了钱"}
    assert resident.post("/v1/me/record/objections", json=wanted).status_code == 200
    assert admin().get("/v1/objections").json() == [], "the card centre has nothing to do with it"
    there = staff("agency_admin")
    [waiting] = there.get("/v1/objections").json()
    opened = there.post("/v1/objections/open", json={"objection_id": waiting["objection_id"]}).json()
    assert (opened["what"], opened["text"]) == ("111 路(示例) · Line 111 (sample)", "多收了钱")


def test_sent_again_under_its_key_an_objection_is_made_once_and_kept_unread(resident, look, owner_tx):
    wanted = {"about_kind": "look", "about_id": str(look), "text": "不是我本人申请的"}
    headers = {"idempotency-key": "objection-0001"}
    first, second = (resident.post("/v1/me/record/objections", json=wanted, headers=headers) for _ in range(2))
    assert first.json() == second.json() and second.status_code == 200
    kept = owner_tx.execute("select answer::text from security.answered").fetchall()
    assert kept and "不是我本人" not in str(kept)


def test_the_pages_show_the_timeline_and_take_an_objection_without_script(resident, look, use):
    page = resident.get("/records", headers=PAGE).text
    assert f"/records/looks/{look}" in page and f"/records/{use}" in page and "2026年11月" in page
    entry = resident.get(f"/records/looks/{look}", headers=PAGE).text
    once = re.search(r'name="once" value="([^"]+)"', entry).group(1)
    form = {"csrf": resident.headers["x-csrf-token"], "about_kind": "look", "about_id": str(look), "once": once}
    empty = resident.post("/records/objections", data={**form, "text": " "}, headers=PAGE)
    assert empty.status_code == 422 and "summary" in empty.text
    for _ in range(2):
        sent = resident.post("/records/objections", data={**form, "text": "<b>不对</b>"}, headers=PAGE)
        assert (sent.status_code, sent.headers["location"]) == (303, f"/records/looks/{look}?done=objection")
    after = resident.get(f"/records/looks/{look}?done=objection", headers=PAGE).text
    assert "&lt;b&gt;不对&lt;/b&gt;" in after and "<b>不对" not in after and "2026年12月8日" in after


def test_an_entry_that_is_not_hers_is_not_there(resident, look):
    for path in (f"/records/looks/{USE}", f"/records/{look}"):
        assert resident.get(path, headers=PAGE).status_code == 404
    wanted = {"about_kind": "use", "about_id": str(look), "text": "x"}
    assert resident.post("/v1/me/record/objections", json=wanted).json()["code"] == "sharing.entry_unknown"


def export(resident, form, password=""):
    said = {"csrf": resident.headers["x-csrf-token"], "form": form, "password": password}
    return resident.post("/records/export", data=said, headers=PAGE)


def test_the_file_is_sealed_masked_without_the_password_and_whole_with_it(resident, look, use, cast, house):
    masked = export(resident, "json")
    assert 'filename="onecard-record-20261123.json"' in masked.headers["content-disposition"]
    record = verify_record(masked.text, house.keyring.code_keys())
    assert (record["person"]["name"], record["whole"]) == ("何*英", False)
    assert cast.resident.number not in masked.text and cast.resident.card.card_number not in masked.text
    whole = verify_record(export(resident, "json", PASSWORD).text, house.keyring.code_keys())
    assert whole["person"]["name"] == "何秀英" and whole["person"]["number"] == cast.resident.number
    assert {entry["kind"] for entry in whole["entries"]} == {"card", "ecard", "look", "sign_in", "use"}
    assert "clerk-1" not in json.dumps(whole)
    assert "邻家" not in json.dumps(whole, ensure_ascii=False)
    told = [entry["title_en"] for entry in resident.get("/v1/me/record", params={"kind": "ecard"}).json()]
    assert told.count("Record exported") == 2, "each export is an entry itself"


def test_a_file_that_was_changed_does_not_verify(resident, look, house):
    text = export(resident, "json").text
    keys = house.keyring.code_keys()
    for changed in (
        text.replace("窗口办事", "监督检查", 1),
        text.replace('"key_id": 1', '"key_id": 9'),
        "{}",
        "[]",
        "x",
    ):
        assert changed != text
        with pytest.raises(RecordFileBroken):
            verify_record(changed, keys)


def test_a_wrong_password_gives_no_file_and_counts(resident, owner_tx, cast):
    answer = export(resident, "json", "555777")
    assert answer.status_code == 422 and "content-disposition" not in answer.headers
    asked = "select failures from ecards.ecard where holder_id = %s"
    assert owner_tx.execute(asked, (cast.resident.holder_id,)).fetchone().failures == 1
    refused = resident.post("/v1/me/record/export", json={"password": "555777"})
    assert refused.json()["code"] == "ecards.password_wrong"


def test_the_table_opens_in_excel_and_holds_no_formula(resident, cast, house):
    with house.app.writing() as tx:
        sharing.record_look(
            tx, holder_id=cast.resident.holder_id, onlooker=sharing.Onlooker("staff", "x", OPERATOR),
            subject="person.masked", ground=sharing.Ground("complaint", "consent", "=1+1"), found=True,
            at=house.clock(), keyring=house.keyring,
        )  # fmt: skip
    body = export(resident, "csv").content
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert rows[0][0] == "时间" and len(rows) > 4
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))] == []


def test_a_program_gets_the_same_sealed_file(resident, look, house):
    answer = resident.post("/v1/me/record/export", json={"language": "en"})
    record = verify_record(answer.text, house.keyring.code_keys())
    assert record["entries"] and html.unescape(record["entries"][0]["what"]).startswith(("Staff", "Signed"))
