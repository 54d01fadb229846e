"""The physical card's life: `issue_cards` by the column, `report_loss` and `cancel_loss`, `card_of` a person.

A stored state may have lapsed: read it through `Card.effective(at)` or `effective_state`.
"""

from onecard.domains.cards.errors import (
    STATE_WORDS,
    CardMoveRefused,
    CardNumberTaken,
    FormalLossStands,
    NoValidCard,
    ValidCardExists,
)
from onecard.domains.cards.history import events_before
from onecard.domains.cards.models import Card, CardEvent, HalfState, LossKind, NewCard
from onecard.domains.cards.service import (
    advance_card,
    cancel_card,
    cancel_loss,
    card_of,
    cards_of,
    events_of,
    holder_by_identifier,
    holders_by_number,
    issue_cards,
    report_loss,
    roll_up,
)
from onecard.domains.cards.states import Move, State, effective_state

__all__ = [
    "STATE_WORDS",
    "Card",
    "CardEvent",
    "CardMoveRefused",
    "CardNumberTaken",
    "FormalLossStands",
    "HalfState",
    "LossKind",
    "Move",
    "NewCard",
    "NoValidCard",
    "State",
    "ValidCardExists",
    "advance_card",
    "cancel_card",
    "cancel_loss",
    "card_of",
    "cards_of",
    "effective_state",
    "events_before",
    "events_of",
    "holder_by_identifier",
    "holders_by_number",
    "issue_cards",
    "report_loss",
    "roll_up",
]
