"""What the API takes and tells of a programme tried with other values: sums in whole fen, and nobody."""

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

Value = bool | int | str | list[Any] | dict[str, Any]


class TrialWanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The values by name, as the rulebook writes them or as text (`700.00`, `80:10000, 90:50000`).

    They are tried as if published at `place` (0: the nation; the agency's own division where it is left out) from the
    day `on` (today).
    """

    values: Annotated[dict[str, Value], Meta(min_length=1, max_length=20)]
    place: int | None = None
    on: date | None = None


class TrialFund(msgspec.Struct, frozen=True):
    """What a fund bears in one period of the rule, before and after."""

    fund: str
    before_fen: int
    after_fen: int


class TrialRow(msgspec.Struct, frozen=True):
    """A region by its code, or an age band by the age it begins at.

    `withheld`: a group is smaller than the least number that may be told, so that all but `people` is left out.
    """

    code: int
    name: str
    name_zh: str
    people: int
    withheld: bool
    new: int | None = None
    gone: int | None = None
    more: int | None = None
    less: int | None = None
    same: int | None = None
    before_fen: int | None = None
    after_fen: int | None = None
    funds: list[TrialFund] = []


class TrialBasis(msgspec.Struct, frozen=True):
    """What the figures rest on: facts of the nation's data, facts assumed (illustrative), and what is left out.

    `kept`: divisions and alliances that keep a value of their own. `not_counted`: programmes that look at who gets
    this one. `least`: no group smaller than this is told of; `one_in`: each person here stands for so many.
    """

    held: list[str]
    assumed: list[str]
    once_a_household: bool
    kept: list[str]
    not_counted: list[str]
    least: int
    one_in: int


class TrialFigures(msgspec.Struct, frozen=True):
    """The figures; amounts are for one `per` (month, year …)."""

    per: str
    seconds: float
    basis: TrialBasis
    whole: TrialRow
    regions: list[TrialRow]
    ages: list[TrialRow]


class TrialTold(msgspec.Struct, frozen=True):
    """How far it is, in counties, and the figures once it is finished. Ask again with the same body to follow it."""

    state: Literal["waiting", "running", "finished", "failed"]
    people: int
    done: int
    of: int
    figures: TrialFigures | None = None
