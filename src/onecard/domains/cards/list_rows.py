"""The rows of a list, each by itself: is the cell true, the number a number, the name a name."""

import re
from collections.abc import Container, Iterable, Iterator
from datetime import date

from onecard.domains.cards.list_errors import PhoneMalformed, RowFlawed
from onecard.domains.cards.list_models import COLUMNS
from onecard.domains.residents import api as residents
from onecard.kernel.errors import Problem
from onecard.kernel.sheets import FLAW_WORDS, Row

_PHONE = re.compile(r"1[0-9]{10}", re.ASCII)


def check_rows(
    rows: Iterable[Row], *, divisions: Container[int], day: date
) -> Iterator[residents.NewResident | Problem]:
    """Every row checked by itself, in order: whoever it names, or the problem with it; nothing is looked up."""
    for row in rows:
        try:
            yield _person(row, divisions, day)
        except Problem as problem:
            yield problem


def _person(row: Row, divisions: Container[int], day: date) -> residents.NewResident:
    if row.flaws:
        _refuse_flaw(row)
    number = residents.SocialSecurityNumber.parse(row.cells["number"], divisions)
    if number.birth_date > day:
        raise residents.NumberBirthDateImpossible
    phone = row.cells.get("phone") or None
    if phone is not None and not _PHONE.fullmatch(phone):
        raise PhoneMalformed
    return residents.NewResident(number, residents.read_name(row.cells["name"]), number.division, phone)


def _refuse_flaw(row: Row) -> None:
    for column in COLUMNS:
        flaw = row.flaws.get(column.name)
        if flaw is not None:
            zh, en = FLAW_WORDS[flaw]
            raise RowFlawed(column_zh=column.titles[0], column_en=column.titles[-1], flaw_zh=zh, flaw_en=en)
