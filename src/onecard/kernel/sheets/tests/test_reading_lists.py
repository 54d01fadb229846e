"""Lists as clerks really send them."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from onecard.kernel.sheets import (
    Answer,
    Column,
    Row,
    SheetEmpty,
    SheetHeaderMissing,
    SheetTooLarge,
    SheetUnreadable,
    open_sheet,
    write_answers,
)
from onecard.kernel.sheets.cells import clean_code, clean_text

NUMBER = "11010519491231002X"
COLUMNS = (
    Column("name", ("姓名", "Name")),
    Column("number", ("社会保障号码", "公民身份号码", "Number"), code=True),
    Column("phone", ("手机号", "Phone"), required=False, code=True),
)


def read(path: Path) -> list[Row]:
    return list(open_sheet(path, COLUMNS).rows)


@pytest.fixture
def text(tmp_path: Path) -> Callable[..., Path]:
    def write(content: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "list.csv"
        path.write_bytes(content.encode(encoding))
        return path

    return write


@pytest.fixture
def book(tmp_path: Path) -> Callable[[Sequence[Sequence[object]]], Path]:
    def write(rows: Sequence[Sequence[object]]) -> Path:
        path = tmp_path / "list.xlsx"
        with xlsxwriter.Workbook(str(path)) as made:
            sheet = made.add_worksheet()
            for number, cells in enumerate(rows):
                sheet.write_row(number, 0, cells)
        return path

    return write


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_every_encoding_a_spreadsheet_saves_in_reads_the_same(text: Callable[..., Path], encoding: str) -> None:
    rows = read(text(f"姓名,社会保障号码\n阿依古丽·买买提,{NUMBER}\n", encoding))
    assert [dict(row.cells) for row in rows] == [{"name": "阿依古丽·买买提", "number": NUMBER}]
    assert rows[0].number == 2


def test_a_name_outside_gbk_survives_gb18030(text: Callable[..., Path]) -> None:
    assert read(text(f"姓名,社会保障号码\n𬭚强,{NUMBER}\n", "gb18030"))[0].cells["name"] == "𬭚强"


@pytest.mark.parametrize("delimiter", [",", "\t", ";", ","])
def test_the_delimiter_is_found(text: Callable[..., Path], delimiter: str) -> None:
    assert read(text(f"姓名{delimiter}社会保障号码\n李四{delimiter}{NUMBER}\n"))[0].cells["number"] == NUMBER


def test_a_title_and_notes_above_the_header_are_passed_over(book: Callable[..., Path]) -> None:
    rows = read(
        book(
            [["某校 2026 年申领名单"], ["填表人:王"], [], ["序号", "姓名*", "社会保障号码(18位)"], [1, "李四", NUMBER]]
        )
    )
    assert [(row.number, row.cells["name"], row.cells["number"]) for row in rows] == [(5, "李四", NUMBER)]


def test_a_header_merged_over_two_rows_is_joined(book: Callable[..., Path]) -> None:
    rows = read(book([["姓名", "证件", ""], ["", "社会保障号码", "手机号"], ["李四", NUMBER, "13800000000"]]))
    assert dict(rows[0].cells) == {"name": "李四", "number": NUMBER, "phone": "13800000000"}


def test_a_number_that_became_a_figure_is_named_and_never_guessed(book: Callable[..., Path]) -> None:
    row = read(book([["姓名", "社会保障号码"], ["李四", 110105194912310021]]))[0]
    assert row.flaws == {"number": "digits_lost"}


def test_a_number_in_scientific_notation_is_named(text: Callable[..., Path]) -> None:
    assert read(text("姓名,社会保障号码\n李四,1.10105E+17\n"))[0].flaws == {"number": "digits_lost"}


def test_a_telephone_number_that_became_a_figure_is_whole(book: Callable[..., Path]) -> None:
    row = read(book([["姓名", "社会保障号码", "手机号"], ["李四", NUMBER, 13800000000.0]]))[0]
    assert row.cells["phone"] == "13800000000" and not row.flaws


def test_full_width_digits_and_an_apostrophe_are_undone(text: Callable[..., Path]) -> None:
    row = read(text("姓名,社会保障号码\n 李 四 ,'11010519491231002x\n"))[0]
    assert dict(row.cells) == {"name": "李四", "number": NUMBER} and not row.flaws


@pytest.mark.parametrize("dot", "•・‧")
def test_one_kind_of_middle_dot_remains(text: Callable[..., Path], dot: str) -> None:
    assert read(text(f"姓名,社会保障号码\n古丽{dot}买买提,{NUMBER}\n"))[0].cells["name"] == "古丽·买买提"


def test_one_bad_row_does_not_stop_the_others(tmp_path: Path) -> None:
    path = tmp_path / "mixed.csv"
    good = f"李四,{NUMBER}\n".encode()
    path.write_bytes("姓名,社会保障号码\n".encode() + good * 20 + b"\xff\xc4," + NUMBER.encode() + b"\n" + good)
    rows = read(path)
    assert [row.number for row in rows if row.flaws] == [22] and len(rows) == 22


def test_empty_rows_are_no_rows(text: Callable[..., Path]) -> None:
    assert [row.number for row in read(text(f"姓名,社会保障号码\n\n,,\n李四,{NUMBER}\n"))] == [4]


def test_a_missing_column_is_named(text: Callable[..., Path]) -> None:
    with pytest.raises(SheetHeaderMissing) as told:
        read(text("姓名,电话\n李四,1\n"))
    assert "社会保障号码" in told.value.words()["title_zh"]


@pytest.mark.parametrize("content", ["", "姓名,社会保障号码\n"])
def test_nothing_below_the_header_is_said(text: Callable[..., Path], content: str) -> None:
    with pytest.raises(SheetEmpty):
        read(text(content))


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\0\0\0", b"PK\x03\x04 no book", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 none"]
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    with pytest.raises(SheetUnreadable):
        read(path)


def test_a_book_that_would_unpack_to_more_than_memory_is_refused(tmp_path: Path) -> None:
    from zipfile import ZIP_DEFLATED, ZipFile

    path = tmp_path / "bomb.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as packed, packed.open("xl/worksheets/sheet1.xml", "w") as part:
        for _ in range(410):
            part.write(bytes(2**20))
    with pytest.raises(SheetTooLarge):
        read(path)


def test_two_cells_at_the_ends_of_a_sheet_cost_no_more_than_their_reader(tmp_path: Path) -> None:
    path = tmp_path / "wide.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "社会保障号码"])
        sheet.write(1_048_575, 16_383, "x")
    with pytest.raises(SheetUnreadable):
        read(path)


def test_a_quotation_mark_never_closed_is_refused_with_its_line(text: Callable[..., Path]) -> None:
    with pytest.raises(SheetUnreadable, match="line"):
        read(text(f'姓名,社会保障号码\n"李四,{NUMBER}\n' + "李四,1\n" * 5_000))


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(b"\xe5\xa7\x93\xe5\x90\x8d,Number\n" + content)
    try:
        for row in open_sheet(path, COLUMNS).rows:
            assert set(row.cells) == {"name", "number"}
    except (SheetUnreadable, SheetEmpty, SheetHeaderMissing):
        pass


@given(st.lists(st.from_regex(r"[0-9]{1,18}|[0-9]{17}X", fullmatch=True), min_size=1, max_size=20))
def test_an_answered_list_can_be_sent_again(tmp_path_factory: pytest.TempPathFactory, numbers: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / "answers.csv"
    rows = [Row(n, {"name": "=李四", "number": number}, {}) for n, number in enumerate(numbers, 2)]
    with path.open("w", encoding="utf-8", newline="") as file:
        many = write_answers(
            file, [("name", "姓名"), ("number", "社会保障号码")], [Answer(row, "已受理") for row in rows]
        )
    assert many == len(numbers)
    assert [row.cells["number"] for row in read(path)] == numbers
    assert "'=李四" in path.read_text(encoding="utf-8"), "a spreadsheet runs nothing"


@given(st.text(alphabet="0123456789", min_size=1, max_size=18))
def test_full_width_digits_read_as_digits(digits: str) -> None:
    assert clean_code("".join(chr(ord(one) + 0xFEE0) for one in digits)) == (digits, None)


def test_a_cell_that_needs_no_mending_is_read_as_the_long_way_would() -> None:
    letters = [chr(point) for point in range(0x3000, 0x10000)] + [chr(point) for point in range(0x300)]
    plain = [letter for letter in letters if not letter.isspace()]
    assert [clean_text(letter) for letter in plain] == [clean_text(f" {letter} ") for letter in plain]


@given(st.text("0123456789XxEe.'  0123456789", max_size=20))
def test_a_code_that_needs_no_mending_is_read_as_the_long_way_would(typed: str) -> None:
    assert clean_code(typed) == clean_code(f"'\u200b{typed} ")
