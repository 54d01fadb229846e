"""A list as it is read: which columns are looked for, and each row with what was wrong in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec

from onecard.kernel.sheets.cells import Flaw


@dataclass(frozen=True, slots=True)
class Column:
    """A column to look for: `name` for the program, `titles` as people write them (中文 first, then English).

    A `code` column (numbers of people, cards, telephones) is cleaned of what spreadsheets do to digits; any other
    keeps its letters and loses only outer and doubled spaces.
    """

    name: str
    titles: tuple[str, ...]
    required: bool = True
    code: bool = False


class Row(msgspec.Struct, frozen=True, gc=False):
    """One row: its number as the spreadsheet counts (from 1, the header included), its cells by column name.

    A missing cell is "". `flaws` names what could not be read truly: column name → flaw.
    """

    number: int
    cells: Mapping[str, str]
    flaws: Mapping[str, Flaw]


@dataclass(frozen=True, slots=True)
class Sheet:
    """An open list: the columns found, in their order in the file, and its rows, to be walked once."""

    columns: tuple[str, ...]
    rows: Iterator[Row]
