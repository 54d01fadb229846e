"""Whether a person may sign in elsewhere now: the e-card stands, and so does the physical card that it follows."""

from datetime import datetime
from uuid import UUID

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.kernel.postgres.transaction import Transaction


def require_standing(tx: Transaction, *, holder_id: UUID, at: datetime) -> None:
    """Raises EcardUnknown, EcardStopped or PhysicalCardStops, each with what to do."""
    ecard = ecards.ecard_of(tx, holder_id=holder_id)
    if ecard is None:
        raise ecards.EcardUnknown
    if ecard.state != "active":
        raise ecards.EcardStopped
    card = cards.card_of(tx, holder_id=holder_id)
    state = card.effective(at) if card else "cancelled"
    if card is None or state != "active":
        zh, en = cards.STATE_WORDS[state]
        raise ecards.PhysicalCardStops(state=state, state_zh=zh, state_en=en)
    if card.social_state != "active":
        raise ecards.PhysicalCardStops(state="locked", state_zh="社保功能已锁定", state_en="locked")
