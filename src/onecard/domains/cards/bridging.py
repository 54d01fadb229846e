"""The temporary card: identifies for some weeks while the proper card is lost or on its way; no bank half."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from onecard.domains.cards.drawing import store_drawn
from onecard.domains.cards.errors import NoTemporaryCard, NoValidCard, TemporaryCardLimit, TemporaryCardRefused
from onecard.domains.cards.models import Card, draw_card_number, draw_identifier
from onecard.domains.cards.moving import find_valid, move_card, take_on_its_way, take_temporary, write_event
from onecard.domains.cards.store import add_card, sql
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction


def issue_temporary_card(tx: Transaction, *, holder_id: UUID, until: datetime, at: datetime, actor: str) -> Card:
    """Issue a temporary card, good until the moment that the rulebook's days give, in the issuing province only.

    For who has reported a loss or waits for a card; who has a card that works, or a temporary one, is refused.
    """
    card = find_valid(tx, holder_id, at)
    waited_for = card or take_on_its_way(tx, holder_id)
    standing = take_temporary(tx, holder_id)
    if waited_for is None:
        raise NoValidCard
    if (standing and standing.effective(at) == "active") or (card and card.state == "active"):
        raise TemporaryCardRefused
    if standing is not None:
        assert standing.valid_until is not None
        move_card(tx, standing, "cancel", at=standing.valid_until, actor="system", facts={"reason": "days_over"})
    issuer = waited_for.issuer
    [made], _ = store_drawn(
        tx,
        lambda: [_card_to_bridge(holder_id, issuer, until, at)],
        lambda drawn: add_card(
            tx, drawn[0], event="temporary_issued", at=at, actor=actor, facts={"until": until.isoformat()}
        ),
    )
    return made


def _card_to_bridge(holder_id: UUID, issuer: int, until: datetime, at: datetime) -> Card:
    return Card(
        holder_id, new_id(), draw_card_number(), draw_identifier(issuer), issuer, None, "active", "active", "inactive",
        "active", at, None, "temporary", until,
    )  # fmt: skip


def extend_temporary_card(
    tx: Transaction, *, holder_id: UUID, by: timedelta, at_most: timedelta, at: datetime, actor: str
) -> Card:
    """Let it hold longer, but no longer than `at_most` from its first day; both are the rulebook's."""
    card = take_temporary(tx, holder_id)
    if card is None or card.effective(at) != "active":
        raise NoTemporaryCard
    assert card.valid_until is not None
    latest = card.state_since + at_most
    if card.valid_until >= latest:
        raise TemporaryCardLimit
    until = min(card.valid_until + by, latest)
    sql.change_valid_until(tx, holder_id=holder_id, card_id=card.card_id, valid_until=until)
    write_event(tx, card, "extended", at=at, actor=actor, facts={"until": until.isoformat()})
    return replace(card, valid_until=until)


def temporary_card_of(tx: Transaction, *, holder_id: UUID) -> Card | None:
    """A person's temporary card, if one is in use; its days may be over, so ask `effective`."""
    held = (Card(*row) for row in sql.list_cards(tx, holder_id=holder_id))
    return next((one for one in held if one.kind == "temporary" and one.state == "active"), None)
