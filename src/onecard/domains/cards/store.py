"""The cards' named queries, and the columns of a batch of new cards."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import msgspec
from psycopg.errors import UniqueViolation

from onecard.domains.cards.errors import ApplicationOpen, CardNumberTaken, TemporaryCardRefused, ValidCardExists
from onecard.domains.cards.models import Card, CardWanted
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


def apply_for(
    tx: Transaction, asked: Sequence[tuple[Card, CardWanted]], *, at: datetime, actor: str
) -> list[str | None]:
    """Store what may be stored of these applications; for each None, or the word for why not (errors.NOT_TAKEN)."""
    cards, wanted = [card for card, _ in asked], [one for _, one in asked]
    given = (
        columns.ids([card.holder_id for card in cards]),
        columns.ids([card.card_id for card in cards]),
        columns.new_ids(len(cards)),
        columns.words([card.card_number for card in cards]),
        columns.ids([card.identifier for card in cards]),
        columns.small_numbers([card.issuer for card in cards]),
        columns.words([card.bank for card in cards]),
        columns.words([one.applicant.kind for one in wanted]),
        columns.small_numbers([one.guardian_below for one in wanted]),
        columns.documents([_json(one.applicant.facts()) for one in wanted]),
    )
    try:
        rows = tx.execute(_APPLY, (*given, day_of(at), at, actor)).fetchall()
    except UniqueViolation:
        raise CardNumberTaken from None
    return [row.answer for row in rows]


#: What a second card of its kind is refused with, by the index that says so.
_SECOND = {"one_card_on_its_way_a_person": ApplicationOpen, "one_temporary_card_a_person": TemporaryCardRefused}
_json = msgspec.json.Encoder().encode
_APPLY = "select answer from cards.apply_for(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) order by ordinal"
