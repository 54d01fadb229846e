"""What ends log-ins elsewhere: signing out here, a lost card, whoever reported it, an e-card that was stopped."""

from uuid import UUID

from onecard.doors.openid.endings import end_of_holder, end_of_session
from onecard.kernel.outbox import Event, Handlers
from onecard.kernel.postgres.transaction import Transaction


def end_with_session(tx: Transaction, event: Event) -> None:
    """A browser signed out here: what stood on its session ends everywhere."""
    end_of_session(tx, session_hash=bytes.fromhex(event.body["session_hash"]), at=event.delivered_at)


def end_with_card(tx: Transaction, event: Event) -> None:
    """The e-card follows the card, and log-ins made with it end with it."""
    end_of_holder(tx, holder_id=UUID(event.body["holder_id"]), at=event.delivered_at)


HANDLERS: Handlers = {
    "security.signed_out": [end_with_session],
    "cards.loss_reported": [end_with_card],
    "ecards.suspended": [end_with_card],
    "ecards.cancelled": [end_with_card],
}
