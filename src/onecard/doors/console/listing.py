"""Lists of applications at the console: a file is read and held, looked over, handed in, and answered row by row."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from uuid import UUID

import msgspec

from onecard.domains.cards import api as cards
from onecard.doors.bootstrap import House
from onecard.doors.console.errors import ListTooLong
from onecard.doors.security.request_keys import once, request_of
from onecard.doors.security.visitors import Staff, scope_of
from onecard.kernel.errors import Problem
from onecard.kernel.ids import new_id
from onecard.kernel.sheets import Column, Row, open_sheet

#: More come over the API or the command line, where nobody waits for the page.
ROWS_MAX = 50_000
ROWS_A_PAGE = 50
FLAWS_SHOWN = 20
#: A spreadsheet's built-in format for text.
_TEXT = 49


class Held(msgspec.Struct, frozen=True):
    """A list that was read and waits for its sender."""

    list_id: UUID


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is said of a file beside the file."""

    applicant: cards.ListApplicant
    issuer: int
    bank: str | None


@dataclass(frozen=True, slots=True)
class Flaws:
    """How many rows are wrong by themselves, and the first of them."""

    count: int
    first: tuple[tuple[int, Problem], ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """One row's answer by its number in the file; the words of its problem, or None."""

    row: int
    problem: dict[str, str] | None


def hold_file(house: House, staff: Staff, wanted: Wanted, content: bytes, key: str) -> UUID:
    """Read a file and keep it, sealed, until its sender has looked it over; the same file under the same key once."""
    at = house.clock()
    asked = [sha256(content).hexdigest(), wanted.applicant, wanted.issuer, wanted.bank]
    request = request_of(staff, "console.list", key, asked, house.keyring)
    with tempfile.NamedTemporaryFile(prefix="onecard-list-") as file, house.app.writing(scope_of(staff)) as tx:
        file.write(content)
        file.flush()

        def hold() -> Held:
            sheet = open_sheet(Path(file.name), cards.LIST_COLUMNS)
            new = cards.ListWanted(
                new_id(), staff.agency_id, wanted.issuer, wanted.bank, wanted.applicant, f"staff {staff.staff_id}"
            )
            cards.take_list(tx, new, _bounded(sheet.rows), keyring=house.keyring, at=at, held=True)
            return Held(new.list_id)

        return once(tx, request, Held, hold, at=at).list_id


def hand_in(house: House, staff: Staff, list_id: UUID) -> None:
    """Let the worker decide it; handed in again, nothing changes."""
    with house.app.writing(scope_of(staff)) as tx:
        cards.hand_in_list(tx, agency_id=staff.agency_id, list_id=list_id)


def drop(house: House, staff: Staff, list_id: UUID) -> bool:
    """Forget a list that was not handed in; whether there was one."""
    with house.app.writing(scope_of(staff)) as tx:
        return cards.drop_list(tx, agency_id=staff.agency_id, list_id=list_id)


def find_list(house: House, staff: Staff, list_id: UUID) -> cards.ListProgress:
    """One list of the agency, held or handed in; cards.ListUnknown for any other."""
    with house.app.reading(scope_of(staff)) as tx:
        return cards.list_progress(tx, agency_id=staff.agency_id, list_id=list_id, held=True)


def flaws(house: House, staff: Staff, list_id: UUID) -> Flaws:
    """What is wrong with the file itself. Ask `find_list` first."""
    divisions, first, count = house.book.places.divisions, [], 0
    with house.app.reading(scope_of(staff)) as tx:
        found = cards.flaws_of(
            tx, list_id=list_id, keyring=house.keyring, divisions=divisions, at=house.clock()
        )  # fmt: skip
        for count, flaw in enumerate(found, 1):
            if count <= FLAWS_SHOWN:
                first.append(flaw)
    return Flaws(count, tuple(first))


def answers_page(house: House, staff: Staff, list_id: UUID, *, refused: bool, page: int) -> tuple[list[Answered], int]:
    """One page of answers, page 1 first, and how many pages there are; only the parts that it needs are opened."""
    with house.app.reading(scope_of(staff)) as tx:
        parts = [one for one in cards.parts_of(tx, list_id=list_id) if one.answered]
        sizes = [one.refused if refused else one.rows for one in parts]
        skip = (page - 1) * ROWS_A_PAGE
        found: list[Answered] = []
        for part, size in zip(parts, sizes, strict=True):
            if skip >= size:
                skip -= size
                continue
            told = cards.part_answers(tx, list_id=list_id, part=part.part, keyring=house.keyring) or []
            shown = [Answered(row.number, problem) for row, problem in told if problem or not refused]
            found += shown[skip : skip + ROWS_A_PAGE - len(found)]
            skip = 0
            if len(found) == ROWS_A_PAGE:
                break
    return found, max(-(-sum(sizes) // ROWS_A_PAGE), 1)


@cache
def template_file() -> bytes:
    """An empty list."""
    return workbook(cards.LIST_COLUMNS)


def workbook(wanted: Sequence[Column]) -> bytes:
    """An empty list of these columns as a workbook of text, so that no spreadsheet loses the end of a number."""
    import xlsxwriter  # noqa: PLC0415 - a tenth of a second of every start, for a file that is seldom made

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        text, head = book.add_format({"num_format": _TEXT}), book.add_format({"num_format": _TEXT, "bold": True})
        sheet = book.add_worksheet("名单")
        sheet.set_column(0, len(wanted) - 1, 24, text)
        for place, column in enumerate(wanted):
            sheet.write_string(0, place, f"{column.titles[0]} {column.titles[-1]}", head)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def _bounded(rows: Iterator[Row]) -> Iterator[Row]:
    for many, row in enumerate(rows, 1):
        if many > ROWS_MAX:
            raise ListTooLong(most=f"{ROWS_MAX:,}")
        yield row
