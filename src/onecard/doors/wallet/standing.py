"""What the state of a person's card and e-card means for the credentials in her wallet.

A credential is bound to the physical card it was issued on: with that card lost it is stopped, with that card replaced,
cancelled or its holder dead it has ended for good, and a new card is a new credential.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.kernel.postgres.transaction import Transaction
from onecard.verifier.status_list import INVALID, SUSPENDED, VALID


@dataclass(frozen=True, slots=True)
class Standing:
    """Where credentials issued on the card `card_id` stand; those on any other card have ended. A stop that is over by
    itself says `until` when."""

    status: int
    card_id: UUID | None = None
    until: datetime | None = None

    def of(self, card_id: UUID) -> tuple[int, datetime | None]:
        """Status and end for a credential that was issued on this card."""
        return (self.status, self.until) if card_id == self.card_id else (INVALID, None)


ENDED = Standing(INVALID)


def standing_of(tx: Transaction, *, holder_id: UUID, at: datetime) -> Standing:
    """Where a person's credentials stand now."""
    person = residents.find_resident(tx, holder_id=holder_id)
    card, ecard = cards.card_of(tx, holder_id=holder_id), ecards.ecard_of(tx, holder_id=holder_id)
    if person is None or person.died_on is not None or card is None or ecard is None or ecard.state == "cancelled":
        return ENDED
    state = card.effective(at)
    if state in ("replaced", "cancelled"):
        return ENDED
    if state == "active" and card.social_state == "active" and ecard.state == "active":
        return Standing(VALID, card.card_id)
    lapses = state == "temporarily_lost" and card.social_state == "active" and ecard.state == "active"
    return Standing(SUSPENDED, card.card_id, card.state_until if lapses else None)
