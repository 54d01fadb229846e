"""What e-cards hear of: whatever happens to a person's physical card, and that she has died."""

from uuid import UUID

from onecard.domains.ecards.following import end_at_death, follow_state
from onecard.kernel.outbox import Event, Handlers
from onecard.kernel.postgres.transaction import Transaction


def follow(tx: Transaction, event: Event) -> None:
    """Phones and prints are in the revocation list while the card is stopped."""
    follow_state(tx, holder_id=UUID(event.body["holder_id"]), at=event.delivered_at)


def end_with_life(tx: Transaction, event: Event) -> None:
    """The e-card ends with its holder."""
    end_at_death(tx, holder_id=UUID(event.body["holder_id"]), at=event.delivered_at)


_TOPICS = (
    "cards.activated", "cards.cancelled", "cards.half_activated", "cards.half_locked", "cards.half_unlocked",
    "cards.loss_cancelled", "cards.loss_reported", "ecards.carrier_made",
)  # fmt: skip
HANDLERS: Handlers = {**{topic: [follow] for topic in _TOPICS}, "residents.died": [end_with_life]}
