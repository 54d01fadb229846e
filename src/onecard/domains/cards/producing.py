"""From the application to the counter, by the column: ordered from a maker, produced, delivered."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from onecard.domains.cards.errors import (
    CardMoveRefused,
    IdentifierUnknown,
    NoCardOnItsWay,
    NothingToProduce,
    ProductionBegun,
    ProductionUnknown,
)
from onecard.domains.cards.models import Card, Production
from onecard.domains.cards.moving import move_card, take_on_its_way
from onecard.domains.cards.states import next_state
from onecard.domains.cards.store import add_events, sql
from onecard.kernel.errors import Problem
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction


def order_production(tx: Transaction, *, division: int, at_most: int, at: datetime, actor: str) -> Production:
    """Give the longest waiting applications of a province, city or county to a maker, in one order."""
    order_id = new_id()
    first, last = span_of(division)
    rows = list(sql.put_in_order(tx, order_id=order_id, first=first, last=last, at_most=at_most))
    if not rows:
        raise NothingToProduce
    sql.add_production(tx, order_id=order_id, issuer=division, cards=len(rows), at=at, actor=actor)
    add_events(tx, rows, event="ordered", at=at, actor=actor)
    return Production(order_id, division, len(rows), at, None, 0)


def finish_production(
    tx: Transaction, *, order_id: UUID, spoiled: Sequence[UUID], at: datetime, actor: str
) -> Production:
    """The maker has sent an order's cards; those `spoiled` (by identifier) wait for the next order.

    An order that was finished stays as it was, so that the maker may say it twice.
    """
    production = _take(tx, order_id)
    if production.finished_at is not None:
        return production
    again = list(sql.put_out_of_order(tx, order_id=order_id, identifiers=list(spoiled)))
    made = list(sql.produce_order(tx, order_id=order_id, at=at))
    add_events(tx, again, event="spoiled", at=at, actor=actor)
    add_events(tx, made, event="produced", at=at, actor=actor)
    sql.finish_production(tx, order_id=order_id, at=at, spoiled=len(again))
    return _take(tx, order_id)


def cards_to_make(tx: Transaction, *, order_id: UUID) -> list[Card]:
    """What the maker is to make: the cards of an order that are still wanted."""
    _take(tx, order_id)
    return [Card(*row) for row in sql.cards_in_order(tx, order_id=order_id)]


def productions(tx: Transaction, *, at_most: int = 100) -> list[Production]:
    """The orders to makers within reach, the latest first."""
    return [Production(*row) for row in sql.list_productions(tx, at_most=at_most)]


def produce_here(tx: Transaction, *, holder_id: UUID, at: datetime, actor: str) -> Card:
    """Make one person's card on the spot, where the counter has a printer of its own."""
    coming = take_on_its_way(tx, holder_id)
    if coming is None:
        raise NoCardOnItsWay
    if coming.order_id is not None:
        raise ProductionBegun
    return move_card(tx, coming, "produce", at=at, actor=actor)


def deliver_cards(tx: Transaction, identifiers: Sequence[UUID], *, at: datetime, actor: str) -> list[Card | Problem]:
    """Cards arrived where their holders collect them; for each identifier, in order, the card or the problem."""
    held = {row.identifier: Card(*row) for row in sql.take_cards_by_identifier(tx, identifiers=list(identifiers))}
    answers = [_delivered(held.get(one), at) for one in identifiers]
    moved = list({card.card_id: card for card in answers if isinstance(card, Card)}.values())
    sql.deliver_cards(tx, holders=[one.holder_id for one in moved], cards=[one.card_id for one in moved], at=at)
    add_events(tx, moved, event="delivered", at=at, actor=actor)
    return answers


def span_of(division: int) -> tuple[int, int]:
    """The first and last code of a province, a city or one county; of all for the nation (0)."""
    if division == 0:
        return 0, 999_999
    width = 10_000 if division % 10_000 == 0 else 100 if division % 100 == 0 else 1
    return division, division + width - 1


def _take(tx: Transaction, order_id: UUID) -> Production:
    row = sql.take_production(tx, order_id=order_id)
    if row is None:
        raise ProductionUnknown
    return Production(*row)


def _delivered(card: Card | None, at: datetime) -> Card | Problem:
    if card is None:
        return IdentifierUnknown()
    try:
        return replace(card, state=next_state(card.state, "deliver"), state_since=at)
    except CardMoveRefused as refused:
        return refused
