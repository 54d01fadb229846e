"""How the API tells of a card, the same to its holder and to staff."""

from datetime import datetime

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.doors.api.shapes_people import CardShape


def tell_card(card: cards.Card, ecard: ecards.Ecard | None, at: datetime) -> CardShape:
    """A card with its state at this instant, a lapsed loss being over."""
    state = card.effective(at)
    zh, en = cards.STATE_WORDS[state]
    until = card.state_until if state == "temporarily_lost" else None
    ecard_state = ecard.state if ecard is not None else None
    return CardShape(
        card.issuer, card.bank, state, zh, en, card.state_since, until, ecard_state, card.kind, card.reason,
        card.valid_until,
    )  # fmt: skip
