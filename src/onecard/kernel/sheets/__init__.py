"""Lists that people keep in Excel or CSV, read row by row as text, whatever was done to them on the way.

`open_sheet(path, columns)` finds the encoding, the delimiter and the header and yields rows in flat memory (a workbook
is held whole by its library, so it has a size limit; CSV has none). `write_answers` gives every row its answer in a
file that can be mended and sent again.
"""

from onecard.kernel.sheets.answers import Answer, lines_of, write_answers
from onecard.kernel.sheets.cells import FLAW_WORDS, Flaw
from onecard.kernel.sheets.errors import SheetEmpty, SheetHeaderMissing, SheetTooLarge, SheetUnreadable
from onecard.kernel.sheets.models import Column, Row, Sheet
from onecard.kernel.sheets.opening import open_sheet, row_of

__all__ = [
    "FLAW_WORDS",
    "Answer",
    "Column",
    "Flaw",
    "Row",
    "Sheet",
    "SheetEmpty",
    "SheetHeaderMissing",
    "SheetTooLarge",
    "SheetUnreadable",
    "lines_of",
    "open_sheet",
    "row_of",
    "write_answers",
]
