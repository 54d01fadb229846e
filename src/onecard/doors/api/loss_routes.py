"""Reporting a card lost, and found again: by its holder, or by staff who help. It takes effect at once, everywhere."""

from datetime import datetime, timedelta
from uuid import UUID

from litestar.params import JSONBody

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.doors.api.cards_told import tell_card
from onecard.doors.api.given import TheHouse, TheResident
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_people import CardShape, LossReport
from onecard.doors.bootstrap import House
from onecard.doors.security.visitors import scope_of
from onecard.kernel.clock import day_of
from onecard.kernel.postgres.transaction import Transaction


@operation(
    "POST", "/me/card/loss", id="reportMyCardLost", summary="挂失 · Report my card lost", tag="me",
    problems=(cards.NoValidCard, cards.CardMoveRefused), sent=LossReport("temporary"),
)  # fmt: skip
def report_my_card_lost(house: TheHouse, resident: TheResident, data: JSONBody[LossReport]) -> CardShape:
    """At once and everywhere; a temporary report lapses after the days of the card's place."""
    at = house.clock()
    with house.app.writing(scope_of(resident)) as tx:
        card = stop_card(house, tx, holder_id=resident.holder_id, kind=data.kind, at=at, actor="resident")
        ecard = ecards.ecard_of(tx, holder_id=resident.holder_id)
    return tell_card(card, ecard, at)


@operation(
    "DELETE", "/me/card/loss", id="cancelMyLossReport", summary="解挂 · Cancel my loss report", tag="me",
    problems=(cards.NoValidCard, cards.CardMoveRefused, cards.FormalLossStands),
)  # fmt: skip
def cancel_my_loss_report(house: TheHouse, resident: TheResident) -> CardShape:
    """The card was found; whether that helps after a formal report is the place's rule."""
    at = house.clock()
    with house.app.writing(scope_of(resident)) as tx:
        issuer = _card(tx, resident.holder_id).issuer
        rule = house.book.value("cards.unhang_after_formal", place=issuer, on=day_of(at))
        card = cards.cancel_loss(
            tx, holder_id=resident.holder_id, at=at, actor="resident", unhang_after_formal=bool(rule.value)
        )
        ecard = ecards.ecard_of(tx, holder_id=resident.holder_id)
    return tell_card(card, ecard, at)


def stop_card(
    house: House, tx: Transaction, *, holder_id: UUID, kind: cards.LossKind, at: datetime, actor: str
) -> cards.Card:
    """Report a person's card lost, a temporary report with the end that the card's place gives it."""
    until = None
    if kind == "temporary":
        issuer = _card(tx, holder_id).issuer
        days = house.book.value("cards.temporary_loss_days", place=issuer, on=day_of(at)).value
        until = at + timedelta(days=days)
    return cards.report_loss(tx, holder_id=holder_id, kind=kind, at=at, actor=actor, until=until)


def _card(tx: Transaction, holder_id: UUID) -> cards.Card:
    card = cards.card_of(tx, holder_id=holder_id)
    if card is None:
        raise cards.NoValidCard
    return card


LOSS_ROUTES = [report_my_card_lost, cancel_my_loss_report]
