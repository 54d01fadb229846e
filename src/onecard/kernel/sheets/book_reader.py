"""A program of its own that reads one workbook and says its rows, one JSON line each: (row number, cells).

A workbook of six kilobytes can ask its library for more memory than there is, and the library ends its whole process
then. So it is read in this one, which may take only so much memory and time and has nothing else to lose.
"""

import resource
import sys

import msgspec
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

#: 200,000 rows of six columns take 115 MB; the interpreter and its libraries reserve some hundred beside.
MEMORY_BYTES_MAX = 1_500 * 2**20
CPU_SECONDS_MAX = 60


def main() -> None:
    """`python -m onecard.kernel.sheets.book_reader FILE`; ends with 1 where the file is no workbook to be read."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS_MAX, CPU_SECONDS_MAX))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        book = CalamineWorkbook.from_path(sys.argv[1])
        sheets = (book.get_sheet_by_index(n) for n in range(len(book.sheet_names)))
        sheet = next((one for one in sheets if one.total_height), None)
    except (CalamineError, PasswordError, OSError, MemoryError):
        sys.exit(1)
    say = msgspec.json.Encoder(enc_hook=str).encode
    for number, cells in enumerate(sheet.iter_rows() if sheet is not None else (), 1):
        sys.stdout.buffer.write(say((number, [_plain(cell) for cell in cells])) + b"\n")


def _plain(cell: object) -> object:
    """Dates and times as their text; what JSON knows stays what it is, for a figure is judged as a figure."""
    return cell if isinstance(cell, str | bool | int | float) or cell is None else str(cell)


if __name__ == "__main__":
    main()
