"""Lists of applications: taken whole, decided in parts of a thousand rows, answered row by row.

A part is one transaction: killed half-way it is undone and decided again, and no row is answered twice. What a list
holds of people is sealed until the list is forgotten.
"""

from collections.abc import Container, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

import msgspec

from onecard.domains.cards.applying import apply_cards
from onecard.domains.cards.list_errors import ListUnknown, NameDiffers
from onecard.domains.cards.list_models import ListPart, ListProgress, ListWanted, PartDone
from onecard.domains.cards.list_rows import check_rows
from onecard.domains.cards.models import Applicant, Card, CardWanted
from onecard.domains.residents import api as residents
from onecard.kernel.clock import day_of
from onecard.kernel.crypto import Keyring
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.queries import named_queries
from onecard.kernel.postgres.transaction import Transaction
from onecard.kernel.sheets import Row

sql = named_queries("onecard.domains.cards", "lists.sql")
PART_ROWS = 1_000
_ROWS, _ANSWERS = "card_list.rows", "card_list.answers"
_json = msgspec.json.Encoder().encode


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
        sealed = keyring.seal(_json(some).decode(), about=wanted.list_id, field=_ROWS)
        sql.add_part(tx, list_id=wanted.list_id, part=part, rows=len(some), sealed=sealed)
        many += len(some)
    return many


def flaws_of(
    tx: Transaction, *, list_id: UUID, keyring: Keyring, divisions: Container[int], at: datetime
) -> Iterator[tuple[int, Problem]]:
    """What is wrong with the rows by themselves, by their number; nobody is looked up. Ask `list_progress` first."""
    for part in sql.list_parts(tx, list_id=list_id):
        found = sql.find_part(tx, list_id=list_id, part=part.part)
        rows = _unsealed(keyring, found.sealed, list_id)
        for one in check_rows(rows, divisions=divisions, day=day_of(at)):
            if one.problem is not None:
                yield one.row.number, one.problem


def hand_in_list(tx: Transaction, *, agency_id: UUID, list_id: UUID) -> None:
    """Let a held list be decided; handed in again it stays so. ListUnknown where the agency has none of that id."""
    sql.hand_in_list(tx, agency_id=agency_id, list_id=list_id)
    list_progress(tx, agency_id=agency_id, list_id=list_id)


def drop_list(tx: Transaction, *, agency_id: UUID, list_id: UUID) -> bool:
    """Forget a held list with all it says of people; whether there was one."""
    return bool(sql.drop_list(tx, agency_id=agency_id, list_id=list_id))


def decide_part(tx: Transaction, *, keyring: Keyring, divisions: Container[int], at: datetime) -> PartDone | None:
    """Decide the next thousand rows that wait, whosesoever; None where nothing waits. Several may decide at once.

    Who is not known yet is registered; a row applies for a card as the person at a counter would.
    """
    part = sql.take_part(tx)
    if part is None:
        return None
    rows = _unsealed(keyring, part.sealed, part.list_id)
    checked = check_rows(rows, divisions=divisions, day=day_of(at))
    people = {place: one.person for place, one in enumerate(checked) if one.person is not None}
    numbers = keyring.holder_ids(person.number.text for person in people.values())
    holders = dict(zip(people, numbers, strict=True))
    answers: list[Problem | None] = [one.problem for one in checked]
    _register(tx, people, holders, answers, keyring=keyring, at=at)
    _apply(tx, part, holders, answers, at=at)
    refused = [place for place, answer in enumerate(answers) if answer is not None]
    sql.answer_part(
        tx,
        list_id=part.list_id,
        part=part.part,
        answers=keyring.seal(_json([_told(one) for one in answers]).decode(), about=part.list_id, field=_ANSWERS),
        accepted=len(answers) - len(refused),
        refused=len(refused),
        at=at,
    )
    told_about = tuple(holders[place] for place in refused if place in holders)
    return PartDone(part.list_id, part.agency_id, part.taken_by, len(answers) - len(refused), len(refused), told_about)


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
    told = msgspec.json.decode(keyring.unseal(bytes(found.answers), about=list_id, field=_ANSWERS))
    return list(zip(_unsealed(keyring, found.sealed, list_id), told, strict=True))


def forget_lists(tx: Transaction, *, before: datetime, held_before: datetime) -> int:
    """Forget lists taken before this moment, with all they hold of people; those still held, before another."""
    return int(sql.forget_lists(tx, before=before, held_before=held_before))


def reseal_lists(tx: Transaction, *, keyring: Keyring, at_most: int = 100) -> int:
    """After a rotation: seal the next parts again under the newest key; returns how many, 0 when none is left."""
    rows = list(sql.take_old_seals(tx, key_id=keyring.seal_key_id(), at_most=at_most))
    for row in rows:
        again = [
            old and (keyring.reseal(bytes(old), about=row.list_id, field=field) or bytes(old))
            for old, field in ((row.sealed, _ROWS), (row.answers, _ANSWERS))
        ]
        sql.reseal_part(tx, list_id=row.list_id, part=row.part, sealed=again[0], answers=again[1])
    return len(rows)


def _parts(rows: Iterable[Row]) -> Iterator[list[Row]]:
    waiting = iter(rows)
    while some := list(islice(waiting, PART_ROWS)):
        yield some


def _unsealed(keyring: Keyring, sealed: bytes, list_id: UUID) -> list[Row]:
    return msgspec.json.decode(keyring.unseal(bytes(sealed), about=list_id, field=_ROWS), type=list[Row])


def _register(
    tx: Transaction,
    people: dict[int, residents.NewResident],
    holders: dict[int, UUID],
    answers: list[Problem | None],
    *,
    keyring: Keyring,
    at: datetime,
) -> None:
    """Register whoever is new; a row whose number belongs to somebody of another name is refused and left out."""
    names = [(holders[place], person.name) for place, person in people.items()]
    differ = residents.names_differ(tx, names, keyring=keyring)
    for place, person in people.items():
        if (holders[place], person.name) in differ:
            answers[place] = NameDiffers()
    new = [person for place, person in people.items() if answers[place] is None]
    residents.register_residents(tx, new, keyring=keyring, at=at)


def _apply(
    tx: Transaction, part: Any, holders: dict[int, UUID], answers: list[Problem | None], *, at: datetime
) -> None:
    places = [place for place in holders if answers[place] is None]
    applicant = Applicant(kind=part.applicant)
    wanted = [CardWanted(holders[place], part.issuer, part.bank, applicant) for place in places]
    for place, answer in zip(places, apply_cards(tx, wanted, at=at, actor=part.taken_by), strict=True):
        answers[place] = None if isinstance(answer, Card) else answer


def _told(problem: Problem | None) -> dict[str, str] | None:
    return None if problem is None else {"code": problem.code, **problem.words()}
