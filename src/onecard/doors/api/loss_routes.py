"""Reporting a card lost, and found again: by its holder, or by staff who help. It takes effect at once, everywhere.

Stopping is easy: a session is enough. That the card works again asks for the e-card password once more, in the portal
as in the API, because the phone with the open session may be gone with the card.
"""

from datetime import datetime, timedelta
from uuid import UUID

from litestar.params import JSONBody

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.doors.api import examples_people as examples
from onecard.doors.api.cards_told import tell_card
from onecard.doors.api.given import RequestKey, TheHouse, TheResident
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_people import CardShape, LossCancellation, LossReport
from onecard.doors.bootstrap import House
from onecard.doors.security.errors_visitors import RequestKeyTaken
from onecard.doors.security.request_keys import kept_answer, once, request_of
from onecard.doors.security.sign_in import prove_holder
from onecard.doors.security.visitors import scope_of
from onecard.kernel.clock import day_of
from onecard.kernel.postgres.transaction import Transaction


@operation(
    "POST", "/me/card/loss", id="reportMyCardLost", summary="挂失 · Report my card lost", tag="me",
    problems=(cards.NoValidCard, cards.CardMoveRefused, RequestKeyTaken), sent=examples.LOSS, said=examples.LOST_CARD,
)  # fmt: skip
def report_my_card_lost(
    house: TheHouse, resident: TheResident, request_key: RequestKey, data: JSONBody[LossReport]
) -> CardShape:
    """At once and everywhere; a temporary report lapses after the days of the card's place."""
    at, holder_id = house.clock(), resident.holder_id
    request = request_of(resident, "reportMyCardLost", request_key, data, house.keyring)
    with house.app.writing(scope_of(resident)) as tx:

        def stop() -> CardShape:
            card = stop_card(house, tx, holder_id=holder_id, kind=data.kind, at=at, actor="resident")
            return tell_card(card, ecards.ecard_of(tx, holder_id=holder_id), at)

        return once(tx, request, CardShape, stop, at=at)


@operation(
    "POST", "/me/card/loss/cancellation", id="cancelMyLossReport", summary="解挂 · Cancel my loss report", tag="me",
    problems=(
        cards.NoValidCard, cards.CardMoveRefused, cards.FormalLossStands, ecards.PasswordWrong, ecards.SignInLocked,
        RequestKeyTaken,
    ),
    sent=examples.FOUND, said=examples.CARD,
)  # fmt: skip
def cancel_my_loss_report(
    house: TheHouse, resident: TheResident, request_key: RequestKey, data: JSONBody[LossCancellation]
) -> CardShape:
    """The card was found, and its holder says so; whether that helps after a formal report is the place's rule."""
    at, holder_id = house.clock(), resident.holder_id
    request = request_of(resident, "cancelMyLossReport", request_key, None, house.keyring)
    with house.app.reading(scope_of(resident)) as tx:
        kept = kept_answer(tx, request, CardShape)
    if kept is not None:
        return kept
    prove_holder(house, holder_id, data.password)
    with house.app.writing(scope_of(resident)) as tx:

        def restore() -> CardShape:
            card = restore_card(house, tx, holder_id=holder_id, at=at, actor="resident")
            return tell_card(card, ecards.ecard_of(tx, holder_id=holder_id), at)

        return once(tx, request, CardShape, restore, at=at)


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


def restore_card(house: House, tx: Transaction, *, holder_id: UUID, at: datetime, actor: str) -> cards.Card:
    """Cancel a person's loss report, as far as the card's place allows it. First `prove_holder`."""
    issuer = _card(tx, holder_id).issuer
    rule = house.book.value("cards.unhang_after_formal", place=issuer, on=day_of(at))
    return cards.cancel_loss(tx, holder_id=holder_id, at=at, actor=actor, unhang_after_formal=bool(rule.value))


def _card(tx: Transaction, holder_id: UUID) -> cards.Card:
    card = cards.card_of(tx, holder_id=holder_id)
    if card is None:
        raise cards.NoValidCard
    return card


LOSS_ROUTES = [report_my_card_lost, cancel_my_loss_report]
