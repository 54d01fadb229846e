"""Lists of applications: taken whole, kept in parts of a thousand rows, decided some parts at once, answered row by row.

What is decided at once is one transaction: killed half-way it is undone and decided again, and no row is answered
twice. What a list holds of people is sealed until the list is forgotten.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

import msgspec

from onecard.domains.cards.applying import store_applications
from onecard.domains.cards.errors import DuplicateApplication
from onecard.domains.cards.list_errors import ListUnknown, NameDiffers
from onecard.domains.cards.list_models import ListPart, ListProgress, ListWanted, PartsDone
from onecard.domains.cards.list_rows import check_rows
from onecard.domains.cards.models import Applicant
from onecard.domains.cards.store import Asked
from onecard.domains.residents import api as residents
from onecard.kernel.clock import day_of
from onecard.kernel.crypto import Keyring
from onecard.kernel.errors import Problem
from onecard.kernel.postgres import columns
from onecard.kernel.postgres.queries import named_queries
from onecard.kernel.postgres.transaction import Transaction
from onecard.kernel.sheets import Row

sql = named_queries("onecard.domains.cards", "lists.sql")
PART_ROWS = 1_000
#: So many parts of a list are decided in one transaction. Its people are stored in the order of their ids, which are as
#: good as random: the more at once, the more of them meet on one page of an index.
PARTS_AT_ONCE = 8
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


def decide_parts(tx: Transaction, *, keyring: Keyring, divisions: Container[int], at: datetime) -> PartsDone | None:
    """Decide the next parts of a list that wait, whosesoever; None where nothing waits. Several may decide at once.

    Who is not known yet is registered; a row applies for a card as the person at a counter would.
    """
    parts = list(sql.take_parts(tx, at_most=PARTS_AT_ONCE))
    if not parts:
        return None
    rows = [row for part in parts for row in _unsealed(keyring, part.sealed, part.list_id)]
    people, answers = _check(rows, divisions, at, keyring)
    _register(tx, people, answers, keyring=keyring, at=at)
    _apply(tx, parts[0], people, answers, at=at)
    _answer(tx, parts, answers, keyring=keyring, at=at)
    refused = [place for place, answer in enumerate(answers) if answer is not None]
    holders = dict(zip(people.places, people.holders, strict=True)) if refused else {}
    told_about = tuple(holders[place] for place in refused if place in holders)
    whose = parts[0]
    return PartsDone(
        whose.list_id, whose.agency_id, whose.taken_by, len(rows) - len(refused), len(refused), told_about
    )


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


class _People(NamedTuple):
    """Whom the rows name and where those stand, by the column, in the order of holders."""

    places: list[int]
    holders: list[UUID]
    persons: list[residents.NewResident]


#: Every row's answer: None until there is a problem.
_Answers: TypeAlias = list[Problem | None]


def _check(
    rows: Sequence[Row], divisions: Container[int], at: datetime, keyring: Keyring
) -> tuple[_People, _Answers]:
    """In the order of holders two sessions never wait for each other in a ring, and neighbours share pages."""
    checked = list(check_rows(rows, divisions=divisions, day=day_of(at)))
    answers: _Answers = [one if isinstance(one, Problem) else None for one in checked]
    persons = {place: one for place, one in enumerate(checked) if not isinstance(one, Problem)}
    numbers = keyring.holder_ids([person.number.text for person in persons.values()])
    holders = dict(zip(persons, numbers, strict=True))
    places = sorted(persons, key=lambda place: holders[place].int)  # of one number the earlier row comes first
    return _People(places, [holders[place] for place in places], [persons[place] for place in places]), answers


def _register(tx: Transaction, people: _People, answers: _Answers, *, keyring: Keyring, at: datetime) -> None:
    """Register whoever is new. A row whose number belongs to somebody of another name is refused, and the later of two
    rows of one number."""
    names = [person.name for person in people.persons]
    known, differ = residents.names_differ(tx, people.holders, names, keyring=keyring)
    new: list[int] = []
    before: UUID | None = None
    for n, place in enumerate(people.places):
        holder = people.holders[n]
        if n in differ:
            answers[place] = NameDiffers()
        elif holder == before:
            answers[place] = DuplicateApplication()
        else:
            before = holder
            if not known or holder not in known:
                new.append(n)
    residents.register_residents(
        tx, [people.persons[n] for n in new], holders=[people.holders[n] for n in new], keyring=keyring, at=at
    )


def _apply(tx: Transaction, whose: Any, people: _People, answers: _Answers, *, at: datetime) -> None:
    pairs = zip(people.places, people.holders, strict=True)
    asked = {place: holder for place, holder in pairs if answers[place] is None}
    many, applicant = len(asked), Applicant(kind=whose.applicant)
    columns = Asked(list(asked.values()), [whose.issuer] * many, [whose.bank] * many, [applicant] * many, [0] * many)
    places = list(asked)
    for n, problem in store_applications(tx, columns, at=at, actor=whose.taken_by)[1].items():
        answers[places[n]] = problem


def _answer(tx: Transaction, parts: Sequence[Any], answers: _Answers, *, keyring: Keyring, at: datetime) -> None:
    waiting = iter(answers)
    told = [[_told(one) for one in islice(waiting, part.rows)] for part in parts]
    refused = [sum(one is not None for one in some) for some in told]
    list_id = parts[0].list_id
    sealed = keyring.seal_all((_json(some).decode() for some in told), about=[list_id] * len(told), field=_ANSWERS)
    sql.answer_parts(
        tx,
        list_id=list_id,
        parts=[part.part for part in parts],
        answers=columns.octets(sealed),
        accepted=[part.rows - one for part, one in zip(parts, refused, strict=True)],
        refused=refused,
        at=at,
    )


def _told(problem: Problem | None) -> dict[str, str] | None:
    return None if problem is None else {"code": problem.code, **problem.words()}
