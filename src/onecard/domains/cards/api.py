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
    AppliedTwiceHere,
    BeingMade,
    CardMoveRefused,
    CardNumberTaken,
    FormalLossStands,
    GuardianNeeded,
    HolderDeceased,
    HolderNotRegistered,
    NoCardOnItsWay,
    NoTemporaryCard,
    NoValidCard,
    ProofMissing,
    ReplacementComes,
    TemporaryCardAtItsLimit,
    TemporaryCardNotNeeded,
    ValidCardExists,
)
from onecard.domains.cards.list_errors import ListUnknown, NameDiffers, PhoneMalformed, RowFlawed
from onecard.domains.cards.list_models import COLUMNS as LIST_COLUMNS
from onecard.domains.cards.list_models import ListApplicant, ListProgress, ListWanted, PartDone
from onecard.domains.cards.lists import (
    decide_part,
    forget_lists,
    list_progress,
    lists_of,
    part_answers,
    reseal_lists,
    take_list,
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
    "LIST_COLUMNS",
    "STATE_WORDS",
    "Applicant",
    "ApplicationOpen",
    "AppliedTwiceHere",
    "BeingMade",
    "CancelReason",
    "Card",
    "CardEvent",
    "CardKind",
    "CardMoveRefused",
    "CardNumberTaken",
    "CardWanted",
    "FormalLossStands",
    "GuardianNeeded",
    "HalfState",
    "HolderDeceased",
    "HolderNotRegistered",
    "ListApplicant",
    "ListProgress",
    "ListUnknown",
    "ListWanted",
    "LossKind",
    "Move",
    "NameDiffers",
    "NewCard",
    "NoCardOnItsWay",
    "NoTemporaryCard",
    "NoValidCard",
    "PartDone",
    "PhoneMalformed",
    "ProofMissing",
    "ReplaceReason",
    "ReplacementComes",
    "RowFlawed",
    "State",
    "TemporaryCardAtItsLimit",
    "TemporaryCardNotNeeded",
    "ValidCardExists",
    "activate_card",
    "apply_cards",
    "cancel_card",
    "cancel_loss",
    "card_of",
    "cards_of",
    "decide_part",
    "effective_state",
    "events_of",
    "extend_temporary_card",
    "forget_lists",
    "holder_by_identifier",
    "holders_by_number",
    "issue_cards",
    "issue_temporary_card",
    "list_progress",
    "lists_of",
    "part_answers",
    "replace_card",
    "report_loss",
    "reseal_lists",
    "roll_up",
    "take_list",
    "temporary_card_of",
    "withdraw_application",
]
