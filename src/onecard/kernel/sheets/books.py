"""Workbooks (.xlsx, .xlsm, .xls, .ods) by python-calamine, which holds a sheet whole in memory."""

from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile, ZipFile, is_zipfile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from onecard.kernel.sheets.errors import SheetTooLarge, SheetUnreadable

#: 200,000 rows of six columns are 5 MB and 115 MB in memory.
BOOK_MB_MAX = 20
#: A small file may unpack to anything; an honest sheet packs to a tenth.
_UNPACKED_MB_MAX = 400
_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def is_book(path: Path) -> bool:
    """By its first bytes; a name tells nothing."""
    with path.open("rb") as file:
        return file.read(8).startswith(_MARKS)


def read_book(path: Path) -> Iterator[tuple[int, list[object]]]:
    """Rows of the first sheet that has any, with their numbers."""
    if path.stat().st_size > BOOK_MB_MAX * 2**20:
        raise SheetTooLarge(most=BOOK_MB_MAX)
    try:
        _refuse_bomb(path)
        book = CalamineWorkbook.from_path(str(path))
        sheets = (book.get_sheet_by_index(n) for n in range(len(book.sheet_names)))
        sheet = next((one for one in sheets if one.total_height), None)
    except (CalamineError, PasswordError, BadZipFile, OSError) as error:
        raise SheetUnreadable(type(error).__name__) from error
    if sheet is not None:
        for number, cells in enumerate(sheet.iter_rows(), 1):
            yield number, list(cells)


def _refuse_bomb(path: Path) -> None:
    if is_zipfile(path):
        with ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > _UNPACKED_MB_MAX * 2**20:
                raise SheetTooLarge(most=BOOK_MB_MAX)
