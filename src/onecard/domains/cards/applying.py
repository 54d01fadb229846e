"""Applications by the column: one person's and a school's list are the same path, an answer for each row in order."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from onecard.domains.cards.drawing import store_drawn
from onecard.domains.cards.errors import NOT_TAKEN, DuplicateApplication, ProofWanted
from onecard.domains.cards.models import Card, CardWanted
from onecard.domains.cards.store import Asked, Drawn, apply_for, draw_for
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.transaction import Transaction


def apply_cards(tx: Transaction, wanted: Sequence[CardWanted], *, at: datetime, actor: str) -> list[Card | Problem]:
    """Apply for a card for each of these people; each row's answer, in order, is the card on its way or the problem.

    One valid card and one on its way a person, nationwide: of two sessions that apply in the same second one wins and
    the other is told so. One statement, however many rows; a row that is refused leaves nothing behind.
    """
    answers: dict[int, Card | Problem] = {}
    asked: dict[UUID, int] = {}
    for place, one in enumerate(wanted):
        if one.applicant.kind in ("agent", "guardian") and not (one.applicant.relation and one.applicant.proof):
            answers[place] = ProofWanted()
        elif one.holder_id in asked:
            answers[place] = DuplicateApplication()
        else:
            asked[one.holder_id] = place
    if asked:
        given = [wanted[place] for place in asked.values()]
        drawn, refused = store_applications(tx, _by_column(given), at=at, actor=actor)
        for n, place in enumerate(asked.values()):
            answers[place] = refused.get(n) or _card(given[n], drawn, n, at)
    return [answers[place] for place in range(len(wanted))]


def store_applications(tx: Transaction, asked: Asked, *, at: datetime, actor: str) -> tuple[Drawn, dict[int, Problem]]:
    """Store these applications, no person twice among them; what was drawn, and the problems of those refused."""
    if not asked.holders:
        return draw_for(asked), {}
    drawn, words = store_drawn(
        tx, lambda: draw_for(asked), lambda drawn: apply_for(tx, asked, drawn, at=at, actor=actor)
    )
    return drawn, {place: NOT_TAKEN[word]() for place, word in words.items()}


def _by_column(wanted: Sequence[CardWanted]) -> Asked:
    return Asked(
        [one.holder_id for one in wanted],
        [one.issuer for one in wanted],
        [one.bank for one in wanted],
        [one.applicant for one in wanted],
        [one.guardian_below for one in wanted],
    )


def _card(one: CardWanted, drawn: Drawn, n: int, at: datetime) -> Card:
    card_id, identifier = UUID(bytes=drawn.cards[n]), UUID(bytes=drawn.identifiers[n])
    return Card(
        one.holder_id, card_id, drawn.numbers[n], identifier, one.issuer, one.bank, "applied",
        "inactive", "inactive", "inactive", at, None,
    )  # fmt: skip
