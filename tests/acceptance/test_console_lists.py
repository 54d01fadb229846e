"""A school's list at the console: read, looked over, handed in once, followed to every row's answer."""

import csv
import html
import io
import re
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter
from tests.acceptance.cast import CARD_AGENCY
from tests.acceptance.counter import HTML, hidden
from tests.factories import number_of

from onecard.domains.agencies import api as agencies
from onecard.doors import lists
from onecard.doors.console import listing
from onecard.doors.security.visitors import Staff, scope_of
from onecard.kernel.ids import new_id

HEAD = "姓名,社会保障号码,手机号\n"
TYPED = {"applicant": "school", "issuer": "510000", "bank": ""}


@pytest.fixture
def clerk(staff):
    return staff("list_clerk")


def upload(client, content, name="list.csv", **changes):
    """Choose a file and send the form, as a browser does."""
    form = hidden(client.get("/console/lists").text) | TYPED | changes
    return client.post(
        "/console/lists", data=form, files={"file": (name, content)}, headers=HTML, follow_redirects=True
    )


def rows(*said, encoding="gb18030"):
    return (HEAD + "".join(f"{one}\n" for one in said)).encode(encoding)


def good(sequence, name="李四"):
    return f"{name},{number_of(sequence=sequence)},"


def hand_in(client, checked):
    return client.post(f"{checked.url}/hand-in", data={}, headers=HTML, follow_redirects=True)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig"])
def test_a_file_is_looked_over_before_anything_is_sent(clerk, house, owner_tx, encoding):
    checked = upload(clerk, rows(good(101), "赵六,110105194912310000,", good(102), encoding=encoding))
    assert checked.status_code == 200 and "有 1 行本身有误" in checked.text
    assert '<td class="num">3</td>' in checked.text, "the row as the spreadsheet counts it"
    assert "提交名单(2 行可办)" in checked.text
    assert lists.decide_lists(house) == 0, "nothing is decided before it is handed in"
    assert clerk.get("/v1/card-lists").json() == []
    kept = owner_tx.execute("select sealed from cards.list_part").fetchone().sealed
    assert "李四".encode(encoding) not in bytes(kept)


def test_a_list_is_handed_in_once_and_each_row_gets_its_answer(clerk, house, cast):
    holds = f"何秀英,{cast.resident.number},"
    checked = upload(clerk, rows(good(111), holds, "赵六,1.10105E+17,", good(112)))
    first, again = hand_in(clerk, checked), hand_in(clerk, checked)
    assert "正在逐行办理" in first.text and again.status_code == 200 and 'data-live="2"' in first.text
    assert lists.decide_lists(house) == 4
    told = clerk.get(checked.url, headers=HTML).text
    assert "已办完" in told and "4 / 4" in told and "已受理 2,未受理 2" in told and "data-live" not in told
    for row in told.split("<tr>")[2:]:
        assert ("已受理" in row) != ("未受理" in row and row.count("<td>") >= 2), row
    refused = clerk.get(f"{checked.url}?show=refused", headers=HTML).text
    assert re.findall(r'<td class="num">(\d+)</td>', refused) == ["3", "4"]
    assert "无法准确读取" in refused and "请修正该行后重新提交" in refused
    assert "何秀英" not in refused and cast.resident.number not in refused
    [shown] = clerk.get("/v1/card-lists").json()
    assert (shown["accepted"], shown["refused"]) == (2, 2)


def test_the_answers_come_as_the_file_of_the_command_line_and_can_be_sent_again(clerk, house):
    checked = upload(clerk, rows(good(121), f"赵六,{number_of(sequence=122)},12"))
    hand_in(clerk, checked)
    lists.decide_lists(house)
    answer = clerk.get(f"{checked.url}/answers?show=refused")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"] and answer.headers["cache-control"] == "no-store"
    [head, row] = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert head[:3] == ["姓名", "社会保障号码", "手机号"] and row[0] == "赵六" and "手机号格式不对" in row[5]
    assert len(clerk.get(f"{checked.url}/answers").text.splitlines()) == 3
    mended = answer.content.decode("utf-8-sig").replace(",12,", ",,").encode()
    assert "文件本身没有发现错误" in upload(clerk, mended).text


def test_the_same_file_sent_twice_is_held_once(clerk):
    form = hidden(clerk.get("/console/lists").text) | TYPED
    files = {"file": ("a.csv", rows(good(131)))}
    first, again = (clerk.post("/console/lists", data=form, files=files, headers=HTML) for _ in range(2))
    assert first.headers["location"] == again.headers["location"]
    assert clerk.get("/console/lists").text.count("待提交") == 1


def test_page_by_page_no_answer_is_lost_or_told_twice(clerk, house):
    said = [good(2_000 + n) if n % 7 == 0 else "赵六,1" for n in range(1_030)]
    checked = upload(clerk, rows(*said))
    hand_in(clerk, checked)
    lists.decide_lists(house)
    list_id = UUID(checked.url.path.rsplit("/", 1)[1])
    staff = Staff(list_id, CARD_AGENCY, frozenset(), ("51",), "")
    for refused in (False, True):
        whole = [
            row.number for row, problem in lists.answers_of(house, scope_of(staff), list_id) if problem or not refused
        ]
        found, page = [], 1
        while told := listing.answers_page(house, staff, list_id, refused=refused, page=page)[0]:
            assert len(told) <= listing.ROWS_A_PAGE
            found, page = found + [one.row for one in told], page + 1
        assert found == whole and len(whole) > 800
    last = clerk.get(f"{checked.url}?show=refused&page=18", headers=HTML).text
    assert "第 18 / 18 页" in last and 'rel="next"' not in last and 'rel="prev"' in last
    beyond = clerk.get(f"{checked.url}?page=999999999", headers=HTML).text
    assert "第 21 / 21 页" in beyond and "还没有结果" not in beyond


def test_a_list_that_is_not_sent_is_forgotten(clerk, house, clock, owner_tx):
    checked = upload(clerk, rows(good(141)))
    gone = clerk.post(f"{checked.url}/drop", data={}, headers=HTML, follow_redirects=True)
    assert "已删除,没有提交" in gone.text
    assert clerk.get(checked.url, headers=HTML).status_code == 404
    upload(clerk, rows(good(142)))
    clock.move(hours=25)
    lists.forget_lists(house)
    assert owner_tx.execute("select count(*) as n from cards.list_part").fetchone().n == 0


def test_what_was_handed_in_is_not_dropped_any_more(clerk, house):
    checked = upload(clerk, rows(good(151)))
    hand_in(clerk, checked)
    assert "正在逐行办理" in clerk.post(f"{checked.url}/drop", data={}, headers=HTML, follow_redirects=True).text
    assert lists.decide_lists(house) == 1


def wide_book() -> bytes:
    """Six kilobytes that ask for half a terabyte."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "社会保障号码"])
        sheet.write(1_048_575, 16_383, "x")
    return out.getvalue()


def packed_bomb() -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed, packed.open("xl/worksheets/sheet1.xml", "w") as part:
        for _ in range(410):
            part.write(bytes(2**20))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"", 422, "请选择名单文件"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 422, "无法读取这个文件"),
        ("姓名,电话\n李四,1\n".encode(), 422, "没有找到表头列"),
        (HEAD.encode(), 422, "文件中没有数据行"),
        (wide_book(), 422, "无法读取这个文件"),
        (packed_bomb(), 422, "超过 20 MB"),
        (b"PK\x03\x04" + b"\xff" * 200, 422, "无法读取这个文件"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_at_its_field_and_what_was_typed_stays(clerk, content, status, said):
    answer = upload(clerk, content, bank="示例银行", applicant="employer")
    text = html.unescape(answer.text)
    assert (answer.status_code, said in text, 'id="file-error"' in text) == (status, True, True)
    assert 'value="示例银行"' in text and 'value="employer" checked' in text
    assert clerk.get("/console/lists").status_code == 200, "the server is still there"


def test_more_than_the_limit_is_refused_with_what_to_do(clerk):
    assert upload(clerk, b"x" * 1_000_001).status_code == 413
    many = upload(clerk, rows(*["李四,1"] * (listing.ROWS_MAX + 1)))
    assert many.status_code == 422 and "名单超过 50,000 行" in many.text and "命令行" in many.text
    assert "待提交" not in many.text


@pytest.mark.parametrize("issuer", ["440100", "999999", "51", "五一〇〇", ""])
def test_cards_of_another_place_are_not_asked_for(clerk, issuer):
    answer = upload(clerk, rows(good(171)), issuer=issuer)
    assert answer.status_code == 422 and 'id="issuer-error"' in answer.text


def test_a_form_without_our_token_is_refused_with_a_file_too(clerk):
    token = clerk.headers.pop("x-csrf-token")
    refused = clerk.post("/console/lists", data=TYPED, files={"file": ("a.csv", rows(good(181)))}, headers=HTML)
    assert refused.status_code == 403
    taken = clerk.post(
        "/console/lists", data=TYPED | {"csrf": token}, files={"file": ("a.csv", rows(good(181)))}, headers=HTML
    )
    assert taken.status_code == 303
    broken = {"content-type": "multipart/form-data; boundary=x", **HTML}
    assert clerk.post("/console/lists", content=b"--y\r\n\r\n", headers=broken).status_code == 400


def test_a_list_of_another_agency_is_nobodys(clerk, house, staff):
    checked = upload(clerk, rows(good(191)))
    other = agencies.Agency(new_id(), "card_agency", 500000, "别处(示例)", "Elsewhere (sample)")
    with house.app.writing() as tx:
        agencies.register_agencies(tx, [other], at=house.clock())
    client = staff("other", roles=["list_clerk"], agency_id=other.agency_id)
    for path in ("", "/answers"):
        assert client.get(f"{checked.url}{path}", headers=HTML).status_code == 404
    assert client.post(f"{checked.url}/hand-in", data={}, headers=HTML).status_code == 404
    assert "还没有提交过名单" in client.get("/console/lists").text


def test_the_template_reads_as_a_list_whose_columns_are_text(clerk, tmp_path):
    from onecard.domains.cards import api as cards
    from onecard.kernel.sheets import SheetEmpty, open_sheet

    template = clerk.get("/console/lists/template")
    path = tmp_path / "template.xlsx"
    path.write_bytes(template.content)
    with pytest.raises(SheetEmpty):  # its header is found, and there is nobody in it
        open_sheet(path, cards.LIST_COLUMNS)
    with ZipFile(path) as packed:
        assert b'numFmtId="49"' in packed.read("xl/styles.xml")


def test_the_session_that_ended_while_a_file_was_chosen_keeps_what_was_typed(clerk, clock):
    clock.move(minutes=16)
    typed = {**TYPED, "bank": "示例银行", "csrf": "of the session that ended"}
    asked = clerk.post("/console/lists", data=typed, files={"file": ("a.csv", rows(good(199)))}, headers=HTML)
    assert asked.status_code == 401 and "您填写的内容已保留" in asked.text
