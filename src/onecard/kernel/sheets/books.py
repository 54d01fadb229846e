"""Workbooks (.xlsx, .xlsm, .xls, .ods) by python-calamine, which holds a sheet whole in memory."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile, ZipFile, is_zipfile

import msgspec

from onecard.kernel.sheets.errors import SheetTooLarge, SheetUnreadable

#: 200,000 rows of six columns are 5 MB and 115 MB in memory.
BOOK_MB_MAX = 20
#: A small file may unpack to anything; an honest sheet packs to a tenth.
_UNPACKED_MB_MAX = 400
_read_row = msgspec.json.Decoder(tuple[int, list[object]]).decode
_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def is_book(path: Path) -> bool:
    """By its first bytes; a name tells nothing."""
    with path.open("rb") as file:
        return file.read(8).startswith(_MARKS)


def read_book(path: Path) -> Iterator[tuple[int, list[object]]]:
    """Rows of the first sheet that has any, with their numbers; read in a process of its own (see book_reader)."""
    if path.stat().st_size > BOOK_MB_MAX * 2**20:
        raise SheetTooLarge(most=BOOK_MB_MAX)
    try:
        _refuse_bomb(path)
    except (BadZipFile, OSError) as error:
        raise SheetUnreadable(type(error).__name__) from error
    asked = [sys.executable, "-P", "-m", f"{__package__}.book_reader", str(path)]
    with subprocess.Popen(asked, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reader:
        assert reader.stdout is not None, "it was asked for"
        try:
            yield from map(_read_row, reader.stdout)
            if reader.wait() != 0:  # no workbook, or one that asks for more memory or time than any honest one
                raise SheetUnreadable("book reader")
        finally:
            reader.kill()


def _refuse_bomb(path: Path) -> None:
    if is_zipfile(path):
        with ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > _UNPACKED_MB_MAX * 2**20:
                raise SheetTooLarge(most=BOOK_MB_MAX)
