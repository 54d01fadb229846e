"""Lists of applications: taken whole, kept in parts of a thousand rows, followed, read back and forgotten.

What a list holds of people is sealed until the list is forgotten. How its rows are decided: `list_deciding`.
"""

from collections.abc import Container, Iterable, Iterator
from datetime import datetime
from itertools import islice
from uuid import UUID

import msgspec

from onecard.domains.cards.list_errors import ListUnknown
from onecard.domains.cards.list_models import ListPart, ListProgress, ListWanted
from onecard.domains.cards.list_rows import check_rows
from onecard.domains.cards.list_store import ANSWERS, ROWS, sql, unsealed_rows, written
from onecard.kernel.clock import day_of
from onecard.kernel.crypto import Keyring
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.transaction import Transaction
from onecard.kernel.sheets import Row

PART_ROWS = 1_000


def take_list(
    tx: Transaction, wanted: ListWanted, rows: Iterable[Row], *, keyring: Keyring, at: datetime, held: bool = False
) -> int:
    """Keep a list, sealed, to be decided by the worker; returns its rows. Memory stays flat however long it is.

    A `held` one waits for `hand_in_list`, so that its sender may look at `flaws_of` first.
    """
    sql.add_list(
        tx,
        list_id=wanted.list_id,
        agency_id=wanted.agency_id,
        issuer=wanted.issuer,
        bank=wanted.bank,
        applicant=wanted.applicant,
        staff=wanted.staff,
        at=at,
        held=held,
    )
    many = 0
    for part, some in enumerate(_parts(rows)):
        sealed = keyring.seal(written(some), about=wanted.list_id, field=ROWS)
        sql.add_part(tx, list_id=wanted.list_id, part=part, rows=len(some), sealed=sealed)
        many += len(some)
    return many


def flaws_of(
    tx: Transaction, *, list_id: UUID, keyring: Keyring, divisions: Container[int], at: datetime
) -> Iterator[tuple[int, Problem]]:
    """What is wrong with the rows by themselves, by their number; nobody is looked up. Ask `list_progress` first."""
    for part in sql.list_parts(tx, list_id=list_id):
        found = sql.find_part(tx, list_id=list_id, part=part.part)
        rows = unsealed_rows(keyring, found.sealed, list_id)
        for row, one in zip(rows, check_rows(rows, divisions=divisions, day=day_of(at)), strict=True):
            if isinstance(one, Problem):
                yield row.number, one


def hand_in_list(tx: Transaction, *, agency_id: UUID, list_id: UUID) -> None:
    """Let a held list be decided; handed in again it stays so. ListUnknown where the agency has none of that id."""
    sql.hand_in_list(tx, agency_id=agency_id, list_id=list_id)
    list_progress(tx, agency_id=agency_id, list_id=list_id)


def drop_list(tx: Transaction, *, agency_id: UUID, list_id: UUID) -> bool:
    """Forget a held list with all it says of people; whether there was one."""
    return bool(sql.drop_list(tx, agency_id=agency_id, list_id=list_id))


def lists_of(tx: Transaction, *, agency_id: UUID, count: int = 50, held: bool = False) -> list[ListProgress]:
    """An agency's lists, the newest first, with how far each is; with `held` those not handed in yet, too."""
    found = sql.find_lists(tx, agency_id=agency_id, list_id=None, count=count, held=held)
    return [ListProgress(*row) for row in found]


def list_progress(tx: Transaction, *, agency_id: UUID, list_id: UUID, held: bool = False) -> ListProgress:
    """How far one list is; ListUnknown where the agency has none of that id, or not handed it in yet unless `held`."""
    for row in sql.find_lists(tx, agency_id=agency_id, list_id=list_id, count=1, held=held):
        return ListProgress(*row)
    raise ListUnknown


def parts_of(tx: Transaction, *, list_id: UUID) -> list[ListPart]:
    """A list's parts in order. Ask `list_progress` first: it knows whose list it is."""
    return [ListPart(*row) for row in sql.list_parts(tx, list_id=list_id)]


def part_answers(
    tx: Transaction, *, list_id: UUID, part: int, keyring: Keyring
) -> list[tuple[Row, dict[str, str] | None]] | None:
    """A thousand rows with their answers: None for a row that was accepted, or the problem's code and words.

    Empty while the part waits; None beyond the last part. Ask `list_progress` first: it knows whose list it is.
    """
    found = sql.find_part(tx, list_id=list_id, part=part)
    if found is None or found.answers is None:
        return None if found is None else []
    told = msgspec.json.decode(keyring.unseal(bytes(found.answers), about=list_id, field=ANSWERS))
    return list(zip(unsealed_rows(keyring, found.sealed, list_id), told, strict=True))


def forget_lists(tx: Transaction, *, before: datetime, held_before: datetime) -> int:
    """Forget lists taken before this moment, with all they hold of people; those still held, before another."""
    return int(sql.forget_lists(tx, before=before, held_before=held_before))


def reseal_lists(tx: Transaction, *, keyring: Keyring, at_most: int = 100) -> int:
    """After a rotation: seal the next parts again under the newest key; returns how many, 0 when none is left."""
    rows = list(sql.take_old_seals(tx, key_id=keyring.seal_key_id(), at_most=at_most))
    for row in rows:
        again = [
            old and (keyring.reseal(bytes(old), about=row.list_id, field=field) or bytes(old))
            for old, field in ((row.sealed, ROWS), (row.answers, ANSWERS))
        ]
        sql.reseal_part(tx, list_id=row.list_id, part=row.part, sealed=again[0], answers=again[1])
    return len(rows)


def _parts(rows: Iterable[Row]) -> Iterator[list[Row]]:
    waiting = iter(rows)
    while some := list(islice(waiting, PART_ROWS)):
        yield some
