"""Whether the card can receive money: valid, not lost, its bank half at work."""

from collections.abc import Iterator

from onecard.domains.cards import api as cards
from onecard.domains.rosters.candidates import Looked, P
from onecard.domains.rosters.errors_rows import BankHalfIdle, CardMissing, CardStopped
from onecard.kernel.errors import Problem


def check(looked: Looked[P]) -> Iterator[tuple[int, Problem]]:
    """No card, one reported lost, or one whose bank half waits for the bank or is locked."""
    for place, row in looked.standing():
        card = looked.cards.get(row.holder_id)
        if card is None:
            yield place, CardMissing()
        elif card.effective(looked.at) != "active":
            yield place, CardStopped()
        elif card.bank_state != "active":
            zh, en = cards.HALF_STATE_WORDS[card.bank_state]
            yield place, BankHalfIdle(state_zh=zh, state_en=en)
