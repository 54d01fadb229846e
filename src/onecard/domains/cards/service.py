"""Issuing cards by the column, and the moves of one card: each checks the table, stores, and writes an event."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from onecard.domains.cards.drawing import store_drawn
from onecard.domains.cards.errors import NoValidCard, ReplacementOpen, ValidCardExists
from onecard.domains.cards.models import (
    CancelReason,
    Card,
    CardEvent,
    HalfState,
    LossKind,
    NewCard,
    Standing,
    draw_card_number,
    draw_identifier,
)
from onecard.domains.cards.moving import find_valid, move_card, take_on_its_way, take_temporary, take_valid, tell
from onecard.domains.cards.states import ON_ITS_WAY, VALID, Move, State
from onecard.domains.cards.store import add_cards, add_tally, sql
from onecard.kernel.ids import new_id
from onecard.kernel.postgres import columns
from onecard.kernel.postgres.transaction import Transaction


def issue_cards(
    tx: Transaction, cards: Sequence[NewCard], *, at: datetime, actor: str, state: State = "active"
) -> list[Card]:
    """Issue a card to each of these people, in order; ValidCardExists where one of them holds a valid card."""
    if state in VALID and list(sql.holders_with_valid_card(tx, holders=[new.holder_id for new in cards])):
        raise ValidCardExists
    made, _ = store_drawn(
        tx,
        lambda: [_make(new, state, at) for new in cards],
        lambda drawn: add_cards(tx, drawn, state=state, at=at, actor=actor),
    )
    if state in VALID:
        add_tally(tx, [card.issuer for card in made], each=1)
    return list(made)


def cards_of(tx: Transaction, *, holder_id: UUID) -> list[Card]:
    """All cards of a person: the valid one first, then the latest."""
    return [Card(*row) for row in sql.list_cards(tx, holder_id=holder_id)]


def card_of(tx: Transaction, *, holder_id: UUID) -> Card | None:
    """A person's valid card, or else the latest; None who never had one (or is out of reach). Never a temporary one."""
    return next((card for card in cards_of(tx, holder_id=holder_id) if card.kind == "standard"), None)


def valid_cards(tx: Transaction, holders: Sequence[UUID]) -> dict[UUID, Card]:
    """The valid card of each of a column of people, by holder; who has none (or is out of reach) is left out."""
    return {row.holder_id: Card(*row) for row in sql.find_valid_cards(tx, holders=columns.ids(holders))}


def card_on_its_way(tx: Transaction, *, holder_id: UUID) -> Card | None:
    """The card that is on its way to a person, if one is."""
    return next((card for card in cards_of(tx, holder_id=holder_id) if card.state in ON_ITS_WAY), None)


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


def standing_of(tx: Transaction, *, holder_id: UUID) -> Standing:
    """Where a person's cards come from and where she is registered; only the system may ask, for a counter."""
    row = sql.standing_of(tx, holder_id=holder_id)
    return Standing(*row)


def report_loss(
    tx: Transaction, *, holder_id: UUID, kind: LossKind, at: datetime, actor: str, until: datetime | None = None
) -> Card:
    """Stop a person's card at once, everywhere. A temporary loss lapses at `until`, which the rulebook's days give.

    Reporting what is reported already changes nothing, and a temporary report does not weaken a formal one.
    """
    assert (kind == "temporary") == (until is not None), "a temporary loss, and only that, has an end"
    card = take_valid(tx, holder_id, at)
    if card.state == "lost" or (card.state == "temporarily_lost" and kind == "temporary"):
        return card
    move: Move = "report_temporary_loss" if kind == "temporary" else "report_formal_loss"
    lost = move_card(tx, card, move, at=at, actor=actor, until=until)
    tell(tx, "cards.loss_reported", lost, at=at, actor=actor)
    return lost


def cancel_loss(tx: Transaction, *, holder_id: UUID, at: datetime, actor: str, unhang_after_formal: bool) -> Card:
    """The card was found again. Whether that helps after a formal loss is the rulebook's answer, given here.

    Once a new card was asked for because of the loss, the old one stays stopped: withdraw that first.
    """
    card = take_valid(tx, holder_id, at)
    coming = take_on_its_way(tx, holder_id) if card.state == "lost" else None
    if coming is not None and coming.reason == "lost":
        raise ReplacementOpen
    found = move_card(tx, card, "cancel_loss", at=at, actor=actor, unhang_after_formal=unhang_after_formal)
    tell(tx, "cards.loss_cancelled", found, at=at, actor=actor)
    return found


def cancel_card(tx: Transaction, *, holder_id: UUID, at: datetime, actor: str, reason: CancelReason) -> Card:
    """End a person's cards for good: the valid one, one on its way and a temporary one.

    Returns the valid card, or without one the card that was on its way; NoValidCard where there is neither. The e-card
    follows, and whatever the person's purses hold stays hers or her heirs'.
    """
    card = find_valid(tx, holder_id, at)
    coming = take_on_its_way(tx, holder_id)
    if card is None and coming is None:
        raise NoValidCard
    ended = [
        move_card(tx, one, "cancel", at=at, actor=actor, facts={"reason": reason})
        for one in (card, coming, take_temporary(tx, holder_id))
        if one is not None
    ]
    if card is not None:
        add_tally(tx, [card.issuer], each=-1)
    tell(tx, "cards.cancelled", ended[0], at=at, actor=actor)
    return ended[0]


def roll_up(tx: Transaction) -> int:
    """Sum up the counts for the boards; the worker calls this now and then."""
    return int(sql.roll_up(tx))


def _make(new: NewCard, state: State, at: datetime) -> Card:
    number, identifier = new.card_number or draw_card_number(), new.identifier or draw_identifier(new.issuer)
    works: HalfState = "active" if state in VALID else "inactive"
    bank_works = new.bank_state if state in VALID else works
    return Card(
        new.holder_id, new_id(), number, identifier, new.issuer, new.bank, state, works, bank_works, works, at, None
    )
