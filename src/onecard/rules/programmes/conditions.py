"""What a programme may ask of a person: the closed vocabulary of conditions.

Every condition is a piece of data read from the rulebook; `fact` names a fact, the other fields name dated values.
No text is ever evaluated. How each is judged stands in `judging.py`, what would change it in `changing.py`.
"""

from typing import Literal, TypeAlias, Union

from msgspec import Struct

Level = Literal["province", "city", "county"]


class Is(Struct, frozen=True, forbid_unknown_fields=True):
    """A flag is true."""

    fact: str


class IsNot(Struct, frozen=True, forbid_unknown_fields=True):
    """A flag is false."""

    fact: str


class Receives(Struct, frozen=True, forbid_unknown_fields=True):
    """Gets another programme's benefit."""

    programme: str


class Local(Struct, frozen=True, forbid_unknown_fields=True):
    """A division (where registered, where living) lies within the place that decides, as wide as `within`."""

    fact: str
    within: Level = "province"


class AgeFrom(Struct, frozen=True, forbid_unknown_fields=True):
    """Has reached an age in years; where the value is a table of bands, the age of its first one."""

    age: str
    fact: str = "born"


class AgeBelow(Struct, frozen=True, forbid_unknown_fields=True):
    """Has not reached an age in years."""

    age: str
    fact: str = "born"


class AtLeast(Struct, frozen=True, forbid_unknown_fields=True):
    """A number is the value or more."""

    fact: str
    value: str


class Below(Struct, frozen=True, forbid_unknown_fields=True):
    """A number is less than the value."""

    fact: str
    value: str


class Some(Struct, frozen=True, forbid_unknown_fields=True):
    """A number is more than nothing."""

    fact: str


class OneOf(Struct, frozen=True, forbid_unknown_fields=True):
    """A number or a word is one of those listed."""

    fact: str
    among: str


class Within(Struct, frozen=True, forbid_unknown_fields=True):
    """A number is still below a limit that grows by bands of another: months received, by months contributed."""

    fact: str
    by: str
    limits: str


class ChildBelow(Struct, frozen=True, forbid_unknown_fields=True):
    """At least one of the children born has not reached an age."""

    age: str
    fact: str = "children_born"


class Meets(Struct, frozen=True, forbid_unknown_fields=True):
    """A named function of the program says so (a retirement age), by these facts and values."""

    name: str
    facts: tuple[str, ...]
    values: tuple[str, ...]


class AnyOf(Struct, frozen=True, forbid_unknown_fields=True):
    """At least one of several conditions."""

    of: tuple["Condition", ...]


Condition: TypeAlias = Union[  # noqa: UP007 - it names itself
    Is, IsNot, Receives, Local, AgeFrom, AgeBelow, AtLeast, Below, Some, OneOf, Within, ChildBelow, Meets, AnyOf
]
