"""Issuing cards by the column, and the moves of one card: each checks the table, stores, and writes an event."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from onecard.domains.cards.errors import NoValidCard, ValidCardExists
from onecard.domains.cards.models import Card, CardEvent, LossKind, NewCard, draw_card_number, draw_identifier
from onecard.domains.cards.states import VALID, Move, State, counts_from, next_state
from onecard.domains.cards.store import add_cards, add_tally, sql
from onecard.kernel import outbox
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction


def issue_cards(
    tx: Transaction, cards: Sequence[NewCard], *, at: datetime, actor: str, state: State = "active"
) -> list[Card]:
    """Issue a card to each of these people, in order; ValidCardExists where one of them holds a valid card."""
    if state in VALID and list(sql.holders_with_valid_card(tx, holders=[new.holder_id for new in cards])):
        raise ValidCardExists
    made = [_make(new, state, at) for new in cards]
    add_cards(tx, made, state=state, at=at, actor=actor)
    if state in VALID:
        add_tally(tx, [card.issuer for card in made], each=1)
    return made


def cards_of(tx: Transaction, *, holder_id: UUID) -> list[Card]:
    """All cards of a person: the valid one first, then the latest."""
    return [Card(*row) for row in sql.list_cards(tx, holder_id=holder_id)]


def card_of(tx: Transaction, *, holder_id: UUID) -> Card | None:
    """A person's valid card, or else the latest; None who never had one (or is out of reach)."""
    return next(iter(cards_of(tx, holder_id=holder_id)), None)


def events_of(tx: Transaction, *, holder_id: UUID) -> list[CardEvent]:
    """What happened to a person's cards, the latest first."""
    return [CardEvent(*row) for row in sql.list_events(tx, holder_id=holder_id)]


def holders_by_number(tx: Transaction, *, card_number: str, issuer: int | None = None) -> list[UUID]:
    """Whose card carries this number. More than one only where two issuers chose the same number."""
    rows = sql.find_by_number(tx, card_number=card_number.strip().upper(), issuer=issuer)
    return [row.holder_id for row in rows]


def holder_by_identifier(tx: Transaction, *, identifier: UUID) -> UUID | None:
    """Whose card carries this identifier."""
    row = sql.find_by_identifier(tx, identifier=identifier)
    return row.holder_id if row else None


def report_loss(
    tx: Transaction, *, holder_id: UUID, kind: LossKind, at: datetime, actor: str, until: datetime | None = None
) -> Card:
    """Stop a person's card at once, everywhere. A temporary loss lapses at `until`, which the rulebook's days give.

    Reporting what is reported already changes nothing, and a temporary report does not weaken a formal one.
    """
    assert (kind == "temporary") == (until is not None), "a temporary loss, and only that, has an end"
    card = _take_valid(tx, holder_id, at)
    if card.state == "lost" or (card.state == "temporarily_lost" and kind == "temporary"):
        return card
    move: Move = "report_temporary_loss" if kind == "temporary" else "report_formal_loss"
    lost = _move(tx, card, move, at=at, actor=actor, until=until)
    _tell(tx, "cards.loss_reported", lost, at=at, actor=actor)
    return lost


def cancel_loss(tx: Transaction, *, holder_id: UUID, at: datetime, actor: str, unhang_after_formal: bool) -> Card:
    """The card was found again. Whether that helps after a formal loss is the rulebook's answer, given here."""
    card = _take_valid(tx, holder_id, at)
    found = _move(tx, card, "cancel_loss", at=at, actor=actor, unhang_after_formal=unhang_after_formal)
    _tell(tx, "cards.loss_cancelled", found, at=at, actor=actor)
    return found


def cancel_card(tx: Transaction, *, holder_id: UUID, at: datetime, actor: str, reason: str) -> Card:
    """End a person's valid card for good: death, emigration, a duplicate."""
    card = _take_valid(tx, holder_id, at)
    cancelled = _move(tx, card, "cancel", at=at, actor=actor, facts={"reason": reason})
    add_tally(tx, [card.issuer], each=-1)
    return cancelled


def advance_card(tx: Transaction, *, holder_id: UUID, card_id: UUID, move: Move, at: datetime, actor: str) -> Card:
    """One step of a card on its way to its holder: produce, deliver, activate."""
    assert move in ("produce", "deliver", "activate"), "the other moves have verbs of their own"
    row = sql.take_card(tx, holder_id=holder_id, card_id=card_id)
    if row is None:
        raise NoValidCard
    if move == "deliver" and list(sql.holders_with_valid_card(tx, holders=[holder_id])):
        raise ValidCardExists
    moved = _move(tx, Card(*row), move, at=at, actor=actor)
    if move == "deliver":
        add_tally(tx, [moved.issuer], each=1)
    return moved


def roll_up(tx: Transaction) -> int:
    """Sum up the counts for the boards; the worker calls this now and then."""
    return int(sql.roll_up(tx))


def _make(new: NewCard, state: State, at: datetime) -> Card:
    number, identifier = new.card_number or draw_card_number(), new.identifier or draw_identifier(new.issuer)
    return Card(
        new.holder_id, new_id(), number, identifier, new.issuer, new.bank, state, "active", "active", "active", at, None
    )


def _take_valid(tx: Transaction, holder_id: UUID, at: datetime) -> Card:
    """The valid card, held; where its temporary loss has lapsed that is written down first."""
    row = sql.take_valid_card(tx, holder_id=holder_id)
    if row is None:
        raise NoValidCard
    card = Card(*row)
    if card.effective(at) == card.state:
        return card
    assert card.state_until is not None
    _write_event(tx, card, "loss_lapsed", at=card.state_until, actor="system", facts={})
    return _store(tx, card, "active", since=card.state_until, until=None)


def _move(
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
    to = next_state(card.state, move, unhang_after_formal=unhang_after_formal)
    told = {**(facts or {}), **({"until": until.isoformat()} if until else {})}
    _write_event(tx, card, _HAPPENED[move], at=at, actor=actor, facts=told)
    return _store(tx, card, to, since=counts_from(card.state, card.state_since, to, at), until=until)


def _store(tx: Transaction, card: Card, state: State, *, since: datetime, until: datetime | None) -> Card:
    sql.change_state(tx, holder_id=card.holder_id, card_id=card.card_id, state=state, since=since, until=until)
    return replace(card, state=state, state_since=since, state_until=until)


def _write_event(tx: Transaction, card: Card, event: str, *, at: datetime, actor: str, facts: dict[str, Any]) -> None:
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


def _tell(tx: Transaction, topic: str, card: Card, *, at: datetime, actor: str) -> None:
    """Tell whoever hears of it, once this transaction is committed."""
    ids = {"holder_id": str(card.holder_id), "card_id": str(card.card_id)}
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
