"""The physical card's life, from `apply_cards` by the column to `cancel_card`; `card_of` a person is the one in use.

On its way a card is ordered, produced and delivered by the column, then activated by one person. `replace_card` asks
for the next one; `report_loss` stops the present one at once.

A stored state may have lapsed: read it through `Card.effective(at)` or `effective_state`.
"""

from onecard.domains.cards.activating import activate_card
from onecard.domains.cards.applying import apply_cards
from onecard.domains.cards.bridging import extend_temporary_card, issue_temporary_card, temporary_card_of
from onecard.domains.cards.errors import (
    STATE_WORDS,
    ApplicationOpen,
    CardMoveRefused,
    CardNumberTaken,
    DuplicateApplication,
    FormalLossStands,
    GuardianWanted,
    HolderDeceased,
    HolderUnknown,
    NoCardOnItsWay,
    NoTemporaryCard,
    NoValidCard,
    ProductionBegun,
    ProofWanted,
    ReplacementOpen,
    TemporaryCardLimit,
    TemporaryCardRefused,
    ValidCardExists,
)
from onecard.domains.cards.models import (
    Applicant,
    CancelReason,
    Card,
    CardEvent,
    CardKind,
    CardWanted,
    HalfState,
    LossKind,
    NewCard,
    ReplaceReason,
)
from onecard.domains.cards.replacing import replace_card, withdraw_application
from onecard.domains.cards.service import (
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
    "Applicant",
    "ApplicationOpen",
    "CancelReason",
    "Card",
    "CardEvent",
    "CardKind",
    "CardMoveRefused",
    "CardNumberTaken",
    "CardWanted",
    "DuplicateApplication",
    "FormalLossStands",
    "GuardianWanted",
    "HalfState",
    "HolderDeceased",
    "HolderUnknown",
    "LossKind",
    "Move",
    "NewCard",
    "NoCardOnItsWay",
    "NoTemporaryCard",
    "NoValidCard",
    "ProductionBegun",
    "ProofWanted",
    "ReplaceReason",
    "ReplacementOpen",
    "State",
    "TemporaryCardLimit",
    "TemporaryCardRefused",
    "ValidCardExists",
    "activate_card",
    "apply_cards",
    "cancel_card",
    "cancel_loss",
    "card_of",
    "cards_of",
    "effective_state",
    "events_of",
    "extend_temporary_card",
    "holder_by_identifier",
    "holders_by_number",
    "issue_cards",
    "issue_temporary_card",
    "replace_card",
    "report_loss",
    "roll_up",
    "temporary_card_of",
    "withdraw_application",
]
