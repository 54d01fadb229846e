"""Applications by the column: one person's and a school's list are the same path, an answer for each row in order."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from onecard.domains.cards.drawing import store_drawn
from onecard.domains.cards.errors import NOT_TAKEN, DuplicateApplication, ProofWanted
from onecard.domains.cards.models import Card, CardWanted, draw_card_number, draw_identifier
from onecard.domains.cards.store import apply_for
from onecard.kernel.errors import Problem
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction


def apply_cards(tx: Transaction, wanted: Sequence[CardWanted], *, at: datetime, actor: str) -> list[Card | Problem]:
    """Apply for a card for each of these people; each row's answer, in order, is the card on its way or the problem.

    One valid card and one on its way a person, nationwide: of two sessions that apply in the same second one wins and
    the other is told so. One statement, however many rows; a row that is refused leaves nothing behind.
    """
    refused: dict[int, Problem] = {}
    asked: dict[UUID, int] = {}
    for place, one in enumerate(wanted):
        if one.applicant.kind in ("agent", "guardian") and not (one.applicant.relation and one.applicant.proof):
            refused[place] = ProofWanted()
        elif one.holder_id in asked:
            refused[place] = DuplicateApplication()
        else:
            asked[one.holder_id] = place
    cards, told = _store(tx, [wanted[place] for place in asked.values()], at=at, actor=actor) if asked else ([], [])
    answers = list(zip(asked.values(), cards, told, strict=True))
    refused |= {place: NOT_TAKEN[word]() for place, _, word in answers if word is not None}
    taken = {place: card for place, card, _ in answers}
    return [refused.get(place) or taken[place] for place in range(len(wanted))]


def _store(
    tx: Transaction, wanted: Sequence[CardWanted], *, at: datetime, actor: str
) -> tuple[Sequence[Card], list[str | None]]:
    return store_drawn(
        tx,
        lambda: [_card_to_make(one, at) for one in wanted],
        lambda cards: apply_for(tx, list(zip(cards, wanted, strict=True)), at=at, actor=actor),
    )


def _card_to_make(one: CardWanted, at: datetime) -> Card:
    number, identifier = draw_card_number(), draw_identifier(one.issuer)
    return Card(
        one.holder_id, new_id(), number, identifier, one.issuer, one.bank, "applied",
        "inactive", "inactive", "inactive", at, None,
    )  # fmt: skip
