"""The cards' named queries, and the columns of a batch of new cards."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from psycopg.errors import UniqueViolation

from onecard.domains.cards.errors import ApplicationOpen, CardNumberTaken, TemporaryCardRefused, ValidCardExists
from onecard.domains.cards.models import Applicant, Card, draw_card_numbers, draw_identifiers
from onecard.domains.cards.states import State
from onecard.kernel.clock import day_of
from onecard.kernel.ids import new_id
from onecard.kernel.postgres import columns
from onecard.kernel.postgres.queries import named_queries
from onecard.kernel.postgres.transaction import Transaction

sql = named_queries("onecard.domains.cards")


def add_cards(tx: Transaction, cards: Sequence[Card], *, state: State, at: datetime, actor: str) -> None:
    """Store new cards with their look-ups and first events: four statements, however many cards.

    Where another session was first the database says so, and the same refusal is raised as for who looked in time.
    """
    holders, ids = [card.holder_id for card in cards], [card.card_id for card in cards]
    numbers, issuers = [card.card_number for card in cards], [card.issuer for card in cards]
    identifiers, banks = [card.identifier for card in cards], [card.bank for card in cards]
    columns = {"holders": holders, "cards": ids, "numbers": numbers, "identifiers": identifiers, "issuers": issuers}
    halves = {"socials": [card.social_state for card in cards], "bank_states": [card.bank_state for card in cards]}
    try:
        sql.add_cards(tx, **columns, **halves, banks=banks, state=state, at=at)
    except UniqueViolation:
        raise ValidCardExists from None
    try:
        sql.add_identifiers(tx, identifiers=identifiers, holders=holders, cards=ids)
        sql.add_numbers(tx, numbers=numbers, issuers=issuers, holders=holders, cards=ids)
    except UniqueViolation:
        raise CardNumberTaken from None
    add_events(tx, cards, event="issued", at=at, actor=actor)


def add_events(tx: Transaction, cards: Sequence[Any], *, event: str, at: datetime, actor: str) -> None:
    """The same event of many cards (or rows that name cards)."""
    holders, ids = [one.holder_id for one in cards], [one.card_id for one in cards]
    sql.add_events(tx, holders=holders, cards=ids, events=[new_id() for _ in cards], event=event, at=at, actor=actor)


def add_card(tx: Transaction, card: Card, *, event: str, at: datetime, actor: str, facts: Mapping[str, Any]) -> None:
    """Store one card of any kind with its look-ups and its first event."""
    try:
        sql.add_card(tx, **asdict(card), at=at)
    except UniqueViolation as taken:
        raise _SECOND.get(taken.diag.constraint_name or "", ValidCardExists) from None
    names = {"holder_id": card.holder_id, "card_id": card.card_id}
    try:
        sql.add_lookups(tx, **names, identifier=card.identifier, card_number=card.card_number, issuer=card.issuer)
    except UniqueViolation:
        raise CardNumberTaken from None
    told = _json(facts).decode()
    sql.add_event(tx, **names, event_id=new_id(), event=event, at=at, actor=actor, facts=told)


def add_tally(tx: Transaction, issuers: Sequence[int], *, each: int) -> None:
    """Count people with a valid card up (or down) by province."""
    provinces = Counter(issuer // 10000 for issuer in issuers)
    sql.add_tally(
        tx,
        ids=[new_id() for _ in provinces],
        provinces=list(provinces),
        holders=[each * number for number in provinces.values()],
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """Applications by the column, no person twice; what each column holds says CardWanted."""

    holders: Sequence[UUID]
    issuers: Sequence[int]
    banks: Sequence[str | None]
    applicants: Sequence[Applicant]
    guardian_below: Sequence[int]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn for each of them: the id of the card and its identifier as bytes, and its number."""

    cards: list[bytes]
    numbers: list[str]
    identifiers: list[bytes]


def draw_for(asked: Asked) -> Drawn:
    """Fresh ones, each column of one draw."""
    many = len(asked.holders)
    return Drawn(columns.new_octets(many), draw_card_numbers(many), draw_identifiers(asked.issuers))


def apply_for(tx: Transaction, asked: Asked, drawn: Drawn, *, at: datetime, actor: str) -> dict[int, str]:
    """Store what may be stored of these applications; by place the word for why one was not (errors.NOT_TAKEN)."""
    given = (
        columns.ids(asked.holders),
        columns.octet_ids(drawn.cards),
        columns.new_ids(len(drawn.cards)),
        columns.words(drawn.numbers),
        columns.octet_ids(drawn.identifiers),
        columns.small_numbers(asked.issuers),
        columns.words(asked.banks),
        columns.words([one.kind for one in asked.applicants]),
        columns.small_numbers(asked.guardian_below),
        columns.documents(_told_once(asked.applicants)),
    )
    try:
        rows = tx.execute(_APPLY, (*given, day_of(at), at, actor)).fetchall()
    except UniqueViolation:
        raise CardNumberTaken from None
    return {row.ordinal - 1: row.answer for row in rows}


def _told_once(applicants: Sequence[Applicant]) -> list[bytes]:
    """The facts of each; a list has the same applicant in every row, who is written once."""
    told = {key: _json(one.facts()) for key, one in {id(one): one for one in applicants}.items()}
    return [told[id(one)] for one in applicants]


#: What a second card of its kind is refused with, by the index that says so.
_SECOND = {"one_card_on_its_way_a_person": ApplicationOpen, "one_temporary_card_a_person": TemporaryCardRefused}
_json = msgspec.json.Encoder().encode
_APPLY = "select ordinal, answer from cards.apply_for(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
