"""Columns of a batch as PostgreSQL arrays, in the wire's own binary form.

A full batch is some fifteen thousand values. Adapting them one by one, or writing them as text that PostgreSQL must
read again, costs more than what is done with them; so a column is joined from bytes here and passed as one parameter.
Each function takes any number of values, None among them, and returns what `tx.execute` takes for a `%s` whose type
the statement says: a function's parameter, or `%s::uuid[]`.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from struct import Struct
from typing import Any
from uuid import UUID

import uuid_utils
from psycopg import adapters, pq
from psycopg.adapt import Dumper

_HEAD, _EMPTY, _NULL = Struct(">iiIii").pack, Struct(">iiI").pack, b"\xff\xff\xff\xff"
_INT4, _INT8 = Struct(">i").pack, Struct(">q").pack
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # PostgreSQL counts instants in microseconds and days from here
_EPOCH_DAY = date(2000, 1, 1).toordinal()


class Column(bytes):
    """An array as PostgreSQL receives it."""


def ids(values: Iterable[UUID | None]) -> Column:
    """A column of uuid."""
    return _array(2950, values, lambda known: [v.int.to_bytes(16) for v in known], size=16)


def octet_ids(values: Iterable[bytes | None]) -> Column:
    """A column of uuid from the sixteen bytes of each."""
    return _array(2950, values, list, size=16)


def new_ids(many: int) -> Column:
    """A column of so many new ids, as `new_id` makes them one by one."""
    return octet_ids(new_octets(many))


def new_octets(many: int) -> list[bytes]:
    """The bytes of so many new ids."""
    return [uuid_utils.uuid7().bytes for _ in range(many)]


def numbers(values: Iterable[int | None]) -> Column:
    """A column of bigint."""
    return _array(20, values, lambda known: [_INT8(v) for v in known], size=8)


def small_numbers(values: Iterable[int | None]) -> Column:
    """A column of integer."""
    return _array(23, values, lambda known: [_INT4(v) for v in known], size=4)


def days(values: Iterable[date | None]) -> Column:
    """A column of date."""
    return _array(1082, values, lambda known: [_INT4(v.toordinal() - _EPOCH_DAY) for v in known], size=4)


def instants(values: Iterable[datetime | None]) -> Column:
    """A column of timestamptz; the instants must be aware."""
    return _array(1184, values, lambda known: [_INT8(_microseconds(v)) for v in known], size=8)


def words(values: Iterable[str | None]) -> Column:
    """A column of text."""
    return _array(25, values, lambda known: [v.encode() for v in known])


def octets(values: Iterable[bytes | None]) -> Column:
    """A column of bytea."""
    return _array(17, values, list)


def documents(values: Iterable[bytes | None]) -> Column:
    """A column of jsonb from JSON texts."""
    return _array(3802, values, lambda known: [b"\x01" + v for v in known])


def _array(
    kind: int, values: Iterable[Any], write: Callable[[Sequence[Any]], list[bytes]], size: int | None = None
) -> Column:
    column = values if isinstance(values, list) else list(values)
    if not column:
        return Column(_EMPTY(0, 0, kind))
    known = [v for v in column if v is not None]
    head = _HEAD(1, len(known) < len(column), kind, len(column), 1)
    if size and len(known) == len(column):
        length = size.to_bytes(4)
        return Column(head + length + length.join(write(known)))
    written = iter([len(v).to_bytes(4) + v for v in write(known)])
    return Column(head + b"".join([_NULL if v is None else next(written) for v in column]))


def _microseconds(at: datetime) -> int:
    since = at - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


class _ColumnDumper(Dumper):
    format = pq.Format.BINARY

    def dump(self, obj: Column) -> bytes:
        return obj


adapters.register_dumper(Column, _ColumnDumper)
