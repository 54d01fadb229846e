"""Which rows of a table must not be shown, so that nobody can read one person out of it.

A row is withheld where one of its groups is smaller than the least number but not empty: its counts and its money,
since either gives the other away. What is withheld could still be worked out from the total less the rest; so the
withheld rows together must be as safe as a row that is shown, and more are withheld until they are.
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

from onecard.rules.programmes.comparing import Row

Key = TypeVar("Key", bound=Hashable)


def withheld(rows: Mapping[Key, Row], least: int) -> set[Key]:
    """The keys of the rows that are not shown beside their total, which `small` must have let pass."""
    hidden = {key for key, row in rows.items() if small(row, least)}
    rest = sorted(
        (key for key in rows if key not in hidden and any(rows[key].groups)), key=lambda key: _size(rows[key])
    )
    while hidden and not _safe([rows[key] for key in hidden], least) and rest:
        hidden.add(rest.pop(0))
    return hidden


def small(row: Row, least: int) -> bool:
    """Whether a group is so small that it tells of single people."""
    return any(0 < many < least for many in row.groups)


def _safe(rows: list[Row], least: int) -> bool:
    """One row alone is its difference from the total; several are their sum."""
    together = [sum(column) for column in zip(*(row.groups for row in rows), strict=True)]
    return len(rows) > 1 and not any(0 < many < least for many in together)


def _size(row: Row) -> int:
    return sum(row.groups)
