"""The halves' named queries; the card held while one of its halves or passwords changes, and what is told of it."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from onecard.domains.cards.errors import NoValidCard
from onecard.domains.cards.errors_halves import CardNotInUse
from onecard.domains.cards.models import Card
from onecard.domains.cards.models_halves import Half
from onecard.domains.cards.store import sql as cards_sql
from onecard.kernel import outbox
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.queries import named_queries
from onecard.kernel.postgres.transaction import Transaction

sql = named_queries("onecard.domains.cards", "queries_halves.sql")


def hold_valid_card(tx: Transaction, holder_id: UUID) -> Card:
    """A person's valid card, held until the end of the transaction: all that changes a half takes turns here."""
    row = cards_sql.take_valid_card(tx, holder_id=holder_id)
    if row is None:
        raise NoValidCard
    return Card(*row)


def hold_card_in_use(tx: Transaction, holder_id: UUID, at: datetime) -> Card:
    """The same where the card works now; CardNotInUse where it is lost, or the only one is not yet activated."""
    row = cards_sql.take_valid_card(tx, holder_id=holder_id) or cards_sql.take_card_on_its_way(tx, holder_id=holder_id)
    if row is None:
        raise NoValidCard
    card = Card(*row)
    if card.effective(at) != "active":
        raise CardNotInUse(state=card.effective(at))
    return card


def write_event(tx: Transaction, card: Card, event: str, half: Half, *, at: datetime, actor: str, **facts: Any) -> None:
    """An event of a half in the card's record."""
    sql_facts = json.dumps({"half": half, **facts}, ensure_ascii=False)
    where = {"holder_id": card.holder_id, "card_id": card.card_id, "event_id": new_id()}
    cards_sql.add_event(tx, **where, event=event, at=at, actor=actor, facts=sql_facts)


def tell(tx: Transaction, topic: str, card: Card, half: Half, *, at: datetime, actor: str, **facts: Any) -> None:
    """Tell whoever hears of it, once this transaction is committed."""
    ids = {"holder_id": str(card.holder_id), "card_id": str(card.card_id)}
    outbox.append(tx, topic=topic, body={**ids, "half": half, "actor": actor, **facts}, at=at)
