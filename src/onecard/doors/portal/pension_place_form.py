"""The form of the paying-place page: a home and up to five stretches of paying; empty rows are left out."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from onecard.doors.pensions.typed import month_of
from onecard.doors.portal.pension_form import Say, division_of
from onecard.rules.pensions.paying_place import Stretch

ROWS = range(1, 6)
_IN_A_ROW = ("place", "first", "last")


class Paid(NamedTuple):
    """What was typed: the home and the stretches, or the words at each field that is wrong."""

    home: int
    stretches: list[Stretch]
    wrong: dict[str, str]


def field_names() -> list[str]:
    """Every field that can be wrong, in the order of the page."""
    return ["home", *(f"{name}_{row}" for row in ROWS for name in _IN_A_ROW)]


def read_places(form: Mapping[str, str], t: Say) -> Paid:
    """Rows that are filled in part are wrong where they are empty; at least one must be filled."""
    wrong: dict[str, str] = {}
    home = _division("home", form, wrong, t)
    stretches = []
    for row in ROWS:
        if row == 1 or any(form.get(f"{name}_{row}", "").strip() for name in _IN_A_ROW):
            place = _division(f"place_{row}", form, wrong, t)
            first, last = (_month(f"{name}_{row}", form, wrong, t) for name in ("first", "last"))
            stretches.append(Stretch(place, first, last, temporary=bool(form.get(f"temporary_{row}"))))
    return Paid(home, stretches, wrong)


def _division(name: str, form: Mapping[str, str], wrong: dict[str, str], t: Say) -> int:
    try:
        return division_of(form.get(name, ""))
    except ValueError:
        wrong[name] = _told(name, t)
        return 0


def _month(name: str, form: Mapping[str, str], wrong: dict[str, str], t: Say) -> date:
    try:
        return month_of(form.get(name, ""))
    except ValueError:
        wrong[name] = _told(name, t)
        return date.min


def _told(name: str, t: Say) -> str:
    """What to do at a field, with the row it stands in."""
    field, _, row = name.partition("_")
    words = t(f"pension_place.wrong_{field}")
    return t("pension_place.in_row", number=int(row), words=words) if row else words
