"""Reads a page of the record: the newest entries of every source asked for, in one order; and the whole of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from onecard.doors.bootstrap import House
from onecard.doors.record.entries import Asked, Entry
from onecard.doors.record.sources import SOURCES
from onecard.kernel.postgres.transaction import Transaction

_AT_ONCE = 500


def read_record(asked: Asked, *, kind: str = "") -> list[Entry]:
    """At most so many entries of this kind, or of all: newest first, and where moments tie by id.

    Each source is asked for a whole page, because it may hold all of it; the next page begins before the last entry.
    """
    wanted = [SOURCES[kind]] if kind else SOURCES.values()
    found = [entry for source in wanted for entry in source.read(asked)]
    found.sort(key=_newest_first, reverse=True)
    return found[: asked.at_most]


def whole_record(house: House, tx: Transaction, holder_id: UUID) -> Iterator[Entry]:
    """Every entry there is, newest first, a few hundred in memory."""
    asked = Asked.of(house, tx, holder_id, at_most=_AT_ONCE)
    while page := read_record(asked):
        yield from page
        asked = replace(asked, before=page[-1].happened_at, before_entry=page[-1].entry_id)


def _newest_first(entry: Entry) -> tuple[datetime, UUID]:
    return entry.happened_at, entry.entry_id
