"""Delimited text: its encoding and delimiter found, its rows read one at a time."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

from onecard.kernel.sheets.errors import SheetUnreadable

_LOOK = 1 << 20
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS = ",\t;|,"
#: A quotation mark that is never closed must not swallow the rest of a file.
_CELL_MAX = 10_000


def read_text(path: Path) -> Iterator[tuple[int, list[object]]]:
    """Rows with the number of their last line. A letter that cannot be decoded comes as U+FFFD, in its own row."""
    encoding = encoding_of(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        head = file.read(_LOOK)
        if "\0" in head:
            raise SheetUnreadable
        delimiter = _delimiter_of(head)
        file.seek(0)
        csv.field_size_limit(_CELL_MAX)
        reader = csv.reader(file, delimiter=delimiter)
        try:
            for cells in reader:
                yield reader.line_num, list(cells)
        except csv.Error as error:
            raise SheetUnreadable(f"line {reader.line_num}") from error


def encoding_of(path: Path) -> str:
    """By its mark, or UTF-8 where nearly all of its beginning is that, or else GB18030, which holds GBK and GB2312 too.

    Text in another encoding hardly ever happens to be UTF-8, so a few broken letters do not speak against it.
    """
    with path.open("rb") as file:
        head = file.read(_LOOK)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    tried = head.decode("utf-8", "replace")
    broken, foreign = tried.count("\ufffd"), sum(not letter.isascii() for letter in tried)
    return "utf-8" if broken <= max(1, foreign // 20) else "gb18030"


def _delimiter_of(head: str) -> str:
    """The one that the first lines hold most often."""
    first = head.splitlines()[:20]
    return max(_DELIMITERS, key=lambda one: max((line.count(one) for line in first), default=0))
