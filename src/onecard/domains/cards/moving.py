"""What every move of a card does: take the card, check the table, store, write an event, tell whoever hears of it."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from onecard.domains.cards.errors import NoValidCard
from onecard.domains.cards.models import Card
from onecard.domains.cards.states import Move, State, counts_from, next_state
from onecard.domains.cards.store import sql
from onecard.kernel import outbox
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction


def take_valid(tx: Transaction, holder_id: UUID, at: datetime) -> Card:
    """The valid card, held; where its temporary loss has lapsed that is written down first."""
    card = find_valid(tx, holder_id, at)
    if card is None:
        raise NoValidCard
    return card


def find_valid(tx: Transaction, holder_id: UUID, at: datetime) -> Card | None:
    """The same, or None.

    Asked twice: where the card that was waited for has just been replaced, the first look finds it no longer valid and
    does not see the new one yet.
    """
    row = sql.take_valid_card(tx, holder_id=holder_id) or sql.take_valid_card(tx, holder_id=holder_id)
    if row is None:
        return None
    card = Card(*row)
    if card.effective(at) == card.state:
        return card
    assert card.state_until is not None
    write_event(tx, card, "loss_lapsed", at=card.state_until, actor="system", facts={})
    return _store(tx, card, "active", since=card.state_until, until=None)


def move_card(
    tx: Transaction,
    card: Card,
    move: Move,
    *,
    at: datetime,
    actor: str,
    until: datetime | None = None,
    unhang_after_formal: bool = False,
    facts: dict[str, Any] | None = None,
) -> Card:
    """One step of the table: the event with its facts, and the card as it is then."""
    to = next_state(card.state, move, unhang_after_formal=unhang_after_formal)
    told = {**(facts or {}), **({"until": until.isoformat()} if until else {})}
    write_event(tx, card, _HAPPENED[move], at=at, actor=actor, facts=told)
    return _store(tx, card, to, since=counts_from(card.state, card.state_since, to, at), until=until)


def _store(tx: Transaction, card: Card, state: State, *, since: datetime, until: datetime | None) -> Card:
    sql.change_state(tx, holder_id=card.holder_id, card_id=card.card_id, state=state, since=since, until=until)
    return replace(card, state=state, state_since=since, state_until=until)


def write_event(tx: Transaction, card: Card, event: str, *, at: datetime, actor: str, facts: dict[str, Any]) -> None:
    sql.add_event(
        tx,
        holder_id=card.holder_id,
        card_id=card.card_id,
        event_id=new_id(),
        event=event,
        at=at,
        actor=actor,
        facts=json.dumps(facts, ensure_ascii=False),
    )


def take_on_its_way(tx: Transaction, holder_id: UUID) -> Card | None:
    """The card that is on its way to this person, held; take the valid one first, everybody does."""
    row = sql.take_card_on_its_way(tx, holder_id=holder_id)
    return Card(*row) if row else None


def take_temporary(tx: Transaction, holder_id: UUID) -> Card | None:
    """The temporary card that was not ended yet, held; its days may be over."""
    row = sql.take_temporary_card(tx, holder_id=holder_id)
    return Card(*row) if row else None


def tell(tx: Transaction, topic: str, card: Card, *, at: datetime, actor: str) -> None:
    """Tell whoever hears of it, once this transaction is committed."""
    ids = {"holder_id": str(card.holder_id), "card_id": str(card.card_id), "issuer": card.issuer}
    outbox.append(tx, topic=topic, body={**ids, "state": card.state, "actor": actor}, at=at)


_HAPPENED: dict[Move, str] = {
    "produce": "produced",
    "deliver": "delivered",
    "activate": "activated",
    "report_temporary_loss": "temporary_loss_reported",
    "report_formal_loss": "formal_loss_reported",
    "cancel_loss": "loss_cancelled",
    "replace": "replaced",
    "cancel": "cancelled",
}
