"""Finds the header among the first rows, then reads every row below it by column."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from onecard.kernel.sheets.books import is_book, read_book
from onecard.kernel.sheets.cells import Flaw, clean_code, clean_text
from onecard.kernel.sheets.errors import SheetEmpty, SheetHeaderMissing
from onecard.kernel.sheets.models import Column, Row, Sheet
from onecard.kernel.sheets.texts import read_text

HEADER_ROWS = 20
_Numbered = tuple[int, list[object]]
_NOT_LETTERS = re.compile(r"[\W_]+")


def open_sheet(path: Path, columns: Sequence[Column]) -> Sheet:
    """The list in this file. Above its header may stand a title, merged cells and notes; columns it has beyond those
    looked for are left out. SheetUnreadable, SheetTooLarge, SheetHeaderMissing or SheetEmpty where it cannot be read.
    """
    lines = read_book(path) if is_book(path) else read_text(path)
    places, below = _find_header(lines, columns)
    first = next(below, None)
    if first is None:
        raise SheetEmpty
    chosen = {column.name: column for column in columns if column.name in places.values()}
    rows = (_row(line, places, chosen) for line in chain([first], below))
    return Sheet(tuple(places.values()), rows)


def row_of(number: int, told: Mapping[str, object], columns: Sequence[Column]) -> Row:
    """A row that came by column name instead of in a file, cleaned in the same way."""
    return _row((number, [told.get(one.name) for one in columns]), {n: one.name for n, one in enumerate(columns)},
                {one.name: one for one in columns})  # fmt: skip


def _find_header(lines: Iterator[_Numbered], columns: Sequence[Column]) -> tuple[dict[int, str], Iterator[_Numbered]]:
    """Where each column stands, and the rows with anything in them below the header."""
    seen: list[_Numbered] = []
    for line in lines:
        seen.append(line)
        if len(seen) > HEADER_ROWS:
            break
        above = seen[-2][1] if len(seen) > 1 else []
        for titles in (line[1], _joined(above, line[1])):
            places = _places(titles, columns)
            if not _missing(places, columns):
                return places, (one for one in lines if any(map(_filled, one[1])))
    if not seen:
        raise SheetEmpty
    missing = min((_missing(_places(cells, columns), columns) for _, cells in seen), key=len)
    raise SheetHeaderMissing(
        columns_zh="、".join(one.titles[0] for one in missing),
        columns_en=", ".join(one.titles[-1] for one in missing),
        rows=HEADER_ROWS,
    )


def _joined(above: Sequence[object], below: Sequence[object]) -> list[object]:
    """A header of two rows, some of whose cells are merged downwards: the lower title, or else the upper one."""
    width = max(len(above), len(below))
    padded = [[*cells, *[""] * (width - len(cells))] for cells in (above, below)]
    return [low if _filled(low) else high for high, low in zip(*padded, strict=True)]


def _places(titles: Sequence[object], columns: Sequence[Column]) -> dict[int, str]:
    """Column names by their place; of two cells with one title the first counts."""
    known = {_letters(title): column.name for column in columns for title in column.titles}
    places: dict[int, str] = {}
    for place, title in enumerate(titles):
        name = known.get(_letters(title))
        if name is not None and name not in places.values():
            places[place] = name
    return places


def _missing(places: dict[int, str], columns: Sequence[Column]) -> list[Column]:
    return [column for column in columns if column.required and column.name not in places.values()]


def _row(line: _Numbered, places: dict[int, str], columns: dict[str, Column]) -> Row:
    number, cells = line
    found: dict[str, str] = {}
    flaws: dict[str, Flaw] = {}
    for place, name in places.items():
        clean = clean_code if columns[name].code else clean_text
        found[name], flaw = clean(cells[place] if place < len(cells) else None)
        if flaw is not None:
            flaws[name] = flaw
    return Row(number, found, flaws)


def _letters(title: object) -> str:
    """A title without what differs between hands: case, spaces, asterisks, brackets and what is not a letter."""
    text, _ = clean_text(title)
    return _NOT_LETTERS.sub("", re.sub(r"[((].*?[))]", "", text)).lower()


def _filled(cell: object) -> bool:
    return cell is not None and str(cell).strip() != ""
