"""Objecting to an entry: the rulebook's days give the last day for the answer; once, however often it is sent."""

from datetime import datetime, timedelta
from uuid import UUID

from onecard.domains.cards import api as cards
from onecard.domains.sharing import api as sharing
from onecard.doors.bootstrap import House
from onecard.kernel.clock import day_of
from onecard.kernel.postgres.transaction import Transaction
from onecard.rules.book import Dated


def answer_days(house: House, tx: Transaction, holder_id: UUID, at: datetime) -> Dated:
    """How long an agency has, by the rule where the person's card was issued."""
    card = cards.card_of(tx, holder_id=holder_id)
    return house.book.value("sharing.objection_answer_days", place=card.issuer if card else 0, on=day_of(at))


def object_to_entry(
    house: House, tx: Transaction, *, holder_id: UUID, kind: sharing.AboutKind, entry_id: UUID, text: str
) -> sharing.Objection:
    """Object to a look or a use; see sharing.object_to for the refusals."""
    at = house.clock()
    due_on = day_of(at) + timedelta(days=answer_days(house, tx, holder_id, at).value)
    return sharing.object_to(
        tx,
        holder_id=holder_id,
        about_kind=kind,
        about_id=entry_id,
        text=text,
        due_on=due_on,
        keyring=house.keyring,
        at=at,
    )
