"""The file that goes back: every row as it came, with its answer and what to mend, to be mended and sent again."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import TextIO

from onecard.kernel.sheets.models import Row

BOM = "\ufeff"  # Excel reads UTF-8 only behind it
#: A spreadsheet would run these as formulas.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
TITLES = ("行号 Row", "结果 Answer", "说明 Why", "建议 What to do")


@dataclass(frozen=True, slots=True)
class Answer:
    """A row's answer in words: `said` (done, refused, …), why and what to do next."""

    row: Row
    said: str
    why: str = ""
    next_step: str = ""


def write_answers(file: TextIO, columns: Sequence[tuple[str, str]], answers: Iterable[Answer]) -> int:
    """Write (name, title) columns and the answers as CSV; returns how many rows. Codes stay text in Excel."""
    many = -1  # the header is no answer
    for many, line in enumerate(lines_of(columns, answers)):  # noqa: B007 - counted
        file.write(line)
    return many


def lines_of(columns: Sequence[tuple[str, str]], answers: Iterable[Answer]) -> Iterator[str]:
    """The same line by line, the header first."""
    yield BOM + _line([title for _, title in columns] + list(TITLES))
    for answer in answers:
        cells = [answer.row.cells.get(name, "") for name, _ in columns]
        yield _line([*cells, str(answer.row.number), answer.said, answer.why, answer.next_step])


def _line(cells: Sequence[str]) -> str:
    out = StringIO()
    csv.writer(out).writerow([as_text(cell) for cell in cells])
    return out.getvalue()


def as_text(cell: str) -> str:
    """The cell as a spreadsheet shows it and never runs it; long digits behind a tab, so that none is lost."""
    if cell.isdecimal() and len(cell) > 11:
        return f"\t{cell}"
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
