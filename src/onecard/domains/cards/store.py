"""The cards' named queries, and the columns of a batch of new cards."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from psycopg.errors import UniqueViolation

from onecard.domains.cards.errors import CardNumberTaken, ValidCardExists
from onecard.domains.cards.models import Card
from onecard.domains.cards.states import State
from onecard.kernel.ids import new_id
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
    try:
        sql.add_cards(tx, **columns, banks=banks, state=state, at=at)
    except UniqueViolation:
        raise ValidCardExists from None
    try:
        sql.add_identifiers(tx, identifiers=identifiers, holders=holders, cards=ids)
        sql.add_numbers(tx, numbers=numbers, issuers=issuers, holders=holders, cards=ids)
    except UniqueViolation:
        raise CardNumberTaken from None
    sql.add_events(tx, holders=holders, cards=ids, events=[new_id() for _ in cards], event="issued", at=at, actor=actor)


def add_tally(tx: Transaction, issuers: Sequence[int], *, each: int) -> None:
    """Count people with a valid card up (or down) by province."""
    provinces = Counter(issuer // 10000 for issuer in issuers)
    sql.add_tally(
        tx,
        ids=[new_id() for _ in provinces],
        provinces=list(provinces),
        holders=[each * number for number in provinces.values()],
    )
