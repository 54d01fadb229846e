"""Everybody by the column, for sums over a nation: where, when born, which sex, whether a student. No name, no number.

The columns stay as PostgreSQL sends them, so that nobody becomes an object; whoever adds up decodes them. One
statement, read by the county through a cursor: one moment of the nation, and memory does not grow with it.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from onecard.domains.residents.store import sql
from onecard.kernel.postgres.transaction import Transaction

#: Counties that travel together: the largest have some millions of people, of 28 bytes each.
_COUNTIES_A_TRIP = 8


class CountyCensus(NamedTuple):
    """The people of one county as two PostgreSQL arrays in the wire's binary form, in the same order.

    `packed` is an integer each: the birth in days since 1800-01-01, times 4; plus 2 of a woman, plus 1 of a student.
    `ids` are the holder ids (uuid).
    """

    division: int
    packed: bytes
    ids: bytes


def read_census(tx: Transaction, *, first: int, last: int, day: date) -> Iterator[CountyCensus]:
    """Everybody who is born and alive on a day and registered in a division from `first` to `last`."""
    with tx.cursor("census") as cursor:
        cursor.itersize = _COUNTIES_A_TRIP
        cursor.execute(sql.read_census.sql, {"first": first, "last": last, "day": day}, binary=True)
        for row in cursor:
            yield CountyCensus(*row)
