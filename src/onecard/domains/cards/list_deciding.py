"""Deciding lists: some parts at once, by the column, an answer for every row.

What is decided at once is one transaction: killed half-way it is undone and decided again, and no row is answered
twice.
"""

from collections.abc import Container, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from onecard.domains.cards.applying import store_applications
from onecard.domains.cards.errors import DuplicateApplication
from onecard.domains.cards.list_errors import NameDiffers
from onecard.domains.cards.list_models import PartsDone
from onecard.domains.cards.list_rows import check_rows
from onecard.domains.cards.list_store import ANSWERS, sql, unsealed_rows, written
from onecard.domains.cards.models import Applicant
from onecard.domains.cards.store import Asked
from onecard.domains.residents import api as residents
from onecard.kernel.clock import day_of
from onecard.kernel.crypto import Keyring
from onecard.kernel.errors import Problem
from onecard.kernel.postgres import columns
from onecard.kernel.postgres.transaction import Transaction
from onecard.kernel.sheets import Row

#: So many parts of a list are decided in one transaction. Its people are stored in the order of their ids, which are as
#: good as random: the more at once, the more of them meet on one page of an index, and the more memory they take.
PARTS_AT_ONCE = 8


def decide_parts(tx: Transaction, *, keyring: Keyring, divisions: Container[int], at: datetime) -> PartsDone | None:
    """Decide the next parts of a list that wait, whosesoever; None where nothing waits. Several may decide at once.

    Who is not known yet is registered; a row applies for a card as the person at a counter would.
    """
    parts = list(sql.take_parts(tx, at_most=PARTS_AT_ONCE))
    if not parts:
        return None
    rows = [row for part in parts for row in unsealed_rows(keyring, part.sealed, part.list_id)]
    people, answers = _check(rows, divisions, at, keyring)
    _register(tx, people, answers, keyring=keyring, at=at)
    _apply(tx, parts[0], people, answers, at=at)
    _answer(tx, parts, answers, keyring=keyring, at=at)
    refused = [place for place, answer in enumerate(answers) if answer is not None]
    holders = dict(zip(people.places, people.holders, strict=True)) if refused else {}
    told_about = tuple(holders[place] for place in refused if place in holders)
    whose = parts[0]
    return PartsDone(whose.list_id, whose.agency_id, whose.taken_by, len(rows) - len(refused), len(refused), told_about)


class _People(NamedTuple):
    """Whom the rows name and where those stand, by the column, in the order of holders."""

    places: list[int]
    holders: list[UUID]
    persons: list[residents.NewResident]


#: Every row's answer: None until there is a problem.
_Answers: TypeAlias = list[Problem | None]


def _check(rows: Sequence[Row], divisions: Container[int], at: datetime, keyring: Keyring) -> tuple[_People, _Answers]:
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
    given = Asked(list(asked.values()), [whose.issuer] * many, [whose.bank] * many, [applicant] * many, [0] * many)
    places = list(asked)
    for n, problem in store_applications(tx, given, at=at, actor=whose.taken_by)[1].items():
        answers[places[n]] = problem


def _answer(tx: Transaction, parts: Sequence[Any], answers: _Answers, *, keyring: Keyring, at: datetime) -> None:
    waiting = iter(answers)
    told = [[_told(one) for one in islice(waiting, part.rows)] for part in parts]
    refused = [sum(one is not None for one in some) for some in told]
    list_id = parts[0].list_id
    sealed = keyring.seal_all(map(written, told), about=[list_id] * len(told), field=ANSWERS)
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
