"""The rows of a list, each by itself: is the cell true, the number a number, the name a name."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date

from onecard.domains.cards.list_errors import PhoneMalformed, RowFlawed
from onecard.domains.cards.list_models import COLUMNS
from onecard.domains.residents import api as residents
from onecard.kernel.errors import Problem
from onecard.kernel.sheets import FLAW_WORDS, Row

_PHONE = re.compile(r"1[0-9]{10}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Checked:
    """A row with whoever it names, or the problem with it."""

    row: Row
    person: residents.NewResident | None = None
    problem: Problem | None = None


def check_rows(rows: Sequence[Row], *, divisions: Container[int], day: date) -> list[Checked]:
    """Every row checked by itself, in order; nothing is looked up."""
    return [_check(row, divisions, day) for row in rows]


def _check(row: Row, divisions: Container[int], day: date) -> Checked:
    try:
        return Checked(row, person=_person(row, divisions, day))
    except Problem as problem:
        return Checked(row, problem=problem)


def _person(row: Row, divisions: Container[int], day: date) -> residents.NewResident:
    for column in COLUMNS:
        flaw = row.flaws.get(column.name)
        if flaw is not None:
            zh, en = FLAW_WORDS[flaw]
            raise RowFlawed(column_zh=column.titles[0], column_en=column.titles[-1], flaw_zh=zh, flaw_en=en)
    number = residents.SocialSecurityNumber.parse(row.cells["number"], divisions)
    if number.birth_date > day:
        raise residents.NumberBirthDateImpossible
    phone = row.cells.get("phone") or None
    if phone is not None and not _PHONE.fullmatch(phone):
        raise PhoneMalformed
    return residents.NewResident(number, residents.read_name(row.cells["name"]), number.division, phone)
