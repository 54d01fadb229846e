"""The e-card follows its physical card and its holder: what it carries stops with the card, and ends with the life.

Whether a code is good now is asked of the card itself wherever it is used; this is for who cannot ask, a gate without
network, and for what must not outlive the person.
"""

from datetime import datetime
from uuid import UUID

from onecard.domains.cards import api as cards
from onecard.domains.ecards.carriers import hold_back, let_go
from onecard.domains.ecards.life import cancel_ecard, effective_state, take_ecard
from onecard.domains.ecards.models import SYSTEM
from onecard.kernel.postgres.transaction import Transaction


def follow_state(tx: Transaction, *, holder_id: UUID, at: datetime) -> None:
    """Let the revocation list say of a person's phones and prints what her card says now."""
    ecard, card = take_ecard(tx, holder_id=holder_id), cards.card_of(tx, holder_id=holder_id)
    if ecard is None:
        return
    if effective_state(ecard, card, at) == "active":
        let_go(tx, holder_id=holder_id, at=at)
    else:
        hold_back(tx, holder_id=holder_id, at=at, until=_lapses(card, at))


def end_at_death(tx: Transaction, *, holder_id: UUID, at: datetime) -> None:
    """The e-card of somebody who died ends for good, with channels, phones and prints. Runs for the system."""
    ecard = take_ecard(tx, holder_id=holder_id)
    if ecard is not None and ecard.state != "cancelled":
        cancel_ecard(tx, holder_id=holder_id, at=at, by=SYSTEM, reason="death")


def _lapses(card: cards.Card | None, at: datetime) -> datetime | None:
    """When the stop is over by itself: a temporary loss, and nothing else that stops the card."""
    if card is None or card.effective(at) != "temporarily_lost" or card.social_state != "active":
        return None
    return card.state_until
