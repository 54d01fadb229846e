"""Somebody else stopped a person's card: she is signed out everywhere, for the phone may be gone with the card.

Who reports the loss from her own session keeps it: there she sees that it worked, and may take it back.
"""

from uuid import UUID

from onecard.doors.security.sessions import close_sessions_of
from onecard.kernel.outbox import Event, Handlers
from onecard.kernel.postgres.transaction import Transaction


def sign_out(tx: Transaction, event: Event) -> None:
    """Close the sessions of whose card was stopped at a hall or by telephone."""
    if event.body["actor"] != "resident":
        close_sessions_of(tx, UUID(event.body["holder_id"]))


def end_with_life(tx: Transaction, event: Event) -> None:
    """Nobody stays signed in as somebody who has died."""
    close_sessions_of(tx, UUID(event.body["holder_id"]))


HANDLERS: Handlers = {"cards.loss_reported": [sign_out], "residents.died": [end_with_life]}
