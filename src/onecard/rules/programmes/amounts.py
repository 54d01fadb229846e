"""How much a programme pays: the closed vocabulary of amounts, read from the rulebook. Worked out in `working.py`."""

from typing import TypeAlias, Union

from msgspec import Struct


class Fixed(Struct, frozen=True, forbid_unknown_fields=True):
    """The same for everybody."""

    value: str


class ByAge(Struct, frozen=True, forbid_unknown_fields=True):
    """By age in years: the amount of the last band whose age is reached; before the first, nothing."""

    bands: str
    fact: str = "born"


class ByBand(Struct, frozen=True, forbid_unknown_fields=True):
    """By a number: the amount of the last band that is reached; before the first, nothing."""

    fact: str
    bands: str


class ByWord(Struct, frozen=True, forbid_unknown_fields=True):
    """By a word: the amount beside it; a word that is not listed earns nothing."""

    fact: str
    table: str


class Times(Struct, frozen=True, forbid_unknown_fields=True):
    """An amount for each unit of one or more facts (mu of land, days of work, permille lost), rounded once."""

    of: "Amount"
    facts: tuple[str, ...]


class PerChild(Struct, frozen=True, forbid_unknown_fields=True):
    """An amount for each child that has not reached an age."""

    value: str
    age: str
    fact: str = "children_born"


class TopUp(Struct, frozen=True, forbid_unknown_fields=True):
    """What a household lacks to a line: (line - income a head) for each member, never less than nothing."""

    line: str
    income: str
    members: str


class Share(Struct, frozen=True, forbid_unknown_fields=True):
    """So many percent of an amount; may be more than a hundred."""

    of: "Amount"
    percent: str


class Raised(Struct, frozen=True, forbid_unknown_fields=True):
    """An amount, and so many percent of it on top where a flag is true."""

    of: "Amount"
    percent: str
    when: str


class Capped(Struct, frozen=True, forbid_unknown_fields=True):
    """An amount, but never more than the value."""

    of: "Amount"
    most: str


class Sum(Struct, frozen=True, forbid_unknown_fields=True):
    """Several amounts together."""

    of: tuple["Amount", ...]


class Formula(Struct, frozen=True, forbid_unknown_fields=True):
    """An amount that a named function works out (a pension), from these facts and values.

    The names are a registry given on load.
    """

    name: str
    facts: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


Amount: TypeAlias = Union[  # noqa: UP007 - it names itself
    Fixed, ByAge, ByBand, ByWord, Times, PerChild, TopUp, Share, Raised, Capped, Sum, Formula
]
