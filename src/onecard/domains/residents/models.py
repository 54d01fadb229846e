"""A person as the platform knows her: a checked number, facts without a name, and what is shown masked or in full."""

import re
from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct
from stdnum.cn import ric
from stdnum.util import clean

from onecard.domains.residents.errors import (
    NameCharacterUnassigned,
    NameMalformed,
    NumberBirthDateImpossible,
    NumberCheckWrong,
    NumberDivisionUnknown,
    NumberMalformed,
    NumberOfAnotherScheme,
    NumberOldUnclear,
)

Sex = Literal["F", "M"]
_SHAPE = re.compile(r"[0-9]{17}[0-9X]", re.ASCII)
_OLD_SHAPE = re.compile(r"[0-9]{15}", re.ASCII)
#: Letters before digits: a passport, a residence permit, a permit of Hong Kong, Macau or Taiwan. Their formats are not
#: checked, because no source for them was found.
_OTHER_SCHEME = re.compile(r"[A-Z]{1,3}[0-9]{5,15}[A-Z0-9]?", re.ASCII)
#: Sequences that old numbers kept for people born before 1900; here "19" would be the wrong century (from memory).
_CENTENARIANS = frozenset({"996", "997", "998", "999"})
_DOTS = str.maketrans("•・‧∙.", "·····")
#: Most names hold nothing but these, which are kept as they are: a million of them are read for a list.
_PLAIN_NAME = re.compile(r"[\u4e00-\u9fa50-9A-Za-z]{1,60}")
#: The private use areas: what one system calls by a code that means nothing elsewhere.
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")


class SocialSecurityNumber(Struct, frozen=True, gc=False):
    """A citizen's 18 characters, checked: GB 11643 shape, ISO 7064 MOD 11-2, a real division and a real day.

    A Struct, for a list makes a million of them. Not shown by `repr`.
    """

    text: str
    division: int
    birth_date: date
    sex: Sex

    def __repr__(self) -> str:
        return f"SocialSecurityNumber(division={self.division})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("division", self.division)]

    @classmethod
    def parse(cls, text: str, divisions: Container[int]) -> "SocialSecurityNumber":
        """Read what a person typed. `divisions` are the codes that exist (and, where known, existed).

        An old number of 15 digits is read as the 18 characters it became: the century 19 before the year, and the check
        character. A passport's or permit's number follows another scheme and is refused with what to do.
        """
        number = text if _SHAPE.fullmatch(text) else _as_eighteen(clean(text, " -").strip().upper())
        if number[-1] != ric.calc_check_digit(number):
            raise NumberCheckWrong
        division = int(number[:6])
        if division not in divisions:
            raise NumberDivisionUnknown
        return cls(number, division, _birth_date(number[6:14]), "M" if number[16] in "13579" else "F")

    def masked(self) -> str:
        """As a page shows it with the eye closed: `110***********002X`."""
        return masked_number(self.text)


@dataclass(frozen=True, slots=True)
class NewStatus:
    """A dated status to record: student, disabled, veteran; `source` is who says so."""

    kind: str
    valid_from: date
    valid_until: date | None
    source: str


class NewResident(Struct, frozen=True, gc=False):
    """Somebody to register. `division` is where she is registered now; her number may name another place.

    Neither name nor number nor phone is shown by `repr`.
    """

    number: SocialSecurityNumber
    name: str
    division: int
    phone: str | None = None
    statuses: tuple[NewStatus, ...] = ()

    def __repr__(self) -> str:
        return f"NewResident(division={self.division})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("division", self.division)]


@dataclass(frozen=True, slots=True)
class Resident:
    """What may be known without unsealing: no name, no number, no phone."""

    holder_id: UUID
    division: int
    birth_date: date
    sex: Sex
    died_on: date | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Status:
    """A dated status that was recorded."""

    kind: str
    valid_from: date
    valid_until: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Masked:
    """Name and number as a page may show them before anybody asked for more."""

    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Revealed:
    """Name, number and phone in full: whoever asked for this writes an access log. Not shown by `repr`."""

    name: str = field(repr=False)
    number: str = field(repr=False)
    phone: str | None = field(repr=False)


def read_name(text: str) -> str:
    """A name as it is kept: outer space dropped, any of the many middle dots written `·`, ideographs untouched."""
    if _PLAIN_NAME.fullmatch(text):
        return text
    name = text.strip().translate(_DOTS)
    if _PRIVATE.search(name):
        raise NameCharacterUnassigned
    if not 1 <= len(name) <= 60 or not name.isprintable() or not name.strip("· "):
        raise NameMalformed
    return name


def masked_number(number: str) -> str:
    """`110***********002X`: the first three and the last four."""
    return f"{number[:3]}{'*' * 11}{number[-4:]}"


def masked_name(name: str) -> str:
    """`张*明`, `张*`, `欧**明`; of a name with middle dots the first letter of each part: `阿***·买**`."""
    if "·" in name:
        return "·".join(part[:1] + "*" * (len(part) - 1) for part in name.split("·"))
    if len(name) <= 2:
        return name[:1] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]


def _as_eighteen(typed: str) -> str:
    """18 characters of the shape of a citizen number, from 18 or from the 15 digits of an old one."""
    if _OLD_SHAPE.fullmatch(typed):
        if typed[12:] in _CENTENARIANS:
            raise NumberOldUnclear
        seventeen = f"{typed[:6]}19{typed[6:]}"
        return seventeen + str(ric.calc_check_digit(seventeen + "0"))
    if _OTHER_SCHEME.fullmatch(typed):
        raise NumberOfAnotherScheme
    if not _SHAPE.fullmatch(typed):
        raise NumberMalformed
    return typed


@lru_cache(maxsize=50_000)  # the days of more than a century: a list of a school holds some thousand
def _birth_date(digits: str) -> date:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise NumberBirthDateImpossible from None
