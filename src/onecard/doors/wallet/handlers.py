"""Whatever happens to a person's card or e-card, the status lists of her credentials follow within the second."""

from uuid import UUID

from onecard.doors.wallet.issuing import follow
from onecard.kernel.outbox import Event, Handlers
from onecard.kernel.postgres.transaction import Transaction


def follow_card(tx: Transaction, event: Event) -> None:
    """Stop, restore or end what this person's wallets hold."""
    follow(tx, holder_id=UUID(event.body["holder_id"]), at=event.delivered_at)


#: Everything after which a card, an e-card or a person may stand differently.
TOPICS = (
    "cards.activated", "cards.cancelled", "cards.half_locked", "cards.half_unlocked", "cards.loss_cancelled",
    "cards.loss_reported", "cards.replaced", "ecards.cancelled", "ecards.resumed", "ecards.suspended", "residents.died",
    "wallet.issued",
)  # fmt: skip
HANDLERS: Handlers = {topic: [follow_card] for topic in TOPICS}
