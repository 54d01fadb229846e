"""What cards hear of: that a person has died."""

from contextlib import suppress
from uuid import UUID

from onecard.domains.cards.errors import NoValidCard
from onecard.domains.cards.service import cancel_card
from onecard.kernel.outbox import Event, Handlers
from onecard.kernel.postgres.transaction import Transaction


def end_with_life(tx: Transaction, event: Event) -> None:
    """Whoever registered the death: no card of hers stays valid or on its way. Ended already, it stays as it is."""
    with suppress(NoValidCard):
        holder_id = UUID(event.body["holder_id"])
        cancel_card(tx, holder_id=holder_id, at=event.delivered_at, actor="system", reason="death")


HANDLERS: Handlers = {"residents.died": [end_with_life]}
