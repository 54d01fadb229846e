"""The rows of some parts with all that checks may look at, loaded for all of them at once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from onecard.domains.cards import api as cards
from onecard.domains.residents import api as residents
from onecard.domains.rosters.models import ProgrammeTerms, Project
from onecard.domains.rosters.rows import Asked
from onecard.domains.rosters.store import sql
from onecard.kernel.crypto import Keyring
from onecard.kernel.errors import Problem
from onecard.kernel.postgres import columns
from onecard.kernel.postgres.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Beside:
    """An entry of the same person for days of the same period: in which roster, for what and where."""

    roster_id: UUID
    number: int
    programme: str
    period: str
    place: int
    source: str


class Payable(Protocol):
    """Somebody who is to be paid: a row that is checked, or an entry that is looked at once more."""

    @property
    def holder_id(self) -> UUID: ...


P = TypeVar("P", bound=Payable)


@dataclass
class Looked(Generic[P]):
    """People to be paid with what is known of them. Whoever a check refuses is not looked at by the next."""

    terms: ProgrammeTerms
    at: datetime
    rows: list[P]
    people: Mapping[UUID, residents.Resident]
    cards: Mapping[UUID, cards.Card]
    beside: Mapping[UUID, Sequence[Beside]]
    refused: dict[int, Problem] = field(default_factory=dict)

    def standing(self) -> Iterator[tuple[int, P]]:
        """Those whom no check refused yet, each with her place among them all."""
        for place, row in enumerate(self.rows):
            if place not in self.refused:
                yield place, row


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that can be read: where it stands among those at hand, its number in the roster, whose, what it asks."""

    position: int
    number: int
    holder_id: UUID
    asked: Asked


@dataclass(kw_only=True)
class Candidates(Looked[Candidate]):
    """Rows that ask to become entries of a roster; `misnamed` are the places of those under another's number."""

    roster_id: UUID
    project: Project
    misnamed: frozenset[int]

    def same(self, row: Candidate) -> Iterator[Beside]:
        """The person's entries of this very programme and period."""
        for one in self.beside.get(row.holder_id, ()):
            if (one.programme, one.period) == (self.project.programme, self.project.period):
                yield one


def load(
    tx: Transaction,
    rows: list[Candidate],
    *,
    roster_id: UUID,
    project: Project,
    terms: ProgrammeTerms,
    keyring: Keyring,
    at: datetime,
) -> Candidates:
    """A look each at people, names, cards and other entries, however many rows."""
    holders = [row.holder_id for row in rows]
    _, differ = residents.names_differ(tx, holders, [row.asked.name for row in rows], keyring=keyring)
    return Candidates(
        **look_at(tx, rows, project=project, terms=terms, at=at),
        roster_id=roster_id,
        project=project,
        misnamed=frozenset(differ),
    )


def look_again(tx: Transaction, rows: list[P], *, project: Project, terms: ProgrammeTerms, at: datetime) -> Looked[P]:
    """The same of entries that are about to be paid."""
    return Looked(**look_at(tx, rows, project=project, terms=terms, at=at))


def look_at(tx: Transaction, rows: list[P], *, project: Project, terms: ProgrammeTerms, at: datetime) -> dict[str, Any]:
    """What is known of people, as both looks want it."""
    holders = [row.holder_id for row in rows]
    return {
        "terms": terms, "at": at, "rows": rows, "people": residents.find_residents(tx, holders),
        "cards": cards.valid_cards(tx, holders), "beside": entries_beside(tx, holders, project),
    }  # fmt: skip


def entries_beside(tx: Transaction, holders: Sequence[UUID], project: Project) -> dict[UUID, list[Beside]]:
    """What else these people are on rosters for, in the days of the project's period."""
    found: dict[UUID, list[Beside]] = defaultdict(list)
    rows = sql.entries_beside(
        tx, holders=columns.ids(holders), from_day=project.from_day, until_day=project.until_day
    )  # fmt: skip
    for row in rows:
        found[row.holder_id].append(Beside(*row[1:]))
    return dict(found)
