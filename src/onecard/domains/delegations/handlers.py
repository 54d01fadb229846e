"""What delegations hear of: that a person has died."""

from uuid import UUID

from onecard.domains.delegations.ending import end_at_death
from onecard.kernel.outbox import Event, Handlers
from onecard.kernel.postgres.transaction import Transaction


def end_with_life(tx: Transaction, event: Event) -> None:
    """Nobody acts for the dead, nor do they for anybody; acts are refused from the day of death on in any case."""
    end_at_death(tx, holder_id=UUID(event.body["holder_id"]), at=event.delivered_at)


HANDLERS: Handlers = {"residents.died": [end_with_life]}
